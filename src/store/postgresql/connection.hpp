// The store's engine over PostgreSQL: which transactions it begins, what may run beside what, where ids come from.
//
//     Session → sql::Connection
//
// Locks. All are advisory, of the transaction, and taken when it begins, in this order, so that no two wait for each other in a circle:
//   1. the store: shared to record a batch; alone for prune, for a mail that leaves the quarantine, and for a mark
//   2. each pair of signer and policy domain that the batch speaks of (recording.hpp), sorted. With too many of them: the store alone
// Rows that pairs do not cover are counters of a writer of its own, or upserts that are rarely the first of their kind. Where two writers do meet in
// them in opposite orders, the server ends one (40P01) and the batch is tried again.
//
// Numbers of messages and reports are taken within the transaction, after its locks. So whoever holds the store alone knows that all numbers given out
// so far belong to transactions that came to their end: a mark. Those of policies are not marks, and are taken ahead.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/postgresql/session.hpp"
#include "store/sql/connection.hpp"

namespace tlsrpt::postgresql {

/// A Store's name among writers, over all its connections: 32 hex digits.
std::string make_token();

class Connection final : public sql::Connection {
public:
    /// @param token  of a writer; "" for a reader
    Connection(Session session, std::string token);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override;

    void begin_to_write() override;
    void begin_to_record(const sql::RecordingBatch& batch) override;
    void begin_to_read() override;
    void begin_to_mark() override;
    void commit() override;
    void roll_back() noexcept override;
    void set_savepoint() override { run("SAVEPOINT mail"); }
    void release_savepoint() override;
    void roll_back_to_savepoint() noexcept override;
    [[nodiscard]] bool in_transaction() const override { return in_transaction_; }

    bool was_recorded(const sql::RecordingBatch& batch) override;
    void require_scope(std::string_view sdid, std::string_view policy_domain) override;
    void prepare_day(std::chrono::sys_days day) override;
    [[nodiscard]] std::optional<Report> storable(const Report& report) const override;
    [[nodiscard]] bool prunes_by_month() const override { return true; }
    void drop_pruned_months() override;

    [[nodiscard]] bool is_lost() const override { return session_.is_broken(); }
    void require_space() override {}                                                       // the server says when its disk is full
    [[nodiscard]] bool has_room_for(std::uint64_t, std::uint64_t) override { return true; }  // nobody can say from here

private:
    class Answer;
    struct Ids {
        std::vector<std::int64_t> left;  // the next one last
        std::size_t taken_at_once{0};
    };

    void begin(std::string_view how);
    void end();
    void do_run(std::string_view sql, std::span<const sql::Value> values) override;
    std::int64_t do_change(std::string_view sql, std::span<const sql::Value> values) override;
    std::int64_t do_insert(std::string_view sql, std::span<const sql::Value> values) override;
    sql::Cursor& do_query(std::string_view sql, std::span<const sql::Value> values) override;
    std::int64_t next_id(const std::string& table);

    Session session_;
    std::string token_;
    std::string schema_;                        // the tables' schema: the locks are its
    bool in_transaction_{false};
    bool alone_{false};                         // this transaction has the store alone
    bool needs_store_alone_{false};             // the next batch is one that turned out to reach farther than it said
    std::set<std::string> pairs_;               // that this transaction may change
    std::unordered_map<std::string, Ids> ids_;  // by table
    std::unordered_map<std::string_view, std::string, sql::StatementKeyHash, sql::StatementKeyEqual> table_of_insert_;
    std::vector<std::unique_ptr<Answer>> answers_;
    std::vector<Answer*> free_answers_;
};

}  // namespace tlsrpt::postgresql
