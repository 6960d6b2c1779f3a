// The edge of this directory: no exception leaves it, and a broken connection is opened again on next use.
//
//     a function over a Connection → Expected of what it gives
//
// After an I/O error nobody knows what the kernel kept of the file, and a later fsync may succeed without it; SQLite's own advice is
// to close. The next call opens the file afresh, with all checks, and without making it when it is gone.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/database_error.hpp"
#include "store/sqlite/schema.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt::sqlite {

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
    using Open = Connection (*)(const StoreOptions&);

    Guard(StoreOptions options, Open open, Connection connection)
        : options_(std::move(options)), open_(open), connection_(std::move(connection)) {}

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

    [[nodiscard]] const StoreOptions& options() const { return options_; }

private:
    Connection& connection() {
        // A deleted or replaced file could still be written, and be lost.
        if (connection_ && connection_->has_moved()) connection_.reset();
        if (!connection_) connection_.emplace(open_(options_));
        return *connection_;
    }

    StoreOptions options_;
    Open open_;
    std::optional<Connection> connection_;
};

}  // namespace tlsrpt::sqlite
