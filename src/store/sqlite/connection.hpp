// One open SQLite database: its settings and its prepared statements.
//
//     path → Connection
//
// A connection is opened in two steps, since nothing may be written to a file before we know that it is ours: the constructor
// only opens and reads, prepare_for_writing() turns on WAL.
//
// Writers keep the -wal and -shm files when the last one closes (SQLITE_FCNTL_PERSIST_WAL): a reader that only has group
// rights cannot make them, and could not read without. SQLite gives them the mode of the database.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/sql/connection.hpp"
#include "store/sql/statement_key.hpp"
#include "store/sqlite/statement.hpp"

namespace tlsrpt::sqlite {

class Connection final : public sql::Connection {
public:
    enum class Access { Read, Write };

    /// Opens an existing file. A file that is not SQLite shows when it is first read.
    Connection(const std::string& path, Access access, std::chrono::milliseconds busy_timeout);

    /// WAL, synchronous=FULL, foreign keys. Writes to the file when it is not in WAL mode yet.
    void prepare_for_writing();

    void execute(const char* script);  ///< several statements, not kept

    /// BEGIN IMMEDIATE: a deferred transaction that reads and then writes fails at once when somebody else wrote in between, whatever the
    /// busy timeout says.
    void begin_to_write() override { run("BEGIN IMMEDIATE"); }
    void begin_to_record(const sql::RecordingBatch&) override { begin_to_write(); }  // one writer at a time, whatever it does
    void begin_to_read() override { run("BEGIN"); }
    void begin_to_mark() override { begin_to_read(); }  // numbers are given out under the write lock
    void commit() override { run("COMMIT"); }
    void roll_back() noexcept override { try_run("ROLLBACK"); }
    void set_savepoint() override { run("SAVEPOINT mail"); }
    void release_savepoint() override { run("RELEASE mail"); }
    void roll_back_to_savepoint() noexcept override;
    [[nodiscard]] bool in_transaction() const override { return sqlite3_get_autocommit(handle()) == 0; }

    bool was_recorded(const sql::RecordingBatch&) override { return false; }  // a file tells at once
    void require_scope(std::string_view, std::string_view) override {}
    void prepare_day(std::chrono::sys_days) override {}
    [[nodiscard]] std::optional<Report> storable(const Report&) const override { return std::nullopt; }
    [[nodiscard]] bool prunes_by_month() const override { return false; }
    void drop_pruned_months() override {}

    [[nodiscard]] bool is_lost() const override;  ///< the file is no longer where it was opened: deleted or replaced
    void require_space() override;
    [[nodiscard]] bool has_room_for(std::uint64_t bytes, std::uint64_t min_free_percent) override;

    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct Close {
        void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
    };

    Statement& started(std::string_view sql, std::span<const sql::Value> values);
    void do_run(std::string_view sql, std::span<const sql::Value> values) override;
    std::int64_t do_change(std::string_view sql, std::span<const sql::Value> values) override;
    std::int64_t do_insert(std::string_view sql, std::span<const sql::Value> values) override;
    sql::Cursor& do_query(std::string_view sql, std::span<const sql::Value> values) override { return started(sql, values); }
    /// Used where nothing may throw. A failure leaves the connection inside a transaction or broken; the next BEGIN on it says so.
    void try_run(std::string_view sql) noexcept;

    std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<std::string_view, Statement, sql::StatementKeyHash, sql::StatementKeyEqual> statements_;  // by SQL text; after handle_, so that they go first
};

}  // namespace tlsrpt::sqlite
