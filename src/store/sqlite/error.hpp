// What went wrong in SQLite, and what that means for the mail at hand.
//
//     result code (+ errno) → DatabaseError{store-busy | store-full | store-unavailable | internal}
//
// A full disk shows as FULL, as an I/O error with ENOSPC, or as CANTOPEN when even -wal or -shm cannot be made.
#pragma once

#include <string_view>

#include "store/sql/database_error.hpp"

struct sqlite3;

namespace tlsrpt::sqlite {

using sql::DatabaseError;
using sql::throw_unavailable;

/// @param db    may be null; asked for the text and the errno of the last error
/// @param doing what was tried: "begin", "open /var/lib/tlsrpt/tlsrpt.db"
[[noreturn]] void throw_error(sqlite3* db, int code, std::string_view doing);

}  // namespace tlsrpt::sqlite
