// One store's rows into another one, a bounded batch at a time, and where it stands in the target itself.
//
//     two Connections → the second holds what the first does
//
// Each batch is a transaction of the target's: rows, and the key of the last of them in the table "copying", which is there until the copy is
// complete and compared. A program that ends in between, however it ends, goes on after the last batch that was committed.
// See tlsrpt/store_copy.hpp for the rules.
#pragma once

#include "store/sql/connection.hpp"
#include "store/sql/copy_tables.hpp"
#include "tlsrpt/store_copy.hpp"

namespace tlsrpt::sql {

struct CopySide {
    Connection& db;
    Engine engine;
};

/// Whether the store is a copy that is not finished: nothing but copy_rows() may use it.
bool is_half_copied(Connection& db);

/// @throws DatabaseError  of the databases, or as copy_store() says
Copied copy_rows(const CopySide& source, const CopySide& target, const Progress& progress, const CopyBatch& batch);

}  // namespace tlsrpt::sql
