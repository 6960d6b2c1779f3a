// One thing that is broken, since when, and for whom.
//
//     failures of current reports, and who reported on which day  →  incidents
//
// Key: policy domain, receiving MX and result type. Failure days of one key that are at most 14 days apart are one incident; a
// recurrence later than that is another one under the same key. An unproven signer alone opens none.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tlsrpt {

struct Incident {
    enum class State : std::uint8_t { New, Ongoing, Resolved };

    std::string policy_domain;
    std::string receiving_mx_hostname;        ///< "" when no report names it
    std::string result_type;
    State state{State::New};                  ///< New: first seen within the last 2 report days
    std::chrono::sys_days first_day{};        ///< report days on which somebody saw it
    std::chrono::sys_days last_day{};
    std::vector<std::string> reporters;       ///< sdid of those that saw it, sorted
    std::uint64_t failed_session_count{0};    ///< overlap-safe: a session reported under sts and again under tlsa counts once
    std::optional<std::string> hint;          ///< one reporter or sending network fails where others succeed on the same MX in the same days
};

}  // namespace tlsrpt
