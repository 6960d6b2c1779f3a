// What the rows mean to a postmaster.
//
//     rows → Summary of each policy domain
//
// Pure functions over row values; no I/O, no clock.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tlsrpt/rows.hpp"

namespace tlsrpt {

struct TypeSummary {
    std::string policy_type;
    std::uint64_t total_successful_session_count{0};
    std::uint64_t total_failure_session_count{0};
};

/// One policy domain over a period.
struct DomainSummary {
    std::string policy_domain;                ///< "" when senders left it out
    std::uint64_t sessions{0};                ///< overlap-safe: at least this many
    std::uint64_t failures{0};
    std::uint64_t sessions_at_most{0};        ///< plain sum of all types
    std::uint64_t sessions_unproven{0};       ///< share of sessions from signers that are not established
    std::uint64_t reports{0};
    std::vector<std::string> reporters;       ///< sdid, sorted
    std::vector<TypeSummary> policy_types;    ///< sorted by name
    std::vector<TopFailureRow> top_failures;  ///< most sessions first
    bool at_least{false};                     ///< types overlap unequally somewhere: people read "at least" before sessions
    std::uint64_t previous_sessions{0};       ///< in the period of the same length before; compare_with() fills it
    std::uint64_t previous_failures{0};
};

/// @param established  sorted; signers whose word counts alone
std::vector<DomainSummary> summarise(std::span<const DailyRow> daily, std::span<const DailyTypeRow> types,
                                     std::span<const TopFailureRow> top, std::span<const std::string> established);

/// Sets previous_sessions and previous_failures. Domains that only the period before knows are left out: nothing is said of them now.
/// @param before  rows of the period before
void compare_with(std::span<DomainSummary> domains, std::span<const DailyRow> before);

}  // namespace tlsrpt
