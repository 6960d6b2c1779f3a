// Which reports are the same, which replace which, and which one counts.
#include <algorithm>

#include "store/contribution.hpp"
#include "support/memory_store/state.hpp"

namespace tlsrpt::test {
namespace {

std::vector<KeptReport*> members_of(Contents& contents, const std::set<std::int64_t>& groups) {
    std::vector<KeptReport*> members;
    for (auto& [id, report] : contents.reports)
        if (groups.contains(report.group)) members.push_back(&report);
    return members;
}

std::vector<KeptReport*> counted_among(const std::vector<KeptReport*>& members) {
    std::vector<KeptReport*> counted;
    std::copy_if(members.begin(), members.end(), std::back_inserter(counted), [](const KeptReport* report) { return report->current; });
    return counted;
}

bool any_pruned(const std::vector<KeptReport*>& reports) {
    return std::any_of(reports.begin(), reports.end(), [](const KeptReport* report) { return report->pruned(); });
}

KeptReport* newest_among(const std::vector<KeptReport*>& reports) {
    const auto newest = std::max_element(reports.begin(), reports.end(), [](const KeptReport* a, const KeptReport* b) { return a->age() < b->age(); });
    return newest == reports.end() ? nullptr : *newest;
}

void make_one(const std::vector<KeptReport*>& members, std::int64_t group) {
    for (KeptReport* member : members) member->group = group;
}

void let_newest_count(Contents& contents, std::int64_t group) {
    const auto members = members_of(contents, {group});
    KeptReport* newest = newest_among(members);
    if (newest == nullptr || newest->pruned() || any_pruned(counted_among(members))) return;
    for (KeptReport* member : members) member->current = member == newest;
    name_what_counts(contents, *newest);
}

void claim_domains(Contents& contents, std::int64_t group, const ReportKey& key, const Report& report) {
    for (const std::string_view domain : policy_domains_of(report)) contents.group_of_domain.try_emplace({key.day, key.key_sha256, std::string{domain}}, group);
}

}  // namespace

KeptReport* duplicate_in(Contents& contents, const ReportKey& key, const Examination& examination) {
    KeptReport* same_values = nullptr;
    for (auto& [id, report] : contents.reports) {
        if (report.key.day != key.day) continue;
        if (!examination.json_sha256.empty() && report.json_sha256 == examination.json_sha256 &&
            report.organizational_domain == examination.identity->organizational_domain)
            return &report;
        if (same_values == nullptr && report.key.values_sha256 == key.values_sha256) same_values = &report;
    }
    return same_values;
}

std::set<std::int64_t> groups_of(const Contents& contents, const ReportKey& key, const Report& report) {
    std::set<std::int64_t> groups;
    for (const std::string_view domain : policy_domains_of(report)) {
        const auto claimed = contents.group_of_domain.find({key.day, key.key_sha256, std::string{domain}});
        if (claimed == contents.group_of_domain.end()) continue;
        const auto first = contents.reports.find(claimed->second);    // it may have joined another group, or be gone
        groups.insert(first == contents.reports.end() ? claimed->second : first->second.group);
    }
    return groups;
}

void note_copy(Contents& contents, KeptReport& report, sys_seconds received_at, const ReportKey& key, const Examination& examination) {
    const bool is_earlier = received_at < report.first_received_at;
    if (is_earlier) report.first_received_at = received_at;
    bool tied = false;
    if (report.sdid != examination.identity->signature.sdid || report.from_address != examination.identity->from_address) {
        // The same octets under two keys: whatever comes under either belongs to one group.
        auto groups = groups_of(contents, key, *examination.report);
        claim_domains(contents, report.group, key, *examination.report);
        groups.insert(report.group);
        const auto members = members_of(contents, groups);
        tied = groups.size() > 1 && !any_pruned(counted_among(members));
        if (tied) make_one(members, *groups.begin());
    }
    if (is_earlier || tied) let_newest_count(contents, report.group);
}

std::int64_t add_report(Contents& contents, std::int64_t message_id, sys_seconds received_at, const ReportKey& key, const Examination& examination) {
    const Identity& identity = *examination.identity;
    const auto groups = groups_of(contents, key, *examination.report);
    const auto members = members_of(contents, groups);
    const auto counted = counted_among(members);
    const KeptReport* newest = newest_among(counted);
    const bool is_settled = any_pruned(counted);
    const bool is_newest = newest == nullptr || newest->age() < std::tie(received_at, key.values_sha256);

    const std::int64_t id = ++contents.last_report;
    KeptReport report{.id = id, .message_id = message_id, .group = groups.empty() ? id : *groups.begin(), .revision_of = {}, .current = is_newest && !is_settled,
                      .counts = true, .first_received_at = received_at, .key = key, .sdid = identity.signature.sdid,
                      .organizational_domain = identity.organizational_domain, .from_address = identity.from_address, .json_sha256 = examination.json_sha256,
                      .report = *examination.report};
    if (newest != nullptr) report.revision_of = newest->id;
    if (!is_settled) {
        for (KeptReport* member : counted) member->current = !is_newest && member == newest;
        make_one(members, report.group);
    }
    claim_domains(contents, report.group, key, report.report);
    const bool covers_a_day = report.report.date_range.end_datetime - report.report.date_range.start_datetime <= std::chrono::hours{36};
    bool& is_daily = contents.reporter_days[{report.sdid, key.day}];
    is_daily = is_daily || covers_a_day;
    if (report.current) name_what_counts(contents, report);
    contents.reports.emplace(id, std::move(report));
    return id;
}

}  // namespace tlsrpt::test
