#include "store/postgresql/schema.hpp"

#include <fmt/format.h>

#include "tlsrpt/database_url.hpp"
#include "store/postgresql/error.hpp"
#include "store/postgresql/reachability.hpp"
#include "store/sql/copy.hpp"
#include "store/sql/migrations.hpp"

namespace tlsrpt::postgresql {
namespace {

using std::chrono::milliseconds;

enum class Access { Read, Write };

constexpr milliseconds connecting{10'000};
constexpr milliseconds grace{5'000};  // after which a server that should have ended a statement is taken for dead

// Before the pipeline begins. A server's own time-outs for readers stay: their questions may take long. Every statement of ours is a look-up by an index,
// tables are joined in the order in which they are written (SQLite's CROSS JOIN), row by row; and a plan is kept: one made while tables were still small
// must not read them as a whole for ever. So nothing is left to statistics.
std::string settings(Access access, milliseconds patience) {
    std::string script = "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
                         " SET join_collapse_limit = 1; SET from_collapse_limit = 1; SET jit = off;";
    script += fmt::format(" SET lock_timeout = {};", patience.count());
    if (access == Access::Write)
        script += fmt::format(
            " SET statement_timeout = {0}; SET idle_in_transaction_session_timeout = {1};"
            " SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');",
            patience.count(), (patience + grace).count());
    return script;
}

Session connect(const StoreOptions& options, Access access) {
    return when_reachable(options.database, [&] {
        const milliseconds answering = access == Access::Write ? options.busy_timeout + grace : milliseconds{0};
        Session session{options.database, std::min(connecting, options.busy_timeout), answering};
        session.execute(settings(access, std::max(options.busy_timeout, milliseconds{1})));
        return session;
    });
}

std::unique_ptr<Connection> begin(Session session, const std::string& token) {
    session.start_pipeline();
    return std::make_unique<Connection>(std::move(session), token);
}

[[noreturn]] void throw_older(const StoreOptions& options, unsigned version) {
    sql::throw_unavailable(fmt::format("{} has schema {}, older than this program's {}: run tlsrpt-ingest migrate", shown_database(options.database), version,
                                       current_version()));
}

bool has_table(Connection& db, std::string_view name) {
    return db.integer("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = ? AND n.nspname = current_schema()",
                      name) > 0;
}

void refuse_half_copy(const StoreOptions& options, Connection& db) {
    if (sql::is_half_copied(db))
        sql::throw_unavailable(fmt::format("{} is a copy that is not finished: run the same tlsrpt-ingest copy again", shown_database(options.database)));
}

// For writing: tables of this version, made where there are none.
void prepare(const StoreOptions& options, Connection& db) {
    const unsigned version = version_of(db);
    if (version == 0) migrate(options);
    if (version > 0 && version < current_version()) throw_older(options, version);
}

unsigned version_now(const StoreOptions& options) {
    const auto db = begin(connect(options, Access::Write), "");
    return version_of(*db);
}

}  // namespace

unsigned current_version() { return migrations().back().number; }

std::unique_ptr<Connection> connect_to_look(const StoreOptions& options) { return begin(connect(options, Access::Read), ""); }

unsigned stored_version(Connection& db) {
    return has_table(db, "store_schema") ? static_cast<unsigned>(db.integer("SELECT version FROM store_schema")) : 0;
}

unsigned version_of(Connection& db) {
    if (db.integer("SELECT current_schema() IS NULL") != 0) sql::throw_unavailable("no schema of the search path exists, or this role may not use it");
    if (!has_table(db, "store_schema")) {
        for (const std::string_view table : {"message", "report", "policy", "failure"})
            if (has_table(db, table)) sql::throw_unavailable(fmt::format("the database has a table {} of another program", table));
        return 0;
    }
    const std::int64_t version = db.integer("SELECT version FROM store_schema");
    if (version < 1) sql::throw_unavailable(fmt::format("the database has schema {}, which never was", version));
    if (version > current_version())
        sql::throw_unavailable(fmt::format("the database has schema {}, newer than this program's {}: upgrade the program", version, current_version()));
    return static_cast<unsigned>(version);
}

// One script, since libpq takes several statements only so. The version is looked at after the lock: another host may have been faster.
std::string script_of(std::span<const sql::Migration> steps) {
    std::string script =
        "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('tlsrpt-inbox migrations of ' || current_schema(), 0));"
        " SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);"
        " SET LOCAL client_min_messages = warning;";
    if (steps.front().number > 1) script += fmt::format(" SELECT 1 / (version = {})::integer FROM store_schema;", steps.front().number - 1);
    for (const sql::Migration& step : steps) {
        script += fmt::format("\n{}\n", step.sql);
        script += step.number == 1 ? "INSERT INTO store_schema (version) VALUES (1);" : fmt::format("UPDATE store_schema SET version = {};", step.number);
    }
    return script + " COMMIT;";
}

Migrated migrate(const StoreOptions& options) {
    const unsigned from = version_now(options);
    for (unsigned version = from; version < current_version();) {
        Session session = connect(options, Access::Write);
        try {
            // All steps at once for a new one: a host that opens it meanwhile, or a program that is killed, never leaves it half way.
            const auto steps = migrations().subspan(version, version == 0 ? std::dynamic_extent : 1);
            session.execute(script_of(steps));
            version = steps.back().number;
        } catch (const sql::DatabaseError& error) {
            // Another host's tables, or its version, were there first; otherwise it is the error that it says.
            const unsigned now = version_now(options);
            if (now <= version) throw;
            version = now;
        }
    }
    return {from, current_version()};
}

std::unique_ptr<Connection> open_for_copying(const StoreOptions& options) {
    auto db = begin(connect(options, Access::Write), "");
    prepare(options, *db);
    return db;
}

std::unique_ptr<Connection> open_for_writing(const StoreOptions& options, const std::string& token) {
    auto db = begin(connect(options, Access::Write), token);
    prepare(options, *db);
    refuse_half_copy(options, *db);
    return db;
}

std::unique_ptr<Connection> open_for_reading(const StoreOptions& options) {
    auto db = begin(connect(options, Access::Read), "");
    const unsigned version = version_of(*db);
    if (version == 0) sql::throw_unavailable(fmt::format("{} is empty", shown_database(options.database)));
    if (version < current_version()) throw_older(options, version);
    refuse_half_copy(options, *db);
    return db;
}

}  // namespace tlsrpt::postgresql
