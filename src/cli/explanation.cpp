#include "cli/explanation.hpp"

#include <fmt/format.h>

#include <iterator>
#include <set>

#include "cli/fields.hpp"
#include "cli/view.hpp"
#include "tlsrpt/claims.hpp"
#include "tlsrpt/store.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t label_columns = 14;
constexpr std::size_t most_shown_bytes = 300;
constexpr std::size_t most_lines = 20;    // of one list; the JSON has them all

std::string plural(std::uint64_t count, std::string_view noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

// "the key record has no s=, so it serves all services"
std::string key_facts(const SignatureVerdict& verdict) {
    if (!needs_key(verdict)) return "its key was not asked for: no key could make this signature acceptable";
    std::string facts = verdict.key_bits > 0 ? fmt::format("{}-bit key", verdict.key_bits) : std::string{"no key that could be used"};
    if (verdict.key_bits > 0) facts += verdict.services.empty() ? ", for all services (no s=)" : fmt::format(", for s={}", shown(verdict.services));
    if (verdict.testing) facts += ", marked as a test (t=y)";
    switch (verdict.dnssec) {
        case KeyAnswer::Dnssec::Secure: return facts + ", validated by DNSSEC";
        case KeyAnswer::Dnssec::Insecure: return facts + ", its zone is not signed";
        case KeyAnswer::Dnssec::Unavailable: break;
    }
    return facts + ", DNSSEC unknown";
}

std::string life_of(const SignatureVerdict& verdict) {
    const std::string from = verdict.signed_at ? "signed " + to_rfc3339(*verdict.signed_at) : "no time of signing";
    return from + (verdict.expires_at ? ", expires " + to_rfc3339(*verdict.expires_at) : ", never expires");
}

std::string failure_line(const FailureDetails& failure) {
    std::string line = fmt::format("{} x {}", failure.failed_session_count, shown(failure.result_type));
    if (!failure.receiving_mx_hostname.empty()) line += " at " + shown(failure.receiving_mx_hostname);
    if (!failure.receiving_ip.empty()) line += " [" + shown(failure.receiving_ip) + "]";
    if (!failure.sending_mta_ip.empty()) line += " from " + shown(failure.sending_mta_ip);
    if (!failure.failure_reason_code.empty()) line += ": " + shown(failure.failure_reason_code);
    if (!failure.additional_information.empty()) line += " (" + shown(failure.additional_information) + ")";
    return line;
}

// The counted lines of a list, and how many were left out.
template <typename Items, typename Line>
void list(Explanation& explanation, const Items& items, const Line& line_of) {
    std::size_t lines = 0;
    for (const auto& item : items) {
        if (lines++ == most_lines) {
            explanation.more(fmt::format("… and {} more", items.size() - most_lines));
            return;
        }
        explanation.more(line_of(item));
    }
}

}  // namespace

std::string shown(std::string_view hostile) { return cut_text(escape_terminal(cut_text(hostile, most_shown_bytes)), most_shown_bytes); }

void Explanation::heading(std::string_view what, Slug slug) {
    const bool good = outcome_of(slug).disposition == Disposition::Record;
    text_ += escape_terminal(what);
    text_ += ": ";
    if (colour_) text_ += good ? "\x1B[1;32m" : "\x1B[1;31m";
    text_ += outcome_of(slug).name;
    if (colour_) text_ += "\x1B[0m";
    text_ += '\n';
}

void Explanation::step(std::string_view label, std::string_view line) {
    fmt::format_to(std::back_inserter(text_), "  {:<{}}{}\n", label, label_columns, line);
}

void Explanation::paragraph(std::string_view label, std::string_view words) {
    constexpr std::size_t line_columns = 100;
    while (words.size() > line_columns) {
        const std::size_t blank = words.rfind(' ', line_columns);
        if (blank == std::string_view::npos) break;
        step(label, words.substr(0, blank));
        words.remove_prefix(blank + 1);
        label = "";
    }
    step(label, words);
}

void Explanation::more(std::string_view line) { step("", line); }

void Explanation::signatures(std::span<const SignatureVerdict> verdicts, std::optional<std::size_t> accepted) {
    if (verdicts.empty()) step("Signature", "none that could be read; RFC 8460 section 3 asks for a DKIM signature");
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const SignatureVerdict& verdict = verdicts[i];
        const std::string sdid = verdict.sdid.empty() ? "an unknown domain" : shown(verdict.sdid);
        std::string ruling = fmt::format("{} of {}, by {}: ", i + 1, verdicts.size(), sdid);
        if (verdict.slug == Slug::Acceptable) ruling += i == accepted ? "verified, and this one counts" : "verified too";
        else ruling += fmt::format("not acceptable, {}", outcome_of(verdict.slug).name);
        step("Signature", ruling);
        if (!verdict.detail.empty()) more(shown(verdict.detail));
        if (verdict.selector.empty()) continue;    // the field could not be parsed, or not so far
        more(joined(std::vector{"selector " + shown(verdict.selector), shown(verdict.algorithm), shown(verdict.canonicalization)}, ", "));
        more(key_facts(verdict));
        more(life_of(verdict));
        more(verdict.aligned ? "aligned: the same organization as the From domain" : "not aligned with the From domain");
        if (!verdict.signed_fields.empty()) more("covers " + shown(joined(verdict.signed_fields)));
    }
}

void Explanation::deviations(std::span<const Deviation> deviations) {
    step("Deviations", deviations.empty() ? "none from RFC 8460" : plural(deviations.size(), "departure") + " from RFC 8460, forgiven");
    list(*this, deviations, [](const Deviation& deviation) {
        std::string line = shown(deviation.name);
        if (!deviation.pointer.empty()) line += " at " + shown(deviation.pointer);
        if (!deviation.detail.empty()) line += ": " + shown(deviation.detail);
        return line;
    });
}

void Explanation::violations(std::span<const Violation> violations) {
    step("Violations", plural(violations.size(), "violation") + " of RFC 8460 that cannot be forgiven");
    list(*this, violations, [](const Violation& violation) {
        return fmt::format("{}: {}", violation.pointer.empty() ? "the whole document" : shown(violation.pointer), shown(violation.text));
    });
}

void Explanation::report(const Report& report) {
    step("Report", fmt::format("{} by {}", shown(report.report_id), report.organization_name.empty() ? "an unnamed sender" : shown(report.organization_name)));
    more(fmt::format("from {} to {}, counted for {}", to_rfc3339(report.date_range.start_datetime), to_rfc3339(report.date_range.end_datetime),
                     to_date(report_day(report.date_range))));
    if (!report.contact_info.empty()) more("contact " + shown(report.contact_info));
    std::set<std::string> domains;
    std::size_t policies = 0;
    for (const PolicyResult& result : report.policies) {
        const Policy& policy = result.policy;
        domains.insert(policy.policy_domain);
        if (++policies > most_lines) continue;
        step("Policy", fmt::format("{} for {}: {} sessions succeeded, {} failed", shown(policy.policy_type),
                                   policy.policy_domain.empty() ? "an unknown domain" : shown(policy.policy_domain),
                                   result.summary.total_successful_session_count, result.summary.total_failure_session_count));
        list(*this, result.failure_details, failure_line);
    }
    if (policies > most_lines) step("", fmt::format("… and {} more policies", policies - most_lines));

    std::size_t lines = 0;
    for (const std::string& domain : domains) {
        if (lines++ == most_lines) {
            more(fmt::format("… and {} more domains", domains.size() - most_lines));
            break;
        }
        const Counts counts = count_sessions(report, domain);
        std::string line = fmt::format("{}: {}, {} failed", domain.empty() ? "unknown domain" : shown(domain), plural(counts.sessions, "session"), counts.failures);
        if (counts.sessions_at_most != counts.sessions) line += fmt::format("; the types add up to {}, but may count a session twice", counts.sessions_at_most);
        step(lines == 1 ? "Counted" : "", line);
    }
}

std::string_view advice_on(Slug slug) {
    switch (slug) {
        case Slug::Acceptable:
        case Slug::Stored:
        case Slug::Duplicate:
        case Slug::Revision: return "";
        case Slug::MessageUnreadable:
            return "Something on the way may have changed the mail (a filter, a gateway, a file saved by a mail program). Take the file from the MTA's queue or from tlsrpt-query raw.";
        case Slug::NoReportPart:
            return "Other mail arrives at a public report address; nothing to do. If it is a report, its media type is neither application/tlsrpt+gzip nor +json: tell the sender.";
        case Slug::ReportTooLarge:
            return "If you expect reports of this size, raise the limit for unpacked reports in the configuration, then run tlsrpt-ingest reprocess.";
        case Slug::ReportInvalid:
            return "The sender is proven but its report is broken: tell the sender, with the list above. Please tell us too if other receivers accept it.";
        case Slug::NoSignature:
            return "RFC 8460 section 3 demands a DKIM signature; without one anybody may have written this. Nothing to do, unless a filter of yours removes signatures.";
        case Slug::SignatureFailed:
            return "If every mail of this sender fails, something of yours changes mails before they arrive here (footers, virus scanners, list software): exempt the report address from it. "
                   "A signature that expired is judged at the time of receipt: try --at with the mail's Date.";
        case Slug::SignatureHasLength: return "RFC 8460 section 3 forbids l=, since anybody can append to such a mail. Only the sender can change that.";
        case Slug::ServiceNotAllowed: return "The sender's key record names the services it may sign for (s=) and leaves out tlsrpt. Only the sender can change that.";
        case Slug::SignerNotAligned: return "The mail is signed by somebody else than its From claims. Nothing to do, unless mails reach you through a forwarder that signs anew.";
        case Slug::AlgorithmRefused: return "RFC 8301 retired rsa-sha1 and RSA keys under 1024 bits. Only the sender can change that.";
        case Slug::PolicyDomainNotOurs: return "If one of the domains above is yours, add it to policy_domains in the configuration, then run tlsrpt-ingest reprocess.";
        case Slug::ReportImplausible: return "The dates in the report cannot be right: compare the sender's dates with this machine's clock.";
        case Slug::ExaminerFailed: return "This mail crashed the examiner or ran into its limits. It is contained, but please report it to us, without publishing it.";
        case Slug::QuotaExceeded: return "If this many reports a day are right, raise the quota in the configuration, then run tlsrpt-ingest reprocess.";
        case Slug::KeyUnavailable: return "DNS gave no answer about the key. Try again; check this machine's resolver if it lasts.";
        case Slug::StoreBusy:
        case Slug::StoreUnavailable:
        case Slug::StoreFull:
        case Slug::Misconfigured:
        case Slug::Internal:
        case Slug::Overloaded:
        case Slug::ShuttingDown: return "The mail itself is not to blame; nothing is lost.";
    }
    return "";
}

}  // namespace tlsrpt
