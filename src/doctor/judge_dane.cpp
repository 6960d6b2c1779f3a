// DANE: which MX hosts have TLSA records, whether DNSSEC vouches for them, and whether they are of use.
#include <fmt/format.h>

#include <algorithm>

#include "doctor/judge.hpp"

namespace tlsrpt::doctor {
namespace {

using Level = Finding::Level;
using Dnssec = KeyAnswer::Dnssec;

constexpr const char* check = "dane";
constexpr const char* rfc = "RFC 7672 section 2.2";

void judge_records(const MxEvidence& mx, const std::vector<TlsaRecord>& records, Findings& findings) {
    std::vector<std::string> usable_ones;
    for (const TlsaRecord& record : records) {
        if (const auto trouble = unusable(record)) {
            auto& finding =
                findings.add(Level::Warning, "tlsa", fmt::format("{}: TLSA {}: {}", mx.host, quote(to_text(record)), trouble->why),
                             "Senders cannot use the record.", "Publish 3 1 1 and the SHA-256 of the server's public key.", trouble->rfc);
            finding.mx_host = mx.host;
            finding.explains = {"tlsa-invalid"};
            continue;
        }
        usable_ones.push_back(to_text(record));
        if (const std::string later = unwise(record); !later.empty())
            findings
                .add(Level::Note, "tlsa", fmt::format("{}: TLSA {} {}", mx.host, quote(to_text(record)), later),
                     "It is right, but brittle.", "Consider 3 1 1.", "RFC 7671 section 5.1")
                .mx_host = mx.host;
    }
    if (usable_ones.empty()) {
        // "If … all the records are unusable … the session must use TLS, unauthenticated"
        auto& finding = findings.add(Level::Error, check, fmt::format("{} has TLSA records, but none that a sender can use", mx.host),
                                     "Senders use TLS without checking anything, or report tlsa-invalid.",
                                     "Publish 3 1 1 and the SHA-256 of the server's public key, or remove them.", rfc);
        finding.mx_host = mx.host;
        finding.explains = {"tlsa-invalid"};
        return;
    }
    findings.ok(check, fmt::format("{} has TLSA {} ({})", mx.host, listed(usable_ones, 2), provenance(mx.tlsa)), rfc).mx_host = mx.host;
}

// "… MUST be … secure": the records and everything on the way to them (sections 2.1 and 2.2).
void judge_security(const Evidence& evidence, const MxEvidence& mx, Findings& findings) {
    const auto insecure = [](const DnsAnswer& answer) {
        return answer.kind == DnsAnswer::Kind::Found && answer.dnssec == Dnssec::Insecure;
    };
    Finding* finding = nullptr;
    if (mx.tlsa.dnssec == Dnssec::Insecure)
        finding = &findings.add(Level::Warning, check, fmt::format("the TLSA records of {} are in a zone that is not signed", mx.host),
                                "Senders ignore them: without DNSSEC anybody could have written them.",
                                "Sign the zone, or remove the records.", rfc);
    else if (mx.tlsa.dnssec == Dnssec::Unavailable)
        finding =
            &findings.add(Level::Note, check, fmt::format("whether DNSSEC vouches for the TLSA records of {} cannot be told here", mx.host),
                          "The resolver strips signatures; senders ignore records of an unsigned zone.",
                          "Ask a resolver that validates (dns.forwarders).", rfc);
    else if (insecure(evidence.mx) || insecure(mx.a) || insecure(mx.aaaa))
        finding = &findings.add(Level::Warning, check,
                                fmt::format("the TLSA records of {} are signed, but {}", mx.host,
                                            insecure(evidence.mx) ? "the domain's MX records are not" : "its addresses are not"),
                                "Senders that honour DANE need the whole way signed, and otherwise do not look.",
                                "Sign the zone of the domain too.", "RFC 7672 section 2.2.1");
    if (finding != nullptr) finding->mx_host = mx.host;
}

}  // namespace

void judge_dane(const Evidence& evidence, Findings& findings) {
    std::vector<std::string> without;
    std::size_t with = 0;
    for (const MxEvidence& mx : evidence.hosts) {
        if (mx.tlsa.kind == DnsAnswer::Kind::Unavailable) {
            // Senders that honour DANE must put the mail off, since the record may be what somebody hides.
            auto& finding = findings.add(
                Level::Error, check, fmt::format("_25._tcp.{} cannot be looked up: {}", mx.host, absence(mx.tlsa)),
                "Senders that honour DANE do not deliver while this lookup fails, even where no TLSA record was ever meant to be.",
                mx.tlsa.bogus ? "Mend the zone's DNSSEC signatures." : "See that its name servers answer for names that do not exist.",
                "RFC 7672 section 2.1.1");
            finding.mx_host = mx.host;
            finding.explains = {"dnssec-invalid", "dane-required"};
            continue;
        }
        const auto records = tlsas_of(mx.tlsa);
        if (records.empty()) {
            without.push_back(mx.host);
            continue;
        }
        ++with;
        judge_records(mx, records, findings);
        judge_security(evidence, mx, findings);
    }
    if (with > 0 && !without.empty())
        findings.add(Level::Warning, check, fmt::format("no TLSA records at {}, but at other MX hosts", listed(without)),
                     "Whoever can keep senders away from the others gets the mail to these unprotected.",
                     "Publish TLSA records for every MX.", "RFC 7672 section 2.2.1");
    else if (with == 0 && !without.empty())
        findings.add(Level::Note, check, "no MX has TLSA records",
                     "DANE protects against what MTA-STS cannot: the first contact of a sender.",
                     "Where the zone is signed, publish 3 1 1 at _25._tcp.MX.", rfc);
}

}  // namespace tlsrpt::doctor
