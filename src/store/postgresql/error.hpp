// What went wrong at the server, and what that means for the mail at hand.
//
//     SQLSTATE + text  →  DatabaseError{store-busy | store-full | store-unavailable | internal}
//
// No SQLSTATE: libpq's own error, so the connection is gone. Texts name no password: see database_url.hpp.
#pragma once

#include <string>
#include <string_view>

#include "store/sql/database_error.hpp"

namespace tlsrpt::postgresql {

sql::DatabaseError error_of(std::string_view sqlstate, std::string detail);

/// The server is away, or the connection to it: the same may succeed on another connection, in a moment.
[[noreturn]] void throw_lost(std::string detail);

}  // namespace tlsrpt::postgresql
