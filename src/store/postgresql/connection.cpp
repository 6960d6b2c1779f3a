#include "store/postgresql/connection.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "store/postgresql/error.hpp"
#include "store/postgresql/storable_report.hpp"
#include "store/postgresql/translation.hpp"
#include "store/sql/transaction.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::postgresql {
namespace {

constexpr std::size_t most_pairs = 128;       // locks of one transaction: the server has room for 64 a connection, all connections together
constexpr std::size_t most_ids_at_once = 64;

std::int64_t lock_number(std::string_view schema, std::string_view what) {
    const std::string digest = sha256_hex(fmt::format("tlsrpt-inbox {} {}", schema, what));
    std::uint64_t number = 0;
    std::from_chars(digest.data(), digest.data() + 16, number, 16);
    return static_cast<std::int64_t>(number);
}

std::int64_t store_lock(std::string_view schema) { return lock_number(schema, "store"); }

// As PostgreSQL writes an array of bigint, sorted: every writer takes them in the same order.
std::string lock_numbers(std::string_view schema, const std::set<std::string>& pairs) {
    std::set<std::int64_t> numbers;
    for (const std::string& pair : pairs) numbers.insert(lock_number(schema, "pair " + pair));
    return fmt::format("{{{}}}", fmt::join(numbers, ","));
}

std::int64_t today() {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()).time_since_epoch().count();
}

}  // namespace

std::string make_token() {
    std::array<unsigned char, 16> octets{};
    if (::getrandom(octets.data(), octets.size(), 0) != static_cast<ssize_t>(octets.size())) sql::throw_unavailable("no random octets");
    std::string token;
    for (const unsigned char octet : octets) token += fmt::format("{:02x}", octet);
    return token;
}

// A result that is read.
class Connection::Answer final : public sql::Cursor {
public:
    Answer(const Libpq& pq, std::vector<Answer*>& free) : pq_(pq), free_(free) {}
    void start(Result result) {
        result_ = std::move(result);
        row_ = -1;
    }
    bool next() override { return ++row_ < pq_.PQntuples(result_.get()); }
    [[nodiscard]] bool is_null(int column) const override { return pq_.PQgetisnull(result_.get(), row_, column) != 0; }
    [[nodiscard]] std::int64_t integer(int column) const override {
        return is_null(column) ? 0 : integer_in(pq_.PQftype(result_.get(), column), view(column));
    }
    [[nodiscard]] std::string_view view(int column) const override {
        return {pq_.PQgetvalue(result_.get(), row_, column), static_cast<std::size_t>(pq_.PQgetlength(result_.get(), row_, column))};
    }
    void finish() noexcept override {
        result_.reset();
        free_.push_back(this);  // room is reserved
    }

private:
    const Libpq& pq_;
    std::vector<Answer*>& free_;
    Result result_;
    int row_{-1};
};

Connection::Connection(Session session, std::string token) : session_(std::move(session)), token_(std::move(token)) {
    sql::Rows row = query("SELECT CAST(current_schema() AS text)");
    if (row.next()) schema_ = row.text(0);
}

Connection::~Connection() = default;

void Connection::begin(std::string_view how) {
    ids_.erase("message");
    ids_.erase("report");
    alone_ = false;
    pairs_.clear();
    in_transaction_ = true;
    session_.begin_bound();
    do_run(how, {});
}

void Connection::end() {
    in_transaction_ = false;
    session_.end_bound();
}

void Connection::begin_to_write() {
    begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    alone_ = true;
    run("SELECT pg_advisory_xact_lock(?)", store_lock(schema_));
}

void Connection::begin_to_record(const sql::RecordingBatch& batch) {
    sql::Scope scope = batch.scope();
    if (needs_store_alone_ || scope.pairs.size() > most_pairs) {
        needs_store_alone_ = false;
        begin_to_write();
    } else {
        begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        pairs_ = std::move(scope.pairs);
        run("SELECT pg_advisory_xact_lock_shared(?)", store_lock(schema_));
        if (!pairs_.empty()) run("SELECT pg_advisory_xact_lock(number) FROM unnest(CAST(CAST(? AS text) AS bigint[])) AS pair (number)", lock_numbers(schema_, pairs_));
    }
    for (const auto day : scope.days) prepare_day(day);
    run("INSERT INTO writer (token, batch, day) VALUES (CAST(CAST(?1 AS text) AS uuid), ?2, ?3) ON CONFLICT (token) DO UPDATE SET batch = excluded.batch,"
        " day = excluded.day",
        token_, batch.number, today());
}

void Connection::begin_to_read() { begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }

// Each statement sees what is committed when it begins: those after the lock, all that anybody was about to commit before it.
void Connection::begin_to_mark() {
    begin("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY");
    if (integer("SELECT pg_is_in_recovery()") != 0)
        sql::throw_unavailable("a standby cannot say how far the store has come: ask the primary server");
    run("SELECT pg_advisory_xact_lock(?)", store_lock(schema_));
}

// The server answers COMMIT with ROLLBACK, and no error, where a statement of the transaction had failed.
void Connection::commit() {
    const Result result = session_.ask(session_.statement("COMMIT", [] { return std::string{"COMMIT"}; }, {}), {});
    end();
    if (std::string_view{session_.functions().PQcmdStatus(result.get())} != "COMMIT")
        throw sql::DatabaseError({Slug::Internal, "the server rolled back what was to be committed"}, sql::DatabaseError::Kind::Statement);
}

void Connection::roll_back() noexcept {
    try {
        if (!session_.is_broken()) {
            run("ROLLBACK");
            session_.settle();
        }
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): a session that cannot even do this is broken, and is_lost() says so
    }
    end();
}

void Connection::release_savepoint() {
    run("RELEASE SAVEPOINT mail");
    session_.settle();
}

void Connection::roll_back_to_savepoint() noexcept {
    try {
        if (session_.is_broken()) return;
        run("ROLLBACK TO SAVEPOINT mail");
        run("RELEASE SAVEPOINT mail");
        session_.settle();
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the transaction stays as it is: nothing of it can be committed
    }
}

// The insertion waits for a transaction that is still about to commit, and finds its row then. Nothing of this one is kept.
bool Connection::was_recorded(const sql::RecordingBatch& batch) {
    begin("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    const std::int64_t changed = change(
        "INSERT INTO writer (token, batch, day) VALUES (CAST(CAST(?1 AS text) AS uuid), ?2, ?3) ON CONFLICT (token) DO UPDATE SET batch = excluded.batch"
        " WHERE writer.batch < excluded.batch",
        token_, batch.number, today());
    roll_back();
    return changed == 0;
}

void Connection::require_scope(std::string_view sdid, std::string_view policy_domain) {
    if (alone_ || pairs_.contains(sql::pair_of(sdid, policy_domain))) return;
    needs_store_alone_ = true;
    throw sql::DatabaseError({Slug::StoreBusy, "a revision reaches farther than its own policy domains"}, sql::DatabaseError::Kind::Conflict);
}

void Connection::prepare_day(std::chrono::sys_days day) { run("SELECT ensure_month(CAST(? AS integer))", day); }

std::optional<Report> Connection::storable(const Report& report) const { return storable_report(report); }

void Connection::drop_pruned_months() {
    sql::Transaction transaction{*this};
    run("SELECT drop_pruned_months()");
    run("DELETE FROM writer WHERE day < ?", today() - 2);
    transaction.commit();
}

void Connection::do_run(std::string_view sql, std::span<const sql::Value> values) {
    session_.queue(session_.statement(sql, [sql] { return translate(sql); }, values), values);
    if (!in_transaction_) session_.settle();
}

std::int64_t Connection::do_change(std::string_view sql, std::span<const sql::Value> values) {
    const Result result = session_.ask(session_.statement(sql, [sql] { return translate(sql); }, values), values);
    const std::string_view text = session_.functions().PQcmdTuples(result.get());
    std::int64_t rows = 0;
    std::from_chars(text.data(), text.data() + text.size(), rows);
    return rows;
}

std::int64_t Connection::do_insert(std::string_view sql, std::span<const sql::Value> values) {
    auto table = table_of_insert_.find(sql);
    if (table == table_of_insert_.end()) table = table_of_insert_.emplace(sql, translate_insert(sql, values.size()).table).first;
    const std::int64_t id = next_id(table->second);
    std::vector<sql::Value> with_id{values.begin(), values.end()};
    with_id.emplace_back(id);
    session_.queue(session_.statement(sql, [&] { return translate_insert(sql, values.size()).sql; }, with_id), with_id);
    if (!in_transaction_) session_.settle();
    return id;
}

// One more question for the first of a transaction, then for twice as many each time.
std::int64_t Connection::next_id(const std::string& table) {
    Ids& ids = ids_[table];
    if (ids.left.empty()) {
        ids.taken_at_once = std::min(ids.taken_at_once * 2 + (ids.taken_at_once == 0 ? 1 : 0), most_ids_at_once);
        sql::Rows row = query("SELECT nextval(CAST(CAST(?1 AS text) AS regclass)) FROM generate_series(1, ?2)", table + "_id_seq", ids.taken_at_once);
        while (row.next()) ids.left.push_back(row.integer(0));
        std::sort(ids.left.rbegin(), ids.left.rend());
    }
    const std::int64_t id = ids.left.back();
    ids.left.pop_back();
    return id;
}

sql::Cursor& Connection::do_query(std::string_view sql, std::span<const sql::Value> values) {
    Result result = session_.ask(session_.statement(sql, [sql] { return translate(sql); }, values), values);
    if (free_answers_.empty()) {
        free_answers_.reserve(answers_.size() + 1);
        free_answers_.push_back(answers_.emplace_back(std::make_unique<Answer>(session_.functions(), free_answers_)).get());
    }
    Answer& answer = *free_answers_.back();
    free_answers_.pop_back();
    answer.start(std::move(result));
    return answer;
}

}  // namespace tlsrpt::postgresql
