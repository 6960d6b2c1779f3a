#include "store/sqlite/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "store/sqlite/error.hpp"
#include "store/sqlite/file.hpp"
#include "store/sqlite/log_file.hpp"

namespace tlsrpt::sqlite {

namespace {

// Before SQLite's first use in the process: its count of memory in use costs a lock for each allocation, and nobody reads it.
void set_up_library() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

// On a full file system with small blocks a reader that marks its place in the WAL index dies of a SIGBUS (file.hpp). There it maps the
// index without the right to write, as a member of the group has to in any case. Not always, since a writer in the same process would
// then share that map. Without an index beside the file there is nothing to map.
std::string reader_name(const std::string& path) {
    std::error_code failed;
    if (has_space(space_around(path)) || !std::filesystem::exists(path + "-shm", failed)) return path;
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#')
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    return uri + "?readonly_shm=1";
}

}  // namespace

Connection::Connection(const std::string& path, Access access, std::chrono::milliseconds busy_timeout) : path_(path) {
    set_up_library();
    // Never SQLITE_OPEN_CREATE: file.cpp makes the file, with its mode.
    const int flags = (access == Access::Write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI) | SQLITE_OPEN_NOMUTEX |
                      SQLITE_OPEN_EXRESCODE;
    const std::string name = access == Access::Write ? path : reader_name(path);
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &db, flags, access == Access::Write ? gathering_vfs() : nullptr);
    handle_.reset(db);
    if (code != SQLITE_OK) throw_error(db, code, "open " + path);
    sqlite3_busy_timeout(db, static_cast<int>(busy_timeout.count()));
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (access == Access::Write) {
        int keep = 1;
        sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
        // Until the file is known to be ours, not even its WAL may be folded into it.
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
}

void Connection::prepare_for_writing() {
    sqlite3_db_config(handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    if (sqlite3_db_readonly(handle(), "main") == 1) throw_unavailable(fmt::format("{} cannot be written", path_));
    {
        sql::Rows mode = query("PRAGMA journal_mode = WAL");
        if (!mode.next() || mode.view(0) != "wal")
            throw_unavailable(fmt::format("{}: this file system does not carry SQLite's WAL mode", path_));
    }
    execute(
        "PRAGMA synchronous = FULL;"
        "PRAGMA foreign_keys = ON;"
        "PRAGMA cache_size = -8192;"
        "PRAGMA temp_store = MEMORY;"
        // Pages that each transaction changes are then folded in once for a hundred of them; and a log that is written over needs no new
        // blocks of the file system, which fdatasync(2) would wait for.
        "PRAGMA wal_autocheckpoint = 4000;"         // 16 MiB
        "PRAGMA journal_size_limit = 33554432;");  // with a limit, the -wal that is kept is emptied on close
}

void Connection::execute(const char* script) {
    const int code = sqlite3_exec(handle(), script, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_error(handle(), code, "execute");
}

bool Connection::is_lost() const {
    int moved = 0;
    return sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

void Connection::require_space() { sqlite::require_space(path_); }

bool Connection::has_room_for(std::uint64_t bytes, std::uint64_t min_free_percent) {
    const Space space = space_around(path_);
    if (space.total_bytes == 0) return true;  // it cannot say
    const std::uint64_t reserved = space.total_bytes / 100 * std::min<std::uint64_t>(min_free_percent, 100);
    return space.free_bytes >= bytes && space.free_bytes - bytes >= reserved;
}

void Connection::roll_back_to_savepoint() noexcept {
    try_run("ROLLBACK TO mail");
    try_run("RELEASE mail");
}

void Connection::try_run(std::string_view sql) noexcept {
    try {
        run(sql);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    }
}

Statement& Connection::started(std::string_view sql, std::span<const sql::Value> values) {
    auto found = statements_.find(sql);
    if (found == statements_.end()) found = statements_.try_emplace(sql, handle(), sql).first;
    found->second.start(values);
    return found->second;
}

void Connection::do_run(std::string_view sql, std::span<const sql::Value> values) { sql::Rows{started(sql, values)}.next(); }

std::int64_t Connection::do_change(std::string_view sql, std::span<const sql::Value> values) {
    do_run(sql, values);
    return sqlite3_changes64(handle());
}

std::int64_t Connection::do_insert(std::string_view sql, std::span<const sql::Value> values) {
    do_run(sql, values);
    return sqlite3_last_insert_rowid(handle());
}

}  // namespace tlsrpt::sqlite
