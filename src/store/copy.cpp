#include "store/postgresql/schema.hpp"
#include "store/sql/copy.hpp"
#include "store/sql/guard.hpp"
#include "store/sqlite/schema.hpp"
#include "tlsrpt/database_url.hpp"
#include "tlsrpt/store_copy.hpp"

namespace tlsrpt {
namespace {

struct Opened {
    std::unique_ptr<sql::Connection> db;
    sql::Engine engine;
};

Opened open_source(const StoreOptions& options) {
    if (is_postgresql(options.database)) return {postgresql::open_for_reading(options), sql::Engine::Postgresql};
    return {std::make_unique<sqlite::Connection>(sqlite::open_for_reading(options)), sql::Engine::Sqlite};
}

Opened open_target(const StoreOptions& options) {
    if (is_postgresql(options.database)) return {postgresql::open_for_copying(options), sql::Engine::Postgresql};
    return {std::make_unique<sqlite::Connection>(sqlite::open_for_copying(options)), sql::Engine::Sqlite};
}

}  // namespace

Expected<Copied> copy_store(const StoreOptions& from, const StoreOptions& to, const Progress& progress, const CopyBatch& batch) {
    return sql::guarded([&] {
        const Opened source = open_source(from);    // before the target is made
        const Opened target = open_target(to);
        return sql::copy_rows({*source.db, source.engine}, {*target.db, target.engine}, progress, batch);
    });
}

}  // namespace tlsrpt
