// What went wrong in SQLite, and what that means for the mail at hand.
//
//     result code (+ errno) → Error{store-busy | store-full | store-unavailable | internal}
//
// Thrown within src/store/sqlite only; Store and StoreReader turn it into an Expected at their edge.
// A full disk shows as FULL, as an I/O error with ENOSPC, or as CANTOPEN when even -wal or -shm cannot be made.
#pragma once

#include <exception>
#include <string_view>

#include "tlsrpt/expected.hpp"

struct sqlite3;

namespace tlsrpt::sqlite {

class DatabaseError : public std::exception {
public:
    enum class Kind {
        Statement,   ///< this statement failed; the connection and its transaction can be used
        Bound,       ///< a CHECK of the schema refused a value: a sum beyond all bounds
        Connection,  ///< nothing on this connection can be trusted: close it and open it again
    };
    DatabaseError(Error error, Kind kind) : error_(std::move(error)), kind_(kind) {}
    [[nodiscard]] const Error& error() const { return error_; }
    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] const char* what() const noexcept override { return error_.detail.c_str(); }

private:
    Error error_;
    Kind kind_;
};

/// @param db    may be null; asked for the text and the errno of the last error
/// @param doing what was tried: "begin", "open /var/lib/tlsrpt/tlsrpt.db"
[[noreturn]] void throw_error(sqlite3* db, int code, std::string_view doing);

/// store-unavailable: not a matter of one statement, and no retry on this connection can help.
[[noreturn]] void throw_unavailable(std::string_view detail);

}  // namespace tlsrpt::sqlite
