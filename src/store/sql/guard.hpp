// The edge of this room: no exception leaves it, and a broken connection is opened again on next use.
//
//     a function over a Connection → Expected of what it gives
//
// After an I/O error nobody knows what the kernel kept of a file, and a later fsync may succeed without it; SQLite's own advice is
// to close. The next call opens afresh, with all checks, and without making what is gone.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <thread>
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

/// Whether what failed is tried again by itself, and for how long. Never longer than a caller was told that it may take.
struct Patience {
    std::chrono::milliseconds most{0};  ///< 0: nothing is tried again
    unsigned conflicts{0};              ///< how often a transaction that lost against another one is tried again
};

class Guard {
public:
    using Open = std::function<std::unique_ptr<Connection>()>;  ///< throws DatabaseError

    Guard(Open open, std::unique_ptr<Connection> connection, Patience patience = {})
        : open_(std::move(open)), connection_(std::move(connection)), patience_(patience) {}

    /// @param call  may be called several times; it has changed nothing when it throws Conflict, and maybe nothing when it throws Lost
    template <typename Call>
    auto operator()(Call call) -> Expected<decltype(call(std::declval<Connection&>()))> {
        const auto deadline = std::chrono::steady_clock::now() + patience_.most;
        for (unsigned failures = 0;;) {
            try {
                return call(connection());
            } catch (const DatabaseError& error) {
                if (error.ends_connection()) connection_.reset();
                if (!wait_after(error, ++failures, deadline)) return error.error();
            } catch (const std::exception& error) {
                return Error{Slug::Internal, error.what()};
            }
        }
    }

    /// For a call that must not be made again.
    template <typename Call>
    auto once(Call call) -> Expected<decltype(call(std::declval<Connection&>()))> {
        try {
            return call(connection());
        } catch (const DatabaseError& error) {
            if (error.ends_connection()) connection_.reset();
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

    /// false: it is not worth another attempt.
    [[nodiscard]] bool wait_after(const DatabaseError& error, unsigned failures, std::chrono::steady_clock::time_point deadline) const {
        using std::chrono::milliseconds;
        using Kind = DatabaseError::Kind;
        const bool lost_a_race = error.kind() == Kind::Conflict && failures <= patience_.conflicts;
        if (!lost_a_race && error.kind() != Kind::Lost) return false;
        const auto pause = lost_a_race ? milliseconds{2} * failures : std::min(milliseconds{25} * (1 << std::min(failures, 5U)), milliseconds{800});
        if (std::chrono::steady_clock::now() + pause >= deadline) return false;
        std::this_thread::sleep_for(pause);
        return true;
    }

    Open open_;
    std::unique_ptr<Connection> connection_;
    Patience patience_;
};

}  // namespace tlsrpt::sql
