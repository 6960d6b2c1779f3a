// Rollup rows, added up for each policy domain.
//
// Sessions of a row are overlap-safe already, one report at a time; adding rows keeps them so. What is decided here is when the
// sum is only a lower bound. A sender may count one session under sts and again under tlsa. Where both counts are equal they
// are taken for the same sessions; where they differ nobody can know, and people read "at least".
//
// Counts come from mails: sums stop at 2^64-1, they never wrap around.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "insight/saturated.hpp"
#include "tlsrpt/insight.hpp"

namespace tlsrpt {
namespace {

// What one reporter said of one policy domain on one day.
using Statement = std::tuple<std::chrono::sys_days, std::string_view, std::string_view>;

// Each overlapping type's sum equals the overlap-safe sum exactly when the types were equal in every report behind the row: the
// safe sum adds up each report's largest type, and only equal types can all reach it. So this is exact, though rows are sums.
bool types_agree(std::uint64_t sessions, const std::map<std::string_view, std::uint64_t>& sessions_of_type) {
    const auto apart = sessions_of_type.find("no-policy-found");
    const std::uint64_t overlapping = sessions - (apart == sessions_of_type.end() ? 0 : std::min(sessions, apart->second));
    return std::all_of(sessions_of_type.begin(), sessions_of_type.end(), [&](const auto& entry) {
        return entry.first == "no-policy-found" || entry.second == 0 || entry.second == overlapping;
    });
}

}  // namespace

std::vector<DomainSummary> summarise(std::span<const DailyRow> daily, std::span<const DailyTypeRow> types,
                                     std::span<const TopFailureRow> top, std::span<const std::string> established) {
    std::map<std::string, DomainSummary> domains;
    const auto domain = [&domains](const std::string& name) -> DomainSummary& {
        DomainSummary& summary = domains[name];
        summary.policy_domain = name;
        return summary;
    };

    std::map<std::string, std::map<std::string, TypeSummary>> types_of_domain;
    std::map<Statement, std::map<std::string_view, std::uint64_t>> types_of_statement;
    for (const DailyTypeRow& row : types) {
        TypeSummary& type = types_of_domain[row.policy_domain][row.policy_type];
        type.policy_type = row.policy_type;
        type.total_successful_session_count = saturated_sum(type.total_successful_session_count, row.total_successful_session_count);
        type.total_failure_session_count = saturated_sum(type.total_failure_session_count, row.total_failure_session_count);
        std::uint64_t& sessions = types_of_statement[{row.day, row.policy_domain, row.sdid}][row.policy_type];
        sessions = saturated_sum(sessions, saturated_sum(row.total_successful_session_count, row.total_failure_session_count));
    }

    std::map<std::string, std::set<std::string>> reporters_of_domain;
    for (const DailyRow& row : daily) {
        DomainSummary& summary = domain(row.policy_domain);
        summary.sessions = saturated_sum(summary.sessions, row.sessions);
        summary.failures = saturated_sum(summary.failures, row.failures);
        summary.sessions_at_most = saturated_sum(summary.sessions_at_most, row.sessions_at_most);
        summary.reports = saturated_sum(summary.reports, row.reports);
        if (!std::binary_search(established.begin(), established.end(), row.sdid))
            summary.sessions_unproven = saturated_sum(summary.sessions_unproven, row.sessions);
        reporters_of_domain[row.policy_domain].insert(row.sdid);
        if (row.sessions != row.sessions_at_most && !types_agree(row.sessions, types_of_statement[{row.day, row.policy_domain, row.sdid}]))
            summary.at_least = true;
    }

    for (auto& [name, by_type] : types_of_domain)
        for (auto& [type, sums] : by_type) domain(name).policy_types.push_back(std::move(sums));
    for (auto& [name, reporters] : reporters_of_domain) domain(name).reporters.assign(reporters.begin(), reporters.end());
    for (const TopFailureRow& row : top) domain(row.policy_domain).top_failures.push_back(row);

    std::vector<DomainSummary> summaries;
    summaries.reserve(domains.size());
    for (auto& [name, summary] : domains) {
        std::stable_sort(summary.top_failures.begin(), summary.top_failures.end(),
                         [](const TopFailureRow& a, const TopFailureRow& b) { return a.failed_session_count > b.failed_session_count; });
        summaries.push_back(std::move(summary));
    }
    return summaries;
}

void compare_with(std::span<DomainSummary> domains, std::span<const DailyRow> before) {
    std::map<std::string_view, DomainSummary*> by_name;
    for (DomainSummary& domain : domains) by_name.emplace(domain.policy_domain, &domain);
    for (const DailyRow& row : before) {
        const auto domain = by_name.find(row.policy_domain);
        if (domain == by_name.end()) continue;
        domain->second->previous_sessions = saturated_sum(domain->second->previous_sessions, row.sessions);
        domain->second->previous_failures = saturated_sum(domain->second->previous_failures, row.failures);
    }
}

}  // namespace tlsrpt
