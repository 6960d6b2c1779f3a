// Which report days a person asks for.
//
//     --day | --since, --until  + now  →  Period
//
// --since is inclusive, --until exclusive. A time of day selects the days that begin in between: --until 2026-11-02T12:00:00Z
// includes 2 November. Without --since: the 30 days before the end. Without --until: to the end of today (UTC).
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

struct PeriodFlags {
    std::optional<std::string> day;
    std::optional<std::string> since;
    std::optional<std::string> until;
    [[nodiscard]] bool given() const { return day || since || until; }
};

struct Period {
    std::chrono::sys_days since{};    ///< inclusive
    std::chrono::sys_days until{};    ///< exclusive
    bool operator==(const Period&) const = default;
};

inline constexpr std::chrono::days default_period{30};

/// @return misconfigured  not a date or time, --day beside the others, or an end that is not after the beginning
Expected<Period> period_of(const PeriodFlags& flags, std::chrono::sys_seconds now);

}  // namespace tlsrpt
