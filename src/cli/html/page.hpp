// One self-contained page for the postmaster: what is wrong, since when, for whom, what to do, and whether he may enforce.
//
//     PageData → HTML 5
//
// No script, no resource from anywhere; a Content-Security-Policy allows nothing but the page's own style sheet. Lists are bounded, and say
// what they leave out. Every text that came by mail goes through escape_html().
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/html/markup.hpp"
#include "tlsrpt/advice.hpp"
#include "tlsrpt/drift.hpp"
#include "tlsrpt/incident.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/reporter_conduct.hpp"

namespace tlsrpt::html {

struct PageData {
    std::chrono::sys_days since{};                  ///< inclusive
    std::chrono::sys_days until{};                  ///< exclusive
    std::chrono::sys_seconds made_at{};
    std::vector<DomainSummary> domains;
    std::vector<DailyRow> daily;
    std::vector<Incident> incidents;
    std::vector<Advice> advice;
    std::vector<ReporterConduct> reporters;
    std::vector<Drift> drift;
    std::uint64_t quarantined_reports{0};           ///< report-like mails in quarantine
};

/// What a page shows at most of each list; ten thousand domains then make half a megabyte.
inline constexpr std::size_t most_domains = 500;
inline constexpr std::size_t most_incidents = 200;
inline constexpr std::size_t most_reporters = 200;
inline constexpr std::size_t most_advice = 200;
inline constexpr std::size_t most_drift = 100;
inline constexpr std::size_t most_drilled_domains = 100;

std::string page(const PageData& data);

// ---- its sections, in their order; each begins with its heading ----

Markup attention_section(const PageData& data);
Markup incidents_section(const PageData& data);
Markup advice_section(const PageData& data);
Markup days_section(const PageData& data);
Markup domains_section(const PageData& data);
Markup failures_section(const PageData& data);
Markup reporters_section(const PageData& data);
Markup drift_section(const PageData& data);
Markup meanings_section(const PageData& data);

/// "… and 12 more; tlsrpt-query incidents has them all", or nothing.
Markup left_out(std::size_t total, std::size_t shown, Literal command);

/// A result type, linked to what it means where that is known.
void append_result_type(std::string_view result_type, Markup& out);

}  // namespace tlsrpt::html
