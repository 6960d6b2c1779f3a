// What a migration has to compute, where SQL alone cannot: it runs in the migration's transaction, after its SQL file.
//
// A later migration that changes a table which is filled here has to keep this step's result right for stores that take both.
#pragma once

#include <string_view>

#include "store/sqlite/connection.hpp"

namespace tlsrpt::sqlite {

/// @param migration  its name, "0003-incidents"
void fill_new_tables(Connection& db, std::string_view migration);

}  // namespace tlsrpt::sqlite
