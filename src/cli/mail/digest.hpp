// The summary mail: what changed first, then what goes on, then what the reports say.
//
//     Digest → subject, text, HTML
//
// Both bodies say the same. What came by mail is escaped for each, and no text of others becomes a link: escape_mail(), unlink_text().
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tlsrpt/incident.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/reporter_conduct.hpp"

namespace tlsrpt {

struct Digest {
    struct Coverage {
        enum class Kind : std::uint8_t { SinceLast, First, Days } kind{Kind::Days};
        std::chrono::sys_seconds last_mail{};              ///< SinceLast
        std::chrono::sys_days since{};                     ///< First, Days: report days; inclusive
        std::chrono::sys_days until{};                     ///< exclusive
    };

    std::string group;                                     ///< "all", or that of a [[summary]]
    Coverage coverage;
    std::map<std::chrono::sys_days, std::uint64_t> days;   ///< which days the reports speak of, and how many of each
    std::uint64_t reports{0};
    std::vector<DomainSummary> domains;                    ///< of these reports alone
    std::vector<Incident> incidents;                       ///< open ones, and those resolved lately
    std::vector<ReporterConduct> silent;                   ///< established ones
    std::vector<ReporterConduct> fresh;                    ///< new since lately
    std::map<std::string, std::uint64_t> quarantined;      ///< report-like mails by slug
    std::vector<std::string> notes;                        ///< what the reader should know about the mail itself

    /// No open incident, no silence, no report in quarantine.
    [[nodiscard]] bool is_clean() const;
};

std::string subject_of(const Digest& digest);
std::string text_of(const Digest& digest);
std::string html_of(const Digest& digest);

// ---- sentences that both bodies have ----

std::string coverage_sentence(const Digest& digest);
std::string days_sentence(const Digest& digest);
/// "certificate-expired at mx2.example.net"; not escaped
std::string what_of(const Incident& incident);
/// The cure to try first; "" when nothing is known of the result type.
std::string first_cure(const Incident& incident);

inline constexpr std::size_t most_listed = 50;    // of incidents, reporters, domains; more are counted

}  // namespace tlsrpt
