// What one report says is broken, by the key of an incident.
//
//     Report → for each policy domain: receiving MX, result type, sessions, sending network
//
// Pure. The same function serves both directions, so that what is withdrawn is exactly what was added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/report.hpp"

namespace tlsrpt {

/// The views point into the report.
struct Evidence {
    struct Kind {
        std::string_view receiving_mx_hostname;
        std::string_view result_type;           ///< never empty
        std::uint64_t failed_session_count{0};  ///< never 0; reported under sts and again under tlsa: counted once
        std::string sending_network;            ///< see unite()
    };
    struct Domain {
        std::string_view policy_domain;
        std::vector<Kind> kinds;  ///< sorted
    };
    std::vector<Domain> domains;  ///< those with kinds, by name
};

Evidence evidence_of(const Report& report);

inline constexpr std::string_view several_networks = "*";

/// Where two failures came from: the one network of both, or several_networks. In any order and grouping the same.
inline std::string unite(std::string_view a, std::string_view b) { return std::string{a == b ? a : several_networks}; }

}  // namespace tlsrpt
