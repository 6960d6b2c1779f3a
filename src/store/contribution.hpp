// What one report adds to the rollups, and what is taken out again when it stops being the current one.
//
//     Report → for each policy domain: Counts, sums by policy, failures by kind
//
// Pure. The same function serves both directions, so that what is withdrawn is exactly what was added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/store.hpp"

namespace tlsrpt {

/// The views point into the report.
struct Contribution {
    struct Type {
        std::string_view policy_type;
        std::string canonical_policy;  ///< one of that type (policy_text.hpp); "": none is stated
        const std::vector<std::string>* policy_string{nullptr};  ///< as sent; the smallest of several spellings
        std::uint64_t successful{0};
        std::uint64_t failure{0};
    };
    struct FailureKind {
        std::string_view result_type;
        std::string_view receiving_mx_hostname;
        std::string_view failure_reason_code;
        std::uint64_t failed_session_count{0};  ///< reported under sts and again under tlsa: counted once
    };
    struct Domain {
        std::string_view policy_domain;
        Counts counts;
        std::vector<Type> types;            ///< by name, then by policy
        std::vector<FailureKind> failures;  ///< sorted
    };
    std::vector<Domain> domains;  ///< by name
};

Contribution contribution_of(const Report& report);

/// The report's policy domains, sorted, each once; "" stands for an unknown one, and alone for a report without any policy.
std::vector<std::string_view> policy_domains_of(const Report& report);

}  // namespace tlsrpt
