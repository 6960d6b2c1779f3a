// One open database: its settings and its prepared statements.
//
//     path → Connection → run / query
//
// A connection is opened in two steps, since nothing may be written to a file before we know that it is ours: the constructor
// only opens and reads, prepare_for_writing() turns on WAL.
//
// Writers keep the -wal and -shm files when the last one closes (SQLITE_FCNTL_PERSIST_WAL): a reader that only has group
// rights cannot make them, and could not read without. SQLite gives them the mode of the database.
//
// Not to be used by two threads at once.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/sqlite/statement.hpp"

namespace tlsrpt::sqlite {

class Connection {
public:
    enum class Access { Read, Write };

    /// Opens an existing file. A file that is not SQLite shows when it is first read.
    Connection(const std::string& path, Access access, std::chrono::milliseconds busy_timeout);

    /// WAL, synchronous=FULL, foreign keys. Writes to the file when it is not in WAL mode yet.
    void prepare_for_writing();

    /// Runs a statement that has no rows. @return the number of rows it changed
    template <typename... Values>
    std::int64_t run(std::string_view sql, const Values&... values) {
        query(sql, values...).next();
        return sqlite3_changes64(handle());
    }

    /// @param sql     lives as long as the connection: a literal
    /// @param values  live as long as the Rows
    template <typename... Values>
    [[nodiscard]] Rows query(std::string_view sql, const Values&... values) {
        Statement& prepared = statement(sql);
        Rows rows{prepared};
        int index = 0;
        (prepared.bind(++index, values), ...);
        return rows;
    }

    /// The one integer of the one row; 0 when there is none.
    template <typename... Values>
    [[nodiscard]] std::int64_t integer(std::string_view sql, const Values&... values) {
        Rows rows = query(sql, values...);
        return rows.next() ? rows.integer(0) : 0;
    }

    void execute(const char* script);  ///< several statements, not kept

    [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle()); }
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
    [[nodiscard]] bool has_moved() const;  ///< the file is no longer where it was opened: deleted or replaced
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct Close {
        void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
    };

    Statement& statement(std::string_view sql);

    std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<std::string_view, Statement> statements_;  // by SQL text; after handle_, so that they go first
};

}  // namespace tlsrpt::sqlite
