// What becomes of a mail: the one list of slugs, and what each means to an MTA.
//
//     slug  →  disposition, LMTP reply, exit status
//
// After the MX accepted a mail a permanent refusal makes a bounce to a forgeable address, so no content of a
// mail ever gets one: it is recorded or quarantined (250, exit 0) or it is deferred (4xx, exit 75). The table is
// checked at compile time: a reply is temporary exactly when the exit status is 75.
//
// Pure; no state.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlsrpt {

enum class Slug : std::uint8_t {
    // examined well, not recorded (`tlsrpt-ingest check`)
    Acceptable,
    // recorded
    Stored, Duplicate, Revision,
    // quarantined
    MessageUnreadable, NoReportPart, ReportTooLarge, ReportInvalid,
    NoSignature, SignatureFailed, SignatureHasLength, ServiceNotAllowed, SignerNotAligned, AlgorithmRefused,
    PolicyDomainNotOurs, ReportImplausible,
    ExaminerFailed, QuotaExceeded,
    // deferred
    KeyUnavailable,
    StoreBusy, StoreUnavailable, StoreFull,
    Misconfigured, Internal,
    // session refused
    Overloaded, ShuttingDown,
};

enum class Disposition : std::uint8_t { Record, Quarantine, Defer, RefuseSession };

/// EX_TEMPFAIL of sysexits.h: the only exit status but 0 that an MTA hears from us.
inline constexpr int exit_tempfail = 75;

struct Outcome {
    Slug slug;
    std::string_view name;        ///< as printed, logged and stored: "signature-failed"
    Disposition disposition;
    int reply;                    ///< LMTP reply code after DATA
    std::string_view enhanced;    ///< enhanced status code, RFC 3463
    int exit_status;              ///< of `tlsrpt-ingest deliver`
    std::string_view meaning;     ///< one sentence for a person
};

inline constexpr std::array outcomes{
    Outcome{Slug::Acceptable, "acceptable", Disposition::Record, 250, "2.0.0", 0, "The report is acceptable."},
    Outcome{Slug::Stored, "stored", Disposition::Record, 250, "2.0.0", 0, "The report is stored."},
    Outcome{Slug::Duplicate, "duplicate", Disposition::Record, 250, "2.0.0", 0, "The same report was stored before; nothing is counted twice."},
    Outcome{Slug::Revision, "revision", Disposition::Record, 250, "2.0.0", 0, "A report of this id was stored before with other content; both are kept, the newest counts."},
    Outcome{Slug::MessageUnreadable, "message-unreadable", Disposition::Quarantine, 250, "2.0.0", 0, "The mail breaks the rules of Internet mail or our limits."},
    Outcome{Slug::NoReportPart, "no-report-part", Disposition::Quarantine, 250, "2.0.0", 0, "The mail has no TLS report attached."},
    Outcome{Slug::ReportTooLarge, "report-too-large", Disposition::Quarantine, 250, "2.0.0", 0, "The report is larger than the limit when unpacked."},
    Outcome{Slug::ReportInvalid, "report-invalid", Disposition::Quarantine, 250, "2.0.0", 0, "The attachment is not a report that RFC 8460 describes."},
    Outcome{Slug::NoSignature, "no-signature", Disposition::Quarantine, 250, "2.0.0", 0, "The mail has no usable DKIM signature."},
    Outcome{Slug::SignatureFailed, "signature-failed", Disposition::Quarantine, 250, "2.0.0", 0, "The DKIM signature does not verify."},
    Outcome{Slug::SignatureHasLength, "signature-has-length", Disposition::Quarantine, 250, "2.0.0", 0, "The DKIM signature limits the body length (l=), which RFC 8460 forbids."},
    Outcome{Slug::ServiceNotAllowed, "service-not-allowed", Disposition::Quarantine, 250, "2.0.0", 0, "The DKIM key's service types (s=) do not include tlsrpt."},
    Outcome{Slug::SignerNotAligned, "signer-not-aligned", Disposition::Quarantine, 250, "2.0.0", 0, "The signing domain has nothing to do with the From domain."},
    Outcome{Slug::AlgorithmRefused, "algorithm-refused", Disposition::Quarantine, 250, "2.0.0", 0, "The DKIM algorithm or key size is too weak."},
    Outcome{Slug::PolicyDomainNotOurs, "policy-domain-not-ours", Disposition::Quarantine, 250, "2.0.0", 0, "The report speaks of none of our domains."},
    Outcome{Slug::ReportImplausible, "report-implausible", Disposition::Quarantine, 250, "2.0.0", 0, "The report's date range cannot be right."},
    Outcome{Slug::ExaminerFailed, "examiner-failed", Disposition::Quarantine, 250, "2.0.0", 0, "Examining the mail failed twice (crash or limits)."},
    Outcome{Slug::QuotaExceeded, "quota-exceeded", Disposition::Quarantine, 250, "2.0.0", 0, "The signer sent more reports today than the quota allows."},
    Outcome{Slug::KeyUnavailable, "key-unavailable", Disposition::Defer, 451, "4.4.3", exit_tempfail, "DNS gave no answer for the DKIM key for now."},
    Outcome{Slug::StoreBusy, "store-busy", Disposition::Defer, 451, "4.3.0", exit_tempfail, "The store was locked for too long."},
    Outcome{Slug::StoreUnavailable, "store-unavailable", Disposition::Defer, 451, "4.3.0", exit_tempfail, "The store cannot be used."},
    Outcome{Slug::StoreFull, "store-full", Disposition::Defer, 452, "4.3.1", exit_tempfail, "The disk is full."},
    Outcome{Slug::Misconfigured, "misconfigured", Disposition::Defer, 451, "4.3.5", exit_tempfail, "The configuration or the command line is wrong."},
    Outcome{Slug::Internal, "internal", Disposition::Defer, 451, "4.3.5", exit_tempfail, "An internal error; please report it."},
    Outcome{Slug::Overloaded, "overloaded", Disposition::RefuseSession, 421, "4.3.2", exit_tempfail, "Too much work at once; try later."},
    Outcome{Slug::ShuttingDown, "shutting-down", Disposition::RefuseSession, 421, "4.3.2", exit_tempfail, "The server is stopping; try later."},
};

constexpr const Outcome& outcome_of(Slug slug) { return outcomes.at(static_cast<std::size_t>(slug)); }

namespace detail {
constexpr bool outcomes_agree() {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Outcome& o = outcomes.at(i);
        if (static_cast<std::size_t>(o.slug) != i || o.name.empty() || o.meaning.empty()) return false;
        const bool kept = o.disposition == Disposition::Record || o.disposition == Disposition::Quarantine;
        const bool positive = o.reply == 250 && o.exit_status == 0 && o.enhanced.starts_with("2.");
        const bool temporary = o.reply >= 400 && o.reply < 500 && o.exit_status == exit_tempfail && o.enhanced.starts_with("4.");
        if (kept ? !positive : !temporary) return false;
    }
    return outcomes.size() == static_cast<std::size_t>(Slug::ShuttingDown) + 1;
}
}  // namespace detail
static_assert(detail::outcomes_agree(), "a mail is kept with 250 and 0, or put off with 4xx and 75; nothing else");

constexpr std::optional<Slug> slug_named(std::string_view name) {
    for (const Outcome& o : outcomes)
        if (o.name == name) return o.slug;
    return std::nullopt;
}

/// "<enhanced> <slug>: <detail>", without line end; the detail is escaped for a terminal and cut to 400 bytes.
/// The same text is the LMTP reply, the pipe handler's first output line and the log's tail.
std::string status_line(Slug slug, std::string_view detail);

}  // namespace tlsrpt
