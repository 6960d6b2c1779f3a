// `tlsrpt-ingest reprocess`: mails in quarantine, examined again.
//
// After an upgrade, a change of the configuration or a DNS failure a mail may be acceptable that was not. It is judged as of its time of
// receipt, so a signature that has expired since is still good. A DNS failure does not replace a verdict that was reached before.
// With --due, what a timer runs: the mails whose key DNS did not give, each after longer and longer pauses; silent when it is nobody's turn.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/clock.hpp"
#include "cli/explanation.hpp"
#include "cli/ingest.hpp"
#include "cli/intake_setup.hpp"
#include "cli/progress.hpp"

namespace tlsrpt {
namespace {

Expected<std::vector<std::int64_t>> wanted(const ReprocessFlags& flags, Store& store) {
    if (flags.due) return store.due(clock_now());
    auto ids = store.quarantined(flags.slug);
    if (!ids || !flags.id) return ids;
    if (std::find(ids->begin(), ids->end(), *flags.id) == ids->end())
        return Error{Slug::Misconfigured, fmt::format("mail {} is not in quarantine, or its body is not kept", *flags.id)};
    return std::vector<std::int64_t>{*flags.id};
}

struct Again {
    Slug before{};
    Slug after{};
    std::string detail;
};

std::string line_of(std::int64_t id, const Again& again) {
    const std::string_view after = outcome_of(again.after).name;
    std::string line = again.before == again.after ? fmt::format("mail {}: still {}", id, after)
                                                   : fmt::format("mail {}: {} -> {}", id, outcome_of(again.before).name, after);
    if (!again.detail.empty()) line += ": " + shown(again.detail);
    return line += '\n';
}

// One mail. None when it left the quarantine meanwhile.
Expected<std::optional<Again>> examine_again(std::int64_t id, bool dry_run, Intake& intake, Store& store) {
    const auto message = store.message(id);
    if (!message) return message.error();
    if (!*message || !(*message)->has_body) return std::optional<Again>{};
    const MessageRow& row = **message;
    const auto judgement = intake.judge(row.raw, row.received_at, clock_now());
    if (!judgement) return judgement.error();
    const Examination& examination = judgement->examination;
    if (examination.slug == Slug::KeyUnavailable && row.slug != Slug::KeyUnavailable) return std::optional{Again{row.slug, row.slug, "DNS: " + examination.detail}};
    if (dry_run) return std::optional{Again{row.slug, examination.slug, examination.detail}};
    const auto recorded = store.record_again(id, examination);
    if (!recorded) return recorded.error();
    return std::optional{Again{row.slug, recorded->slug, recorded->detail}};
}

}  // namespace

int reprocess(const ReprocessFlags& flags, const Ingest& ingest) {
    Console& console = ingest.console;
    const auto fail = [&console](const Error& error) {
        console.note(error);
        return int{exit_error};
    };
    auto setup = set_up_intake(ingest.config, flags.keys, ingest.environment);
    if (!setup) return fail(setup.error());
    const auto store = open_store(ingest.config.store);
    if (!store) return fail(store.error());
    const auto ids = wanted(flags, **store);
    if (!ids) return fail(ids.error());

    if (flags.due && ids->empty()) return exit_ok;

    ProgressBar bar{console.err};
    std::uint64_t done = 0;
    std::map<Slug, std::uint64_t> outcomes_seen;
    for (const std::int64_t id : *ids) {
        bar.show(done++, ids->size());
        const auto again = examine_again(id, flags.dry_run, setup->intake, **store);
        if (!again) {
            bar.clear();
            return fail(again.error());
        }
        if (!*again) continue;
        ++outcomes_seen[(*again)->after];
        bar.clear();
        console.out.write(line_of(id, **again));
        if (console.out.is_terminal()) (void)console.out.flush();
    }
    bar.clear();
    std::string total = fmt::format("{} examined again{}", ids->size(), flags.dry_run ? ", nothing changed (--dry-run)" : "");
    for (const auto& [slug, count] : outcomes_seen) total += fmt::format("; {} {}", count, outcome_of(slug).name);
    console.note(total);
    return exit_ok;
}

}  // namespace tlsrpt
