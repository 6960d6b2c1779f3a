#include "store/postgresql/store.hpp"

#include <algorithm>

#include "tlsrpt/database_url.hpp"
#include "store/postgresql/schema.hpp"
#include "store/sql/health.hpp"
#include "store/sql/reader.hpp"
#include "store/sql/store.hpp"

namespace tlsrpt::postgresql {
namespace {

constexpr std::chrono::milliseconds longest_retry{5'000};  // of a call, while the server is away: then the MTA's own queue is the better place to wait
constexpr unsigned conflicts{8};

sql::Patience patience_of(const StoreOptions& options) { return {.most = std::min(options.busy_timeout, longest_retry), .conflicts = conflicts}; }

}  // namespace

Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
    return sql::guarded([&] {
        const std::string token = make_token();
        return sql::make_store(sql::Guard{[=] { return open_for_writing(options, token); }, open_for_writing(options, token), patience_of(options)},
                               options.budget);
    });
}

Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options) {
    return sql::guarded([&]() -> std::unique_ptr<StoreReader> {
        return std::make_unique<sql::Reader>(sql::Guard{[=] { return open_for_reading(options); }, open_for_reading(options), patience_of(options)});
    });
}

Expected<Migrated> migrate_store(const StoreOptions& options) {
    return sql::guarded([&] { return migrate(options); });
}

StoreHealth examine_store(const StoreOptions& options) {
    StoreHealth health;
    health.path = shown_database(options.database);
    health.current_schema_version = current_version();
    const auto read = sql::guarded([&] {
        const auto db = connect_to_look(options);
        sql::Rows server = db->query("SELECT current_setting('server_version'), pg_database_size(current_database()), current_setting('fsync') = 'on'"
                                     " AND current_setting('full_page_writes') = 'on'");
        if (server.next()) {
            health.server = "PostgreSQL " + server.text(0);
            health.file_bytes = server.count(1);
            health.is_durable = server.truth(2);
        }
        health.schema_version = stored_version(*db);
        if (version_of(*db) == 0) sql::throw_unavailable("the database is empty");
        if (health.schema_version == current_version()) sql::read_ages(*db, health);
        return true;
    });
    if (!read) health.trouble = read.error().detail;
    return health;
}

}  // namespace tlsrpt::postgresql
