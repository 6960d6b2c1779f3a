// What is forgotten by age.
#include <algorithm>

#include "support/memory_store/state.hpp"

namespace tlsrpt::test {
namespace {

using std::chrono::days;

struct Ages {
    sys_seconds raw;
    sys_seconds quarantine;
    sys_seconds junk;
    sys_seconds details;
    sys_days sums;
    sys_days keys;
    sys_days counters;
};

Ages ages_of(const Retention& retention, sys_seconds now) {
    const sys_days today = std::chrono::floor<days>(now);
    const days details = std::max({retention.details, retention.raw, days{366}});
    const days longest_quarantine = std::max(retention.quarantine, retention.junk);
    const days keys = details + days{366 + 8 + 7} + longest_quarantine;    // the oldest report that may come yet
    return {.raw = now - retention.raw,
            .quarantine = now - retention.quarantine,
            .junk = now - retention.junk,
            .details = now - details,
            .sums = today - std::max(retention.rollup, keys),
            .keys = today - keys,
            .counters = today - std::max({retention.raw, longest_quarantine, days{30}})};
}

bool has_old_octets(const KeptMail& mail, const Ages& ages) { return !mail.quarantine && mail.detail.message.has_body && mail.received_at() < ages.raw; }
bool is_old_quarantine(const KeptMail& mail, const Ages& ages) {
    return mail.quarantine && mail.received_at() < (mail.quarantine->report_like ? ages.quarantine : ages.junk);
}
bool has_old_details(const KeptReport& report, const Ages& ages) { return !report.pruned() && report.first_received_at < ages.details; }

std::uint64_t old_sums(const Contents& contents, const Ages& ages) {
    const Sums sums = sums_of(contents);
    const auto count = [&ages](const auto& rows, auto day_of) {
        return static_cast<std::uint64_t>(std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return day_of(row.first) < ages.sums; }));
    };
    const auto second = [](const auto& key) { return std::get<1>(key); };
    return count(sums.daily, second) + count(sums.policies, second) + count(sums.failures, second) + count(contents.reporter_days, second);
}

void forget_sums(Contents& contents, const Ages& ages) {
    for (auto& [id, report] : contents.reports) report.counts = report.counts && report.key.day >= ages.sums;
    std::erase_if(contents.forgotten, [&](const KeptReport& report) { return report.key.day < ages.sums; });
    std::erase_if(contents.reporter_days, [&](const auto& entry) { return entry.first.second < ages.sums; });
    std::erase_if(contents.policies, [&](const auto& entry) { return entry.second.last_day < ages.sums; });
    contents.pruned_until = std::max(contents.pruned_until, ages.sums);
}

}  // namespace

Pruned prune_contents(Contents& contents, const Retention& retention, sys_seconds now, bool dry_run, const Progress& progress) {
    const Ages ages = ages_of(retention, now);
    Pruned pruned;
    for (const auto& [id, mail] : contents.mails) {
        pruned.raw_mails += has_old_octets(mail, ages) ? 1 : 0;
        pruned.quarantined += is_old_quarantine(mail, ages) ? 1 : 0;
    }
    for (const auto& [id, report] : contents.reports) pruned.reports += has_old_details(report, ages) ? 1 : 0;
    pruned.rollup_rows = old_sums(contents, ages);
    if (dry_run) return pruned;

    std::erase_if(contents.mails, [&](const auto& entry) { return is_old_quarantine(entry.second, ages); });
    for (auto& [id, mail] : contents.mails) {
        if (!has_old_octets(mail, ages)) continue;
        mail.detail.message.raw.clear();
        mail.detail.message.has_body = false;
    }
    for (auto& [id, report] : contents.reports) {
        if (!has_old_details(report, ages)) continue;
        contents.mails.erase(report.message_id);
        report.message_id = 0;
    }
    forget_sums(contents, ages);
    std::erase_if(contents.mails, [&](const auto& entry) { return entry.second.duplicate_of && entry.second.received_at() < ages.raw; });
    std::erase_if(contents.reports, [&](const auto& entry) {
        if (!entry.second.pruned() || entry.second.key.day >= ages.keys) return false;
        if (entry.second.current && entry.second.counts) contents.forgotten.push_back(entry.second);
        return true;
    });
    std::erase_if(contents.group_of_domain, [&](const auto& entry) { return std::get<0>(entry.first) < ages.keys; });
    std::erase_if(contents.signer_days, [&](const auto& entry) { return entry.first.first < ages.counters; });
    const std::uint64_t all = pruned.raw_mails + pruned.quarantined + pruned.reports + pruned.rollup_rows;
    if (progress && all > 0) progress(all, all);
    return pruned;
}

}  // namespace tlsrpt::test
