// Figures for Prometheus, by way of node_exporter's textfile collector.
//
//     rows of one report day, quarantine, last day of each reporter  →  text exposition format 0.0.4
//
// Gauges: each describes the last report day known, so a scrape never adds up. Labels are bounded whatever senders write: result and policy
// types that are not registered, MX hosts beyond 50 a domain, reporters that are not established and domains beyond 10,000 are told as
// "other".
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tlsrpt/reporter_conduct.hpp"
#include "tlsrpt/rows.hpp"

namespace tlsrpt {

inline constexpr std::size_t most_mx_labels = 50;          // of one domain
inline constexpr std::size_t most_domain_labels = 10'000;
inline constexpr std::size_t most_reporter_labels = 200;

struct MetricsData {
    std::optional<std::chrono::sys_days> day;              ///< the report day that the rows are about; none: there is none
    std::vector<DailyRow> daily;
    std::vector<DailyTypeRow> types;
    std::vector<TopFailureRow> failures;                   ///< complete
    std::map<std::string, std::uint64_t> quarantined;      ///< by slug, zeros included
    std::vector<ReporterConduct> reporters;
};

std::string metrics_text(const MetricsData& data);

/// The newest day that an established reporter spoke of; without one, the newest. A forger's tomorrow is not the last day known.
std::optional<std::chrono::sys_days> metrics_day(const std::vector<DailyRow>& daily, const std::vector<std::string>& established);

}  // namespace tlsrpt
