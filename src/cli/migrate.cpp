// `tlsrpt-ingest migrate`: creates the store, or brings it to the schema of this version; run when the package is installed.
#include <fmt/format.h>

#include "cli/explanation.hpp"
#include "cli/ingest.hpp"
#include "tlsrpt/database_url.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

int migrate(const Ingest& ingest) {
    Console& console = ingest.console;
    const auto migrated = migrate_store(ingest.config.store);
    if (!migrated) {
        console.note(migrated.error());
        return exit_error;
    }
    const std::string database = shown(shown_database(ingest.config.store.database));
    if (migrated->from == migrated->to) console.out.write(fmt::format("{}: schema {} is current\n", database, migrated->to));
    else if (migrated->from == 0) console.out.write(fmt::format("{}: created with schema {}\n", database, migrated->to));
    else console.out.write(fmt::format("{}: schema {} became {}\n", database, migrated->from, migrated->to));
    return exit_ok;
}

}  // namespace tlsrpt
