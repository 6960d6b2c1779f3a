// Which backend a database name means: a plain path is SQLite.
#include "store/sqlite/health.hpp"
#include "store/sqlite/store.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {
namespace {

std::optional<Error> refused(const StoreOptions& options) {
    if (options.database.empty()) return Error{Slug::Misconfigured, "no database is named"};
    if (options.database.find("://") != std::string::npos)
        return Error{Slug::Misconfigured,
                     "no backend for the database " + options.database.substr(0, options.database.find("://")) + "://"};
    return std::nullopt;
}

}  // namespace

Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
    if (auto error = refused(options)) return *error;
    return sqlite::open_store(options);
}

Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options) {
    if (auto error = refused(options)) return *error;
    return sqlite::open_store_reader(options);
}

Expected<Migrated> migrate_store(const StoreOptions& options) {
    if (auto error = refused(options)) return *error;
    return sqlite::migrate_store(options);
}

StoreHealth examine_store(const StoreOptions& options, std::chrono::milliseconds most) {
    if (const auto error = refused(options)) {
        StoreHealth health;
        health.path = options.database;
        health.trouble = error->detail;
        return health;
    }
    return sqlite::examine_store(options, most);
}

}  // namespace tlsrpt
