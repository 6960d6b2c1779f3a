// `tlsrpt-ingest copy`: moves a store to another place or another kind of database.
#include <fmt/format.h>

#include "cli/explanation.hpp"
#include "cli/ingest.hpp"
#include "cli/progress.hpp"
#include "tlsrpt/database_url.hpp"
#include "tlsrpt/store_copy.hpp"

namespace tlsrpt {

int copy(const CopyFlags& flags, const Ingest& ingest) {
    Console& console = ingest.console;
    StoreOptions from = ingest.config.store;
    StoreOptions to = ingest.config.store;
    from.database = flags.from;
    to.database = flags.to;
    ProgressBar bar{console.err};
    const auto copied = copy_store(from, to, [&bar](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.clear();
    if (!copied) {
        console.note(copied.error());
        return exit_error;
    }
    std::uint64_t rows = 0;
    for (const CopiedTable& table : copied->tables) {
        console.out.write(fmt::format("{:>12}  {:<16} {}\n", table.rows, table.name, table.digest.substr(0, 16)));
        rows += table.rows;
    }
    const std::string_view before = copied->was_there ? "was there before, " : copied->resumed ? "was begun before, " : "";
    console.out.write(fmt::format("{}: {} rows, {}compared with the source: the same\n", shown(shown_database(flags.to)), rows, before));
    return exit_ok;
}

}  // namespace tlsrpt
