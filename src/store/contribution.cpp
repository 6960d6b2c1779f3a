#include "store/contribution.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "store/counts.hpp"
#include "store/recently_found.hpp"
#include "tlsrpt/policy_text.hpp"

namespace tlsrpt {
namespace {

using Kind = std::tuple<std::string_view, std::string_view, std::string_view>;

struct DomainSums {
    DomainTally tally;
    std::map<std::pair<std::string_view, std::string>, Contribution::Type> types;
    std::map<Kind, TypeSums> failures;
};

using RecentFailures = RecentlyFound<decltype(DomainSums::failures)>;

void add(DomainSums& sums, const PolicyResult& result, RecentFailures& recently) {
    const std::string_view policy_type = result.policy.policy_type;
    const Summary& summary = result.summary;
    sums.tally.add(policy_type, summary.total_successful_session_count, summary.total_failure_session_count);

    std::string policy = canonical_policy(policy_type, result.policy.policy_string);
    Contribution::Type& type = sums.types[{policy_type, policy}];
    type.policy_type = policy_type;
    type.canonical_policy = std::move(policy);
    if (type.policy_string == nullptr || result.policy.policy_string < *type.policy_string) type.policy_string = &result.policy.policy_string;
    type.successful = saturated_sum(type.successful, summary.total_successful_session_count);
    type.failure = saturated_sum(type.failure, summary.total_failure_session_count);

    for (const FailureDetails& details : result.failure_details)
        recently.in(sums.failures, {details.result_type, details.receiving_mx_hostname, details.failure_reason_code})
            .add(policy_type, details.failed_session_count);
}

}  // namespace

Contribution contribution_of(const Report& report) {
    std::map<std::string_view, DomainSums> domains;
    RecentFailures recently;
    for (const PolicyResult& result : report.policies) add(domains[result.policy.policy_domain], result, recently);

    Contribution contribution;
    for (const auto& [policy_domain, sums] : domains) {
        Contribution::Domain& domain = contribution.domains.emplace_back();
        domain.policy_domain = policy_domain;
        domain.counts = sums.tally.counts();
        for (const auto& [name, type] : sums.types) domain.types.push_back(type);
        for (const auto& [kind, figures] : sums.failures)
            domain.failures.push_back({std::get<0>(kind), std::get<1>(kind), std::get<2>(kind), figures.at_least()});
    }
    return contribution;
}

std::vector<std::string_view> policy_domains_of(const Report& report) {
    std::vector<std::string_view> domains;
    for (const PolicyResult& result : report.policies) domains.emplace_back(result.policy.policy_domain);
    std::sort(domains.begin(), domains.end());
    domains.erase(std::unique(domains.begin(), domains.end()), domains.end());
    if (domains.empty()) domains.emplace_back("");
    return domains;
}

}  // namespace tlsrpt
