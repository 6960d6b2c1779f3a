// Which engine a database name means: postgresql:// and postgres:// are PostgreSQL, a plain path is SQLite.
#include "store/postgresql/store.hpp"
#include "store/sqlite/health.hpp"
#include "store/sqlite/store.hpp"
#include "tlsrpt/database_url.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {
namespace {

std::optional<Error> refused(const StoreOptions& options) {
    if (options.database.empty()) return Error{Slug::Misconfigured, "no database is named"};
    if (!is_postgresql(options.database) && options.database.find("://") != std::string::npos)
        return Error{Slug::Misconfigured,
                     "no backend for the database " + options.database.substr(0, options.database.find("://")) + "://"};
    return std::nullopt;
}

}  // namespace

Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
    if (auto error = refused(options)) return *error;
    return is_postgresql(options.database) ? postgresql::open_store(options) : sqlite::open_store(options);
}

Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options) {
    if (auto error = refused(options)) return *error;
    return is_postgresql(options.database) ? postgresql::open_store_reader(options) : sqlite::open_store_reader(options);
}

Expected<Migrated> migrate_store(const StoreOptions& options) {
    if (auto error = refused(options)) return *error;
    return is_postgresql(options.database) ? postgresql::migrate_store(options) : sqlite::migrate_store(options);
}

StoreHealth examine_store(const StoreOptions& options, std::chrono::milliseconds most) {
    if (const auto error = refused(options)) {
        StoreHealth health;
        health.path = options.database;
        health.trouble = error->detail;
        return health;
    }
    return is_postgresql(options.database) ? postgresql::examine_store(options) : sqlite::examine_store(options, most);
}

}  // namespace tlsrpt
