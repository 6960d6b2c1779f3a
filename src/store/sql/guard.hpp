// The edge of this room: no exception leaves it, and a broken connection is opened again on next use.
//
//     a function over a Connection → Expected of what it gives
//
// After an I/O error nobody knows what the kernel kept of a file, and a later fsync may succeed without it; SQLite's own advice is
// to close. The next call opens afresh, with all checks, and without making what is gone.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "store/sql/connection.hpp"
#include "store/sql/database_error.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt::sql {

/// Runs `call` with exceptions turned into Errors.
template <typename Call>
auto guarded(Call call) -> Expected<decltype(call())> {
    try {
        return call();
    } catch (const DatabaseError& error) {
        return error.error();
    } catch (const std::exception& error) {
        return Error{Slug::Internal, error.what()};
    }
}

class Guard {
public:
    using Open = std::function<std::unique_ptr<Connection>()>;  ///< throws DatabaseError

    Guard(Open open, std::unique_ptr<Connection> connection) : open_(std::move(open)), connection_(std::move(connection)) {}

    template <typename Call>
    auto operator()(Call call) -> Expected<decltype(call(std::declval<Connection&>()))> {
        try {
            return call(connection());
        } catch (const DatabaseError& error) {
            if (error.kind() == DatabaseError::Kind::Connection) connection_.reset();
            return error.error();
        } catch (const std::exception& error) {
            return Error{Slug::Internal, error.what()};
        }
    }

private:
    Connection& connection() {
        if (connection_ && connection_->is_lost()) connection_.reset();
        if (!connection_) connection_ = open_();
        return *connection_;
    }

    Open open_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace tlsrpt::sql
