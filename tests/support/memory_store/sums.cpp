// What the current reports say, added up afresh.
#include <algorithm>

#include "insight/saturated.hpp"
#include "store/contribution.hpp"
#include "store/evidence.hpp"
#include "store/string_list.hpp"
#include "support/memory_store/state.hpp"
#include "tlsrpt/incident.hpp"

namespace tlsrpt::test {
namespace {

constexpr std::uint64_t largest_sum = std::uint64_t{1} << 62;
constexpr std::uint64_t largest_count = (std::uint64_t{1} << 63) - 1;
constexpr std::size_t max_policy_text_bytes = 16u << 10;

void add(std::uint64_t& sum, std::uint64_t figure) { sum = saturated_sum(sum, figure); }

std::string shown_lines(const std::vector<std::string>& policy_string) {
    std::vector<std::string> shown;
    std::size_t bytes = 0;
    for (const std::string& line : policy_string) {
        bytes += line.size();
        shown.push_back(bytes > max_policy_text_bytes ? "…" : line);
        if (bytes > max_policy_text_bytes) break;
    }
    return to_json_array(shown);
}

std::int64_t policy_id(const Contents& contents, const Contribution::Type& type) {
    const auto policy = contents.policies.find(type.canonical_policy);
    return policy == contents.policies.end() ? 0 : policy->second.id;
}

void add_report(Sums& sums, const Contents& contents, const KeptReport& report) {
    const Contribution contribution = contribution_of(report.report);
    for (const Contribution::Domain& said : contribution.domains) {
        const std::string domain{said.policy_domain};
        DailyRow& row = sums.daily.try_emplace({domain, report.key.day, report.sdid}, DailyRow{report.key.day, domain, report.sdid, 0, 0, 0, 0}).first->second;
        row.reports += 1;
        add(row.sessions, said.counts.sessions);
        add(row.failures, said.counts.failures);
        add(row.sessions_at_most, said.counts.sessions_at_most);
        for (const Contribution::Type& type : said.types) {
            const std::string name{type.policy_type};
            const std::int64_t id = policy_id(contents, type);
            DailyPolicyRow& policy = sums.policies
                                         .try_emplace({domain, report.key.day, report.sdid, name, id},
                                                      DailyPolicyRow{report.key.day, domain, name, report.sdid, id, 0, 0})
                                         .first->second;
            add(policy.total_successful_session_count, type.successful);
            add(policy.total_failure_session_count, type.failure);
        }
        for (const Contribution::FailureKind& kind : said.failures)
            add(sums.failures[{domain, report.key.day, report.sdid, std::string{kind.result_type}, std::string{kind.receiving_mx_hostname},
                               std::string{kind.failure_reason_code}}],
                kind.failed_session_count);
    }
}

// Signers that tell too many kinds of failure apart, on those days.
std::set<DayOf> too_loud(const Sums& sums) {
    std::map<DayOf, std::set<std::pair<std::string, std::string>>> kinds;
    for (const auto& [key, sum] : sums.failures) {
        const auto& [domain, day, sdid, result_type, mx, reason] = key;
        if (!result_type.empty() || !mx.empty()) kinds[{domain, day, sdid}].emplace(result_type, mx);
    }
    std::set<DayOf> loud;
    for (const auto& [key, names] : kinds)
        if (names.size() > max_kinds_of_a_day) loud.insert(key);
    return loud;
}

void see(SightingRow& sighting, sys_days day, std::uint64_t sessions, const std::string& network) {
    sighting.sending_network = sighting.failed_session_count == 0 ? network : unite(sighting.sending_network, network);
    sighting.day = day;
    add(sighting.failed_session_count, sessions);
}

void add_sightings(std::map<Symptom, std::map<sys_days, SightingRow>>& symptoms, const KeptReport& report, const std::set<DayOf>& loud) {
    const sys_days day = report.key.day;
    const Evidence evidence = evidence_of(report.report);
    for (const Evidence::Domain& said : evidence.domains) {
        const std::string domain{said.policy_domain};
        const bool is_loud = loud.contains({domain, day, report.sdid});
        for (const Evidence::Kind& kind : said.kinds) {
            const Symptom symptom = is_loud ? Symptom{domain, "", "", report.sdid}
                                            : Symptom{domain, std::string{kind.receiving_mx_hostname}, std::string{kind.result_type}, report.sdid};
            see(symptoms[symptom][day], day, kind.failed_session_count, is_loud ? std::string{several_networks} : kind.sending_network);
        }
    }
}

void require_at_most(std::uint64_t most, std::initializer_list<std::uint64_t> figures) {
    if (std::any_of(figures.begin(), figures.end(), [most](std::uint64_t figure) { return figure > most; })) throw Overflow{};
}

}  // namespace

Sums sums_of(const Contents& contents) {
    Sums sums;
    for (const auto& [id, report] : contents.reports)
        if (report.current && report.counts) add_report(sums, contents, report);
    for (const KeptReport& report : contents.forgotten) add_report(sums, contents, report);
    return sums;
}

void require_bounded(const Contents& contents) {
    const Sums sums = sums_of(contents);
    for (const auto& [key, row] : sums.daily) require_at_most(largest_sum, {row.sessions, row.failures, row.sessions_at_most});
    for (const auto& [key, row] : sums.policies) require_at_most(largest_sum, {row.total_successful_session_count, row.total_failure_session_count});
    for (const auto& [key, sum] : sums.failures) require_at_most(largest_sum, {sum});
    for (const auto& [id, report] : contents.reports)
        for (const PolicyResult& result : report.report.policies) {
            require_at_most(largest_count, {result.summary.total_successful_session_count, result.summary.total_failure_session_count});
            for (const FailureDetails& details : result.failure_details) require_at_most(largest_count, {details.failed_session_count});
        }
}

std::map<Symptom, std::map<sys_days, SightingRow>> sightings_of(const Contents& contents) {
    const std::set<DayOf> loud = too_loud(sums_of(contents));
    std::map<Symptom, std::map<sys_days, SightingRow>> symptoms;
    for (const auto& [id, report] : contents.reports)
        if (report.current) add_sightings(symptoms, report, loud);
    for (const KeptReport& report : contents.forgotten) add_sightings(symptoms, report, loud);
    return symptoms;
}

void name_what_counts(Contents& contents, const KeptReport& report) {
    const Contribution contribution = contribution_of(report.report);
    for (const Contribution::Domain& domain : contribution.domains)
        for (const Contribution::Type& type : domain.types) {
            if (type.canonical_policy.empty()) continue;
            const std::string lines = shown_lines(*type.policy_string);
            const auto [policy, is_new] = contents.policies.try_emplace(type.canonical_policy, KeptPolicy{contents.last_policy + 1, report.key.day, lines});
            if (is_new) ++contents.last_policy;
            policy->second.last_day = std::max(policy->second.last_day, report.key.day);
            policy->second.lines = std::min(policy->second.lines, lines);
        }
}

}  // namespace tlsrpt::test
