#include "store/sqlite/schema.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <thread>

#include "store/sqlite/error.hpp"
#include "store/sqlite/file.hpp"
#include "store/sql/copy.hpp"
#include "store/sql/migrations.hpp"
#include "store/sql/transaction.hpp"
#include "store/sqlite/upgrade.hpp"

namespace tlsrpt::sqlite {
namespace {

unsigned version_inside_transaction(Connection& db) {
    const std::int64_t id = db.integer("PRAGMA application_id");
    const std::int64_t version = db.integer("PRAGMA user_version");
    if (id == 0 && version == 0 && db.integer("SELECT count(*) FROM sqlite_schema") == 0) {
        // SQLite takes a file of one octet for an empty one and would write over it.
        std::error_code failed;
        if (std::filesystem::file_size(db.path(), failed) == 1 && !failed)
            throw_unavailable(fmt::format("{} is not a database", db.path()));
        return 0;
    }
    if (id != application_id) throw_unavailable(fmt::format("{} is a database of another program", db.path()));
    if (version < 1) throw_unavailable(fmt::format("{} has schema {}, which never was", db.path(), version));
    if (version > current_version())
        throw_unavailable(
            fmt::format("{} has schema {}, newer than this program's {}: upgrade the program", db.path(), version, current_version()));
    return static_cast<unsigned>(version);
}

/// 0: empty.
unsigned version_of(Connection& db) {
    const sql::ReadTransaction snapshot{db};
    return version_inside_transaction(db);
}

[[noreturn]] void throw_older(const Connection& db, unsigned version) {
    throw_unavailable(
        fmt::format("{} has schema {}, older than this program's {}: run tlsrpt-ingest migrate", db.path(), version, current_version()));
}

void refuse_half_copy(Connection& db) {
    if (sql::is_half_copied(db)) throw_unavailable(fmt::format("{} is a copy that is not finished: run the same tlsrpt-ingest copy again", db.path()));
}

void apply_inside_transaction(Connection& db, const sql::Migration& step) {
    db.execute(step.sql);
    fill_new_tables(db, step.name);
    db.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application_id, step.number).c_str());
}

void apply(Connection& db, const sql::Migration& step) {
    sql::Transaction transaction{db};
    if (version_inside_transaction(db) >= step.number) return;  // another program was faster
    apply_inside_transaction(db, step);
    transaction.commit();
}

// All steps at once: a program that opens the new file meanwhile never finds it half way.
void fill_new(Connection& db) {
    sql::Transaction transaction{db};
    if (version_inside_transaction(db) != 0) return;  // another program was faster
    for (const sql::Migration& step : migrations()) apply_inside_transaction(db, step);
    transaction.commit();
}

void apply_all(Connection& db) {
    for (const sql::Migration& step : migrations()) apply(db, step);
}

// While two programs turn one new file to WAL, SQLite may answer BUSY at once to break a deadlock. Then one of them is getting on.
template <typename Attempt>
auto patiently(std::chrono::milliseconds patience, Attempt attempt) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        try {
            return attempt();
        } catch (const DatabaseError& error) {
            if (error.error().slug != Slug::StoreBusy || std::chrono::steady_clock::now() >= deadline) throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

bool is_there(const std::string& path) {
    std::error_code failed;
    return std::filesystem::exists(path, failed) || failed;  // what cannot be looked at is SQLite's to explain
}

Connection open_writable(const std::string& path, const StoreOptions& options) {
    require_space(path);
    create_if_missing(path);
    return Connection{path, Connection::Access::Write, options.busy_timeout};
}

}  // namespace

unsigned current_version() { return migrations().back().number; }

Connection open_for_copying(const StoreOptions& options) {
    const std::string path = resolved_path(options.database);
    return patiently(options.busy_timeout, [&] {
        Connection db = open_writable(path, options);
        const unsigned version = version_of(db);
        if (version != 0 && version < current_version()) throw_older(db, version);
        db.prepare_for_writing();
        if (version == 0) fill_new(db);
        return db;
    });
}

Connection open_for_writing(const StoreOptions& options) {
    Connection db = open_for_copying(options);
    refuse_half_copy(db);
    return db;
}

Connection open_existing(const StoreOptions& options) {
    const std::string path = resolved_path(options.database);
    if (!is_there(path)) throw_unavailable(fmt::format("{} is gone", path));
    return open_for_writing(options);
}

Connection open_for_reading(const StoreOptions& options) {
    const std::string path = resolved_path(options.database);
    if (!is_there(path)) throw_unavailable(fmt::format("{} does not exist", path));
    Connection db{path, Connection::Access::Read, options.busy_timeout};
    const unsigned version = version_of(db);
    if (version == 0) throw_unavailable(fmt::format("{} is empty", path));
    if (version < current_version()) throw_older(db, version);
    refuse_half_copy(db);
    return db;
}

Migrated migrate(const StoreOptions& options) {
    const std::string path = resolved_path(options.database);
    return patiently(options.busy_timeout, [&] {
        Connection db = open_writable(path, options);
        const unsigned version = version_of(db);
        db.prepare_for_writing();
        if (version == 0) fill_new(db);
        apply_all(db);
        return Migrated{version, current_version()};
    });
}

}  // namespace tlsrpt::sqlite
