// Whether it is worth to try to connect: a server that is away is not asked again by every mail that comes meanwhile.
//
//     URL + a function that connects → what it gives, or at once the last error
//
// After an attempt that failed nobody tries for a pause, which doubles up to 5 s; then one attempt decides. Of the process: a Store is closed and opened
// again while its server is away.
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>

#include "store/sql/database_error.hpp"

namespace tlsrpt::postgresql {

class Reachability {
public:
    using Clock = std::chrono::steady_clock;

    /// @throws the last error, while it is not time to try again
    void require(const std::string& url, Clock::time_point now) const;
    void failed(const std::string& url, const sql::DatabaseError& error, Clock::time_point now);
    void succeeded(const std::string& url);

private:
    struct Away {
        sql::DatabaseError error;
        std::chrono::milliseconds pause;
        Clock::time_point until;
    };
    std::unordered_map<std::string, Away> away_;  // by URL
};

/// The process's own. Threads may call it at once.
void require_reachable(const std::string& url);
void note_reachable(const std::string& url);
void note_away(const std::string& url, const sql::DatabaseError& error);

template <typename Connect>
auto when_reachable(const std::string& url, Connect connect) -> decltype(connect()) {
    require_reachable(url);
    try {
        auto session = connect();
        note_reachable(url);
        return session;
    } catch (const sql::DatabaseError& error) {
        if (error.kind() == sql::DatabaseError::Kind::Lost) note_away(url, error);
        throw;
    }
}

}  // namespace tlsrpt::postgresql
