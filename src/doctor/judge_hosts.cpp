// The MX hosts: are there any, and what they show to `--probe`.
#include <fmt/format.h>

#include <algorithm>

#include "doctor/judge.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::doctor {
namespace {

using Level = Finding::Level;
using State = Probe::State;

constexpr const char* mx_check = "mx";
constexpr const char* probe_check = "probe";
constexpr std::chrono::days renew_in{14};

bool has_address(const MxEvidence& mx) { return mx.a.kind == DnsAnswer::Kind::Found || mx.aaaa.kind == DnsAnswer::Kind::Found; }

struct Trouble {
    std::string what;
    std::string why;
    std::string fix;
    Level level;
    std::vector<std::string> explains;
};

Trouble trouble_of(const MxEvidence& mx, const Probe& probe, bool enforced) {
    const std::string where = probe.address.empty() ? mx.host : fmt::format("{} [{}]", mx.host, probe.address);
    const std::string detail = probe.detail.empty() ? std::string{} : ": " + quote(probe.detail);
    const char* in_the_clear = enforced ? "Senders that honour MTA-STS cannot deliver to it." : "Mail to it travels in the clear.";
    switch (probe.state) {
        case State::Unreachable:
            return {fmt::format("no connection to {}{}", where, detail),
                    "Nothing can be said about its TLS.",
                    "Many networks close port 25 to the outside: try from another one.",
                    Level::Warning,
                    {}};
        case State::TimedOut:
            return {fmt::format("{} did not answer in time{}", where, detail),
                    "Nothing can be said about its TLS.",
                    "Try again, or from another network.",
                    Level::Warning,
                    {}};
        case State::NotSmtp:
            return {fmt::format("{} does not speak SMTP as expected{}", where, detail),
                    "Nothing can be said about its TLS.",
                    "Look at the MTA's log.",
                    Level::Warning,
                    {}};
        case State::NoStartTls:
            return {fmt::format("{} does not offer STARTTLS", where),
                    in_the_clear,
                    "Give the MTA a certificate and switch TLS on (Postfix: smtpd_tls_security_level = may).",
                    Level::Error,
                    {"starttls-not-supported"}};
        case State::StartTlsRefused:
            return {fmt::format("{} offers STARTTLS and refuses it{}", where, detail),
                    in_the_clear,
                    "Look at the MTA's log: often its certificate or key cannot be read.",
                    Level::Error,
                    {"starttls-not-supported", "validation-failure"}};
        case State::TlsFailed:
            return {fmt::format("no TLS session with {}{}", where, detail),
                    in_the_clear,
                    "The MTA must speak TLS 1.2 or 1.3 and have a certificate.",
                    Level::Error,
                    {"validation-failure"}};
        case State::Done:
            break;
    }
    return {};
}

class Certificates {
public:
    Certificates(const MxEvidence& mx, const Probe& probe, bool has_policy, bool enforced, Findings& findings)
        : mx_(mx),
          probe_(probe),
          needed_(has_policy),
          level_(enforced     ? Level::Error
                 : has_policy ? Level::Warning
                              : Level::Note),
          findings_(findings) {}

    void judge(std::chrono::sys_seconds now) {
        const std::string what = fmt::format("{} [{}] speaks {} with a certificate for {}, valid until {}", mx_.host, probe_.address,
                                             probe_.protocol, probe_.names.empty() ? "no name" : listed(probe_.names, 3),
                                             to_date(std::chrono::floor<std::chrono::days>(probe_.not_after)));
        const std::size_t before = findings_.all().size();
        if (probe_.is_expired)
            add("the certificate, or one above it, is past its dates",
                "Renew the certificate, and see why the renewal did not run by itself.", "certificate-expired");
        if (!probe_.name_matches)
            add(fmt::format("the certificate is for {}, not for {}", probe_.names.empty() ? "no name" : listed(probe_.names), mx_.host),
                fmt::format("Get a certificate that has {} among its names.", mx_.host), "certificate-host-mismatch");
        if (!probe_.is_trusted)
            add(fmt::format("no chain to an authority that this machine trusts: {}", probe_.trust_detail),
                "Serve a certificate of a public authority together with its intermediate certificates.", "certificate-not-trusted");
        if (findings_.all().size() > before) return;
        findings_.ok(probe_check, what, "RFC 8461 section 4.2").mx_host = mx_.host;
        if (probe_.not_after - now < renew_in)
            findings_
                .add(Level::Warning, probe_check, fmt::format("the certificate of {} ends on {}", mx_.host, to_rfc3339(probe_.not_after)),
                     "From then on senders report certificate-expired, and with mode enforce do not deliver.", "See that its renewal runs.",
                     "RFC 8461 section 4.2")
                .mx_host = mx_.host;
    }

private:
    void add(std::string what, std::string fix, const char* result_type) {
        auto& finding = findings_.add(level_, probe_check, fmt::format("{}: {}", mx_.host, what),
                                      level_ == Level::Error ? "Senders that honour MTA-STS do not deliver to it."
                                      : needed_ ? "Once the mode is enforce, senders that honour MTA-STS will not deliver to it."
                                                : "Senders use TLS all the same, as long as no policy asks for more.",
                                      std::move(fix), "RFC 8461 section 4.2");
        finding.mx_host = mx_.host;
        finding.explains = {result_type};
    }

    const MxEvidence& mx_;
    const Probe& probe_;
    bool needed_;
    Level level_;
    Findings& findings_;
};

// DANE-EE: the key alone counts, names and dates do not (RFC 7672 section 3.1.1). DANE-TA: some certificate above, and the name
// (section 3.1.2). Chains are presented: a sender has nothing else.
bool is_matched(const TlsaRecord& record, const Probe& probe) {
    if (unusable(record) || probe.chain.empty()) return false;
    if (record.usage == 3) return matches(record, probe.chain.front());
    return probe.name_matches &&
           std::any_of(probe.chain.begin() + 1, probe.chain.end(), [&](const auto& certificate) { return matches(record, certificate); });
}

void judge_match(const MxEvidence& mx, const Probe& probe, Findings& findings) {
    constexpr const char* rfc = "RFC 7672 section 3";
    const auto records = tlsas_of(mx.tlsa);
    if (std::ranges::none_of(records, [](const TlsaRecord& record) { return !unusable(record); })) return;
    const bool counts = mx.tlsa.dnssec == KeyAnswer::Dnssec::Secure;
    for (const TlsaRecord& record : records)
        if (is_matched(record, probe)) {
            findings.ok("tlsa-match", fmt::format("the certificate of {} matches TLSA {}", mx.host, quote(to_text(record))), rfc).mx_host =
                mx.host;
            return;
        }
    auto& finding =
        findings.add(counts ? Level::Error : Level::Warning, "tlsa-match",
                     fmt::format("the certificate of {} matches none of its TLSA records", mx.host),
                     counts ? "Senders that honour DANE do not deliver to it."
                            : "As soon as the zone is signed, senders that honour DANE will not deliver to it.",
                     "Publish the record of the new key beside the old one before the key changes, and keep both for two TTLs.", rfc);
    finding.mx_host = mx.host;
    finding.explains = {"tlsa-invalid", "validation-failure"};
}

}  // namespace

void judge_mx(const Evidence& evidence, Findings& findings) {
    if (evidence.mx.kind == DnsAnswer::Kind::Unavailable) {
        findings.add(Level::Error, mx_check, fmt::format("the MX records cannot be looked up: {}", absence(evidence.mx)),
                     "Mail to the domain is delayed.", "Check the zone's name servers.", "RFC 5321 section 5.1");
        return;
    }
    if (evidence.has_null_mx) {
        findings.add(Level::Note, mx_check, "the domain says that it takes no mail (null MX)", "No sender has anything to report.", "",
                     "RFC 7505 section 3");
        return;
    }
    if (evidence.hosts.empty()) {
        findings.add(Level::Error, mx_check,
                     evidence.mx.kind == DnsAnswer::Kind::NoName ? "the domain does not exist" : "no MX record that can be read",
                     "No mail reaches the domain.", "Publish an MX record, or ask about the domain that has one.", "RFC 5321 section 5.1");
        return;
    }
    std::vector<std::string> names;
    for (const MxEvidence& mx : evidence.hosts) names.push_back(mx.host);
    if (evidence.has_implicit_mx)
        findings.add(Level::Note, mx_check, "no MX record: senders deliver to the address of the domain itself",
                     "It works, but an MX record says what is meant.", fmt::format("Publish an MX record for {}.", evidence.domain),
                     "RFC 5321 section 5.1");
    else
        findings.ok(mx_check, fmt::format("mail goes to {} ({})", listed(names), provenance(evidence.mx)), "RFC 5321 section 5.1");
    if (evidence.hosts_left_out > 0)
        findings.add(Level::Note, mx_check, fmt::format("{} more MX hosts were not looked at", evidence.hosts_left_out), "", "",
                     "RFC 5321 section 5.1");
    for (const MxEvidence& mx : evidence.hosts) {
        if (has_address(mx)) continue;
        const bool unknown = mx.a.kind == DnsAnswer::Kind::Unavailable || mx.aaaa.kind == DnsAnswer::Kind::Unavailable;
        findings
            .add(Level::Error, mx_check, fmt::format("the MX {} {}", mx.host, unknown ? "cannot be looked up" : "has no address"),
                 "Senders pass over it.", "Give it an address, or remove it from the MX records.", "RFC 5321 section 5.1")
            .mx_host = mx.host;
    }
    for (const MxEvidence& mx : evidence.hosts)
        if (!mx.a.canonical_name.empty() || !mx.aaaa.canonical_name.empty())
            findings
                .add(Level::Warning, mx_check, fmt::format("the MX {} is an alias (CNAME)", mx.host),
                     "An MX must be a host with addresses of its own; senders differ in which name they check.",
                     "Name the host itself in the MX record.", "RFC 5321 section 5.1")
                .mx_host = mx.host;
}

void judge_probes(const Evidence& evidence, const std::optional<StsPolicy>& policy, const Expectations& expected, Findings& findings) {
    const bool has_policy = policy && policy->is_valid() && policy->mode != StsPolicy::Mode::None;
    const bool enforced = has_policy && policy->mode == StsPolicy::Mode::Enforce;
    for (const MxEvidence& mx : evidence.hosts) {
        if (!mx.probe) continue;
        const Probe& probe = *mx.probe;
        if (probe.state != State::Done) {
            Trouble trouble = trouble_of(mx, probe, enforced);
            auto& finding = findings.add(trouble.level, probe_check, std::move(trouble.what), std::move(trouble.why),
                                         std::move(trouble.fix), "RFC 3207 section 4");
            finding.mx_host = mx.host;
            finding.explains = std::move(trouble.explains);
            continue;
        }
        Certificates{mx, probe, has_policy, enforced, findings}.judge(expected.now);
        judge_match(mx, probe, findings);
    }
}

}  // namespace tlsrpt::doctor
