#include "cli/mail/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/figures.hpp"
#include "cli/meaning.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::uint64_t count_of(const Digest& digest, Incident::State state) {
    return static_cast<std::uint64_t>(std::count_if(digest.incidents.begin(), digest.incidents.end(), [state](const Incident& incident) { return incident.state == state; }));
}

std::uint64_t quarantined_of(const Digest& digest) {
    std::uint64_t mails = 0;
    for (const auto& [slug, number] : digest.quarantined) mails += number;
    return mails;
}

}  // namespace

bool Digest::is_clean() const {
    return silent.empty() && quarantined.empty() && std::all_of(incidents.begin(), incidents.end(), [](const Incident& incident) { return incident.state == Incident::State::Resolved; });
}

std::string subject_of(const Digest& digest) {
    std::vector<std::string> parts;
    const std::uint64_t fresh = count_of(digest, Incident::State::New);
    const std::uint64_t ongoing = count_of(digest, Incident::State::Ongoing);
    const std::uint64_t kept = quarantined_of(digest);
    if (fresh > 0) parts.push_back(counted(fresh, "new incident", "new incidents"));
    if (ongoing > 0) parts.push_back(counted(ongoing, "ongoing", "ongoing"));
    if (!digest.silent.empty()) parts.push_back(counted(digest.silent.size(), "reporter silent", "reporters silent"));
    if (kept > 0) parts.push_back(counted(kept, "report in quarantine", "reports in quarantine"));
    if (parts.empty()) {
        std::uint64_t sessions = 0;
        std::uint64_t failures = 0;
        for (const DomainSummary& domain : digest.domains) {
            sessions += domain.sessions;
            failures += domain.failures;
        }
        parts.push_back(digest.reports == 0 ? std::string{"nothing to report"} : fmt::format("all well, {} of {} sessions failed", failures, sessions));
    }
    std::string subject = digest.group == "all" ? "TLS reports: " : fmt::format("TLS reports ({}): ", digest.group);
    for (std::size_t i = 0; i < parts.size(); ++i) subject += (i == 0 ? "" : ", ") + parts[i];
    return subject;
}

std::string coverage_sentence(const Digest& digest) {
    const std::string reports = counted(digest.reports, "report", "reports");
    switch (digest.coverage.kind) {
        case Digest::Coverage::Kind::SinceLast:
            return fmt::format("Received since the last mail, of {}: {}.", to_rfc3339(digest.coverage.last_mail), reports);
        case Digest::Coverage::Kind::First:
            return fmt::format("This is the first mail. It covers the days from {} to {}: {}. The next one covers what is received from now on.", to_date(digest.coverage.since),
                               to_date(digest.coverage.until - std::chrono::days{1}), reports);
        case Digest::Coverage::Kind::Days:
            if (digest.coverage.until - digest.coverage.since == std::chrono::days{1}) return fmt::format("About {}: {}.", to_date(digest.coverage.since), reports);
            return fmt::format("About the days from {} to {}: {}.", to_date(digest.coverage.since), to_date(digest.coverage.until - std::chrono::days{1}), reports);
    }
    return {};
}

std::string days_sentence(const Digest& digest) {
    if (digest.days.empty()) return {};
    constexpr std::size_t most_days = 14;
    std::string sentence = "They speak of ";
    std::size_t shown = 0;
    const std::size_t left_out = digest.days.size() > most_days ? digest.days.size() - most_days : 0;
    if (left_out > 0) sentence += counted(left_out, "earlier day", "earlier days") + ", ";
    for (const auto& [day, reports] : digest.days) {
        if (shown++ < left_out) continue;
        if (shown > left_out + 1) sentence += ", ";
        sentence += fmt::format("{} ({})", to_date(day), reports);
    }
    return sentence + ".";
}

std::string what_of(const Incident& incident) {
    return incident.receiving_mx_hostname.empty() ? incident.result_type : incident.result_type + " at " + incident.receiving_mx_hostname;
}

std::string first_cure(const Incident& incident) {
    const Meaning* meaning = meaning_of(incident.result_type);
    return meaning == nullptr ? std::string{} : text_of(meaning->fixes.front());
}

}  // namespace tlsrpt
