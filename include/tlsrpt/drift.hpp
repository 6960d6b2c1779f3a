// Which policies reporters saw, when that changed, and who still sees the old one.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

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

}  // namespace tlsrpt
