#include "store/postgresql/session.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>

#include "tlsrpt/database_url.hpp"
#include "store/postgresql/error.hpp"

namespace tlsrpt::postgresql {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_awaited = 2000;  // answers that the server may have to keep for us

// Before the URL, so that it may say otherwise. A peer that vanished shows in a minute, also while nothing waits for it.
constexpr std::array<const char*, 8> keywords{"fallback_application_name", "keepalives_idle", "keepalives_interval", "keepalives_count",
                                              "tcp_user_timeout",          "connect_timeout", "dbname",              nullptr};

Clock::time_point deadline_after(std::chrono::milliseconds most) { return most.count() > 0 ? Clock::now() + most : Clock::time_point::max(); }

}  // namespace

Session::Session(const std::string& url, std::chrono::milliseconds connecting, std::chrono::milliseconds answering)
    : pq_(libpq()), url_(url), answering_(answering) {
    connect(connecting);
}

void Session::connect(std::chrono::milliseconds most) {
    const std::array<const char*, 8> values{"tlsrpt-inbox", "30", "10", "3", "30000", "5", url_.c_str(), nullptr};
    connection_.reset(pq_.PQconnectStartParams(keywords.data(), values.data(), 1));
    if (!connection_) give_up("no memory");
    const auto deadline = deadline_after(most);
    for (PostgresPollingStatusType state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK; state = pq_.PQconnectPoll(connection_.get())) {
        if (pq_.PQstatus(connection_.get()) == CONNECTION_BAD || state == PGRES_POLLING_FAILED) fail();
        wait(state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline);
    }
    pq_.PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    if (pq_.PQserverVersion(connection_.get()) < 130000) sql::throw_unavailable("the server is older than PostgreSQL 13");
}

void Session::execute(const std::string& script) {
    const Result result{pq_.PQexec(connection_.get(), script.c_str())};
    const auto status = pq_.PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
    if (result && pq_.PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) != nullptr) throw error_in(result.get());
    fail();
}

// Without the server's details: they quote rows, which hold what mails held.
sql::DatabaseError Session::error_in(const PGresult* result) const {
    const std::string_view state = pq_.PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* const text = pq_.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return error_of(state, fmt::format("PostgreSQL: {} ({})", text != nullptr ? without_secrets(text, url_) : "error", state));
}

void Session::start_pipeline() {
    if (pq_.PQsetnonblocking(connection_.get(), 1) != 0 || pq_.PQenterPipelineMode(connection_.get()) != 1) fail();
}

Session::Statement& Session::statement(std::string_view key, const Translate& translate, std::span<const sql::Value> values) {
    const auto found = statements_.find(key);
    if (found != statements_.end()) return found->second;
    return statements_.emplace(key, Statement{fmt::format("s{}", statements_.size() + 1), translate(), types_of(values)}).first->second;
}

void Session::queue(Statement& statement, std::span<const sql::Value> values) {
    if (values.size() != statement.types.size()) throw std::logic_error("values do not match: " + statement.sql);
    if (awaited_.size() >= most_awaited) settle();
    if (statement.state == Statement::State::New) {
        if (pq_.PQsendPrepare(connection_.get(), statement.name.c_str(), statement.sql.c_str(), static_cast<int>(statement.types.size()),
                              statement.types.data()) != 1)
            fail();
        statement.state = Statement::State::Sent;
        awaited_.push_back({&statement, true});
    }
    const Parameters parameters{values};
    if (pq_.PQsendQueryPrepared(connection_.get(), statement.name.c_str(), parameters.count(), parameters.data(), parameters.lengths(),
                                parameters.formats(), 1) != 1)
        fail();
    awaited_.push_back({&statement, false});
}

Result Session::ask(Statement& statement, std::span<const sql::Value> values) {
    queue(statement, values);
    return settle_and_keep_last();
}

void Session::begin_bound() { deadline_ = deadline_after(answering_); }

void Session::settle() { settle_and_keep_last(); }

Result Session::settle_and_keep_last() {
    if (awaited_.empty()) return nullptr;
    if (pq_.PQpipelineSync(connection_.get()) != 1) fail();
    const auto deadline = std::min(deadline_after(answering_), deadline_);
    Result last;
    std::optional<sql::DatabaseError> first_error;
    for (; !awaited_.empty(); awaited_.pop_front()) {
        const Awaited awaited = awaited_.front();
        last.reset(next_result(deadline));
        const auto status = pq_.PQresultStatus(last.get());
        const bool succeeded = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (awaited.is_preparing) awaited.statement->state = succeeded ? Statement::State::Ready : Statement::State::New;
        if (!succeeded && status != PGRES_PIPELINE_ABORTED && !first_error) {
            if (pq_.PQresultErrorField(last.get(), PG_DIAG_SQLSTATE) == nullptr) fail();
            first_error = error_in(last.get());
        }
        if (next_result(deadline) != nullptr) give_up("the server answered more than it was asked");
    }
    if (const Result sync{next_result(deadline)}; pq_.PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) fail();
    if (first_error) throw sql::DatabaseError{*first_error};
    return last;
}

PGresult* Session::next_result(Clock::time_point deadline) {
    for (;;) {
        const int unsent = pq_.PQflush(connection_.get());
        if (unsent < 0) fail();
        if (pq_.PQisBusy(connection_.get()) == 0) break;
        wait(static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0)), deadline);
        if (pq_.PQconsumeInput(connection_.get()) != 1) fail();
    }
    return pq_.PQgetResult(connection_.get());
}

void Session::wait(short events, Clock::time_point deadline) {
    for (;;) {
        int most = -1;
        if (deadline != Clock::time_point::max()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
            if (left.count() <= 0) give_up("the server does not answer in time");
            most = static_cast<int>(std::min<std::chrono::milliseconds::rep>(left.count(), 1'000'000));
        }
        pollfd descriptor{pq_.PQsocket(connection_.get()), events, 0};
        const int ready = ::poll(&descriptor, 1, most);
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) give_up("poll failed");
    }
}

bool Session::is_broken() const { return !connection_ || pq_.PQstatus(connection_.get()) != CONNECTION_OK; }

void Session::fail() { give_up(pq_.PQerrorMessage(connection_.get())); }

void Session::give_up(const std::string& why) {
    std::string text = without_secrets(why, url_);
    awaited_.clear();
    connection_.reset();
    throw_lost(fmt::format("{}: {}", shown_database(url_), text.empty() ? "the connection is lost" : text));
}

}  // namespace tlsrpt::postgresql
