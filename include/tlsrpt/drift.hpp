// Which policies reporters saw, when that changed, and who still sees the old one.
//
//     what each signer counted under which policy, day by day  →  changes; the mode in force
//
// A policy changes on the first day on which a reporter that saw the policy in force sees one that nobody of its kind saw for 14 days. From then
// on others are late, not in disagreement: caches live as long as max_age. A policy also changes back, when on two days on which
// they report none of those that saw the new one sees it any more. What a reporter sees that never saw the policy in force is its own
// spelling of it, for all that can be known, and no change.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tlsrpt/rows.hpp"

namespace tlsrpt {

/// One change of what is published for a policy domain, as its reporters saw it.
struct Drift {
    std::string policy_domain;
    std::string policy_type;
    std::chrono::sys_days changed_day{};      ///< first report day of the new policy
    std::vector<std::string> before;          ///< policy-string lines, as sent ("old" in the output)
    std::vector<std::string> after;           ///< "new" in the output
    std::vector<std::string> late_reporters;  ///< sdid of those whose newest report still shows the old one
    std::chrono::sys_days last_day_before{};  ///< last report day on which anybody saw the old one ("last_day_old" in the output)
};

/// What is known of one policy domain.
struct DomainOverview {
    std::string policy_domain;
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::vector<std::string> reporters;       ///< sdid, sorted
    std::uint64_t sessions{0};                ///< overlap-safe
    std::uint64_t failures{0};
    std::string mode;                         ///< newest sts mode seen; "" when none was
};

/// policy_id → policy-string lines
using PolicyStrings = std::map<std::int64_t, std::vector<std::string>>;

/// All changes, by policy domain, policy type and day.
/// @param rows  of believed reporters; from some weeks before the first day that matters
std::vector<Drift> drift_of(std::span<const DailyPolicyRow> rows, const PolicyStrings& strings);

/// The STS policy of the newest day in rows of one policy domain; of several, the one that appeared last in these rows, then the
/// one that most signers show. 0 when there is none.
std::int64_t sts_policy_in_force(std::span<const DailyPolicyRow> rows, const PolicyStrings& strings);

/// @param modes  by policy domain
std::vector<DomainOverview> overview_of(std::span<const DomainSumRow> sums, const std::map<std::string, std::string>& modes);

}  // namespace tlsrpt
