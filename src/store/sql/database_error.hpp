// What went wrong in a database, and what that means for the mail at hand.
//
// Thrown within src/store only; Store and StoreReader turn it into an Expected at their edge. Each engine has its own table from its codes to these.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt::sql {

class DatabaseError : public std::exception {
public:
    enum class Kind {
        Statement,   ///< this statement failed; the connection and its transaction can be used
        Bound,       ///< a CHECK of the schema refused a value: a sum beyond all bounds
        Conflict,    ///< the transaction lost against another one and is gone: the same again may succeed
        Lost,        ///< the connection is gone, maybe in a COMMIT: the same may succeed over another one
        Connection,  ///< nothing on this connection can be trusted, and doing the same again at once is of no use
    };
    DatabaseError(Error error, Kind kind) : error_(std::move(error)), kind_(kind) {}
    [[nodiscard]] const Error& error() const { return error_; }
    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool ends_connection() const { return kind_ == Kind::Connection || kind_ == Kind::Lost; }  ///< close it and open it again
    [[nodiscard]] bool ends_transaction() const { return ends_connection() || kind_ == Kind::Conflict || error_.slug == Slug::StoreBusy; }
    [[nodiscard]] const char* what() const noexcept override { return error_.detail.c_str(); }

private:
    Error error_;
    Kind kind_;
};

/// store-unavailable: not a matter of one statement, and no retry on this connection can help.
[[noreturn]] inline void throw_unavailable(std::string_view detail) {
    throw DatabaseError({Slug::StoreUnavailable, std::string{detail}}, DatabaseError::Kind::Connection);
}

}  // namespace tlsrpt::sql
