// Who reports, since when, how regularly, how well, and who fell silent.
//
//     report days and deviations of each signer  →  conduct
//
// Silent: at least 5 of the 14 days up to its last report, then none for 3 days; shown for 30 days. New: first report day within the
// last 14 days. Ranges over 36 h stay out of the silence rule.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tlsrpt/rows.hpp"

namespace tlsrpt {

struct ReporterConduct {
    struct DeviationCount {
        std::string name;
        std::uint64_t mails{0};
    };

    std::string sdid;
    std::string organization_name;            ///< the newest claim, where it was asked for
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::uint64_t report_days{0};             ///< different days that its reports speak of
    bool silent{false};
    bool is_new{false};
    bool established{false};                  ///< its word counts alone
    std::vector<DeviationCount> deviations;   ///< of the last 30 days, most mails first, where they were asked for
};

/// @param yesterday    the last day that reports can be expected to speak of
/// @param established  sorted
std::vector<ReporterConduct> conduct_of(std::span<const ReporterRow> reporters, std::span<const std::string> established, std::chrono::sys_days yesterday);

}  // namespace tlsrpt
