#include "store/sqlite/store.hpp"

#include "store/sql/reader.hpp"
#include "store/sql/store.hpp"
#include "store/sqlite/file.hpp"
#include "store/sqlite/schema.hpp"

namespace tlsrpt::sqlite {
namespace {

// The file may be opened again when the working directory is another one.
StoreOptions with_resolved_path(StoreOptions options) {
    options.database = resolved_path(options.database);
    return options;
}

std::unique_ptr<sql::Connection> own(Connection connection) { return std::make_unique<Connection>(std::move(connection)); }

}  // namespace

Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options) {
    return sql::guarded([&] {
        const StoreOptions resolved = with_resolved_path(options);
        return sql::make_store(sql::Guard{[resolved] { return own(open_existing(resolved)); }, own(open_for_writing(resolved))}, options.budget);
    });
}

Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options) {
    return sql::guarded([&]() -> std::unique_ptr<StoreReader> {
        const StoreOptions resolved = with_resolved_path(options);
        return std::make_unique<sql::Reader>(sql::Guard{[resolved] { return own(open_for_reading(resolved)); }, own(open_for_reading(resolved))});
    });
}

Expected<Migrated> migrate_store(const StoreOptions& options) {
    return sql::guarded([&] { return migrate(options); });
}

}  // namespace tlsrpt::sqlite
