#include "store/counts.hpp"

#include <algorithm>

namespace tlsrpt {

std::uint64_t TypeSums::at_least() const {
    std::uint64_t apart = 0;
    std::uint64_t largest = 0;
    for (const auto& [policy_type, sum] : sums_) {
        if (policy_type == "no-policy-found")
            apart = sum;
        else
            largest = std::max(largest, sum);
    }
    return saturated_sum(apart, largest);
}

std::uint64_t TypeSums::at_most() const {
    std::uint64_t all = 0;
    for (const auto& [policy_type, sum] : sums_) all = saturated_sum(all, sum);
    return all;
}

Counts count_sessions(const Report& report, std::string_view policy_domain) {
    DomainTally tally;
    for (const PolicyResult& result : report.policies)
        if (result.policy.policy_domain == policy_domain)
            tally.add(result.policy.policy_type, result.summary.total_successful_session_count, result.summary.total_failure_session_count);
    return tally.counts();
}

}  // namespace tlsrpt
