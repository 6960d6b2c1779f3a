// One connection to a server: statements queued in libpq's pipeline mode, and their answers, each within a bound of time.
//
//     URL → Session;   SQL + values → queued … → answers
//
// What is queued travels at once when libpq's buffer is full, and at the latest with the next question. A round trip is paid for by questions only: a
// mail's writes go together with what is asked next, the last of a batch with COMMIT.
//
// Surprises of libpq: in a pipeline every statement's results end with a null, and the point of synchronisation is a result of its own; after an error
// all answers up to that point say "aborted", a statement being prepared among them. PQgetResult() waits for ever: it is asked only when there is
// something to get, and poll() waits in its place, until a deadline.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/postgresql/libpq.hpp"
#include "store/postgresql/wire.hpp"
#include "store/sql/database_error.hpp"
#include "store/sql/statement_key.hpp"

namespace tlsrpt::postgresql {

struct ClearResult {
    void operator()(PGresult* result) const noexcept { libpq().PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

class Session {
public:
    /// Connects. @throws store-unavailable
    /// @param patience  for connecting, and for each answer; 0: for answers as long as the connection lives
    Session(const std::string& url, std::chrono::milliseconds connecting, std::chrono::milliseconds answering);

    /// Several statements at once, before start_pipeline(), in one transaction of the server's unless the script says otherwise.
    void execute(const std::string& script);
    void start_pipeline();

    struct Statement {
        std::string name;
        std::string sql;
        std::vector<Oid> types;
        enum class State : std::uint8_t { New, Sent, Ready } state{State::New};
    };
    using Translate = std::function<std::string()>;
    /// The statement of that text, made when it is used for the first time.
    Statement& statement(std::string_view key, const Translate& translate, std::span<const sql::Value> values);

    void queue(Statement& statement, std::span<const sql::Value> values);
    /// The answer to what is queued now, after all before it. @throws DatabaseError  of the first that failed
    Result ask(Statement& statement, std::span<const sql::Value> values);
    /// Waits for the answers to all that is queued.
    void settle();
    /// All answers between these two come within the patience that one of them has, or not at all.
    void begin_bound();
    void end_bound() { deadline_ = std::chrono::steady_clock::time_point::max(); }

    [[nodiscard]] const Libpq& functions() const { return pq_; }
    [[nodiscard]] bool is_broken() const;
    [[nodiscard]] const std::string& url() const { return url_; }

private:
    struct Finish {
        void operator()(PGconn* connection) const noexcept { libpq().PQfinish(connection); }
    };
    struct Awaited {
        Statement* statement;
        bool is_preparing;
    };

    [[nodiscard]] sql::DatabaseError error_in(const PGresult* result) const;
    void connect(std::chrono::milliseconds most);
    Result settle_and_keep_last();
    void wait(short events, std::chrono::steady_clock::time_point deadline);
    PGresult* next_result(std::chrono::steady_clock::time_point deadline);
    [[noreturn]] void fail();
    [[noreturn]] void give_up(const std::string& why);

    const Libpq& pq_;
    std::string url_;
    std::chrono::milliseconds answering_;
    std::chrono::steady_clock::time_point deadline_{std::chrono::steady_clock::time_point::max()};
    std::unique_ptr<PGconn, Finish> connection_;
    std::unordered_map<std::string_view, Statement, sql::StatementKeyHash, sql::StatementKeyEqual> statements_;
    std::deque<Awaited> awaited_;
};

}  // namespace tlsrpt::postgresql
