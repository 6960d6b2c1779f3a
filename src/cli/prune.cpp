// `tlsrpt-ingest prune`: deletes what is older than the configured retention; for cron or a systemd timer.
#include <fmt/format.h>

#include "cli/clock.hpp"
#include "cli/ingest.hpp"
#include "cli/progress.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

int prune(const PruneFlags& flags, const Ingest& ingest) {
    Console& console = ingest.console;
    const auto store = open_store(ingest.config.store);
    if (!store) {
        console.note(store.error());
        return exit_error;
    }
    ProgressBar bar{console.err};
    const auto pruned = (*store)->prune(ingest.config.retention, clock_now(), flags.dry_run,
                                        [&bar](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.clear();
    if (!pruned) {
        console.note(pruned.error());
        return exit_error;
    }
    const Retention& kept = ingest.config.retention;
    console.out.write(flags.dry_run ? "would delete\n" : "deleted\n");
    console.out.write(fmt::format("{:>10}  raw mails of stored reports, over {} days old; the reports stay\n", pruned->raw_mails, kept.raw.count()));
    console.out.write(fmt::format("{:>10}  mails in quarantine, over {} days old, or {} for those unlike a report\n", pruned->quarantined, kept.quarantine.count(), kept.junk.count()));
    console.out.write(fmt::format("{:>10}  reports with their details, over {} days old; totals stay\n", pruned->reports, kept.details.count()));
    console.out.write(fmt::format("{:>10}  rows of daily totals, over {} days old\n", pruned->rollup_rows, kept.rollup.count()));
    return exit_ok;
}

}  // namespace tlsrpt
