// MTA-STS: is a policy announced, does it come, can it be read, and does it say what its owner means.
#include <fmt/format.h>

#include <algorithm>

#include "doctor/judge.hpp"
#include "doctor/sts_record.hpp"
#include "doctor/text_record.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

using Level = Finding::Level;
using State = PolicyFetch::State;

constexpr const char* record_check = "sts-record";
constexpr const char* fetch_check = "sts-fetch";
constexpr const char* policy_check = "sts-policy";
constexpr const char* record_rfc = "RFC 8461 section 3.1";
constexpr const char* policy_rfc = "RFC 8461 section 3.2";
constexpr const char* fetch_rfc = "RFC 8461 section 3.3";
constexpr const char* no_policy = "Senders see no MTA-STS policy, so whoever can strip STARTTLS on the way reads the mail.";

constexpr std::uint64_t short_age_seconds = 86'400;  // "typically in the range of weeks or greater"
constexpr std::uint64_t usual_age_seconds = 7 * short_age_seconds;

void judge_the_one(const std::string& text, const DnsAnswer& answer, Findings& findings) {
    const StsRecord record = read_sts_record(text);
    const std::string good =
        "Publish: _mta-sts." + findings.domain() + ". TXT \"v=STSv1; id=20260101T000000\", with another id at each change of the policy.";
    if (record.id.empty() && record.wrong_id.empty())
        findings.add(Level::Error, record_check, fmt::format("the record {} has no id", quote(text)), no_policy, good, record_rfc);
    else if (record.id.empty())
        findings.add(Level::Error, record_check, fmt::format("the id {} is not 1 to 32 letters and digits", quote(record.wrong_id)),
                     no_policy, good, record_rfc);
    else
        findings.ok(record_check, fmt::format("a policy is announced with id {} ({})", record.id, provenance(answer)), record_rfc);
    for (const std::string& violation : record.violations)
        findings.add(Level::Warning, record_check, fmt::format("the record has {}", violation),
                     "A sender that reads strictly takes it for no record.", good, record_rfc);
    if (!record.unknown_fields.empty())
        findings.add(Level::Note, record_check,
                     fmt::format("the record has fields that RFC 8461 does not know: {}", listed(record.unknown_fields)),
                     "Senders ignore them.", "", record_rfc);
}

/// @return whether a policy is announced, well or badly
bool judge_record(const Evidence& evidence, Findings& findings) {
    const DnsAnswer& answer = evidence.sts_record;
    const std::string name = "_mta-sts." + evidence.domain;
    if (answer.kind == DnsAnswer::Kind::Unavailable) {
        findings.add(Level::Error, record_check, fmt::format("{} cannot be looked up: {}", name, absence(answer)), no_policy,
                     answer.bogus ? "Mend the zone's DNSSEC signatures first." : "Check the zone's name servers.", record_rfc);
        return true;
    }
    const Selected selected = select(texts_of(answer), sts_record_version);  // "records that do not begin with "v=STSv1;" are discarded"
    for (const std::string& text : selected.near_misses)
        findings.add(
            selected.counting.empty() ? Level::Error : Level::Warning, record_check,
            fmt::format("the TXT record {} at {} {}, so it does not count", quote(text), name, why_missed(text, sts_record_version)),
            no_policy, "Write it as \"v=STSv1; id=…\".", record_rfc);
    if (selected.counting.size() > 1) {
        findings.add(Level::Error, record_check,
                     fmt::format("{} has {} MTA-STS records; exactly one counts, several count as none", name, selected.counting.size()),
                     no_policy, "Keep one.", record_rfc);
        return true;
    }
    if (selected.counting.size() == 1) {
        judge_the_one(selected.counting.front(), answer, findings);
        return true;
    }
    if (!selected.near_misses.empty()) return true;
    if (evidence.fetch.state == State::Done) {
        findings.add(Level::Warning, record_check, fmt::format("a policy is served, but no record at {} announces it", name), no_policy,
                     fmt::format("Publish: {}. TXT \"v=STSv1; id=1\"", name), record_rfc);
        return false;
    }
    findings.add(Level::Note, record_check, fmt::format("no MTA-STS policy is announced: {}", absence(answer)), no_policy,
                 "tlsrpt-query doctor --suggest prints what to publish.", record_rfc);
    return false;
}

struct FetchTrouble {
    std::string what;
    std::string fix;
    const char* result_type;
};

FetchTrouble trouble_of(const PolicyFetch& fetch, const std::string& host) {
    const std::string detail = fetch.detail.empty() ? std::string{} : ": " + cut_text(fetch.detail, 200);
    const std::string certificate_fix =
        "Serve a certificate for " + host + " from a public authority, with its intermediate certificates, and renew it automatically.";
    switch (fetch.state) {
        case State::NoAddress:
            return {host + " has no address", "Point " + host + " at the web server that has the policy.", "sts-policy-fetch-error"};
        case State::Unreachable:
            return {host + " takes no connection" + detail, "Start the web server, and open its port in the firewall.",
                    "sts-policy-fetch-error"};
        case State::TlsFailed:
            return {"no TLS connection to " + host + detail, "The web server must speak TLS 1.2 or 1.3.", "sts-policy-fetch-error"};
        case State::CertificateRefused:
            return {"the certificate of " + host + " is refused" + detail, certificate_fix, "sts-webpki-invalid"};
        case State::TimedOut:
            return {"the policy did not come in time" + detail, "The whole file must come within a minute; senders wait no longer.",
                    "sts-policy-fetch-error"};
        case State::TooLarge:
            return {"the policy file is larger than 64 KiB", "Serve the policy file alone; senders stop reading there.",
                    "sts-policy-fetch-error"};
        case State::HttpFailed:
            return {host + " gives no HTTP answer that can be read" + detail, "Check the web server.", "sts-policy-fetch-error"};
        case State::NotOk:
            return {fmt::format("{} answers with HTTP status {}", host, fetch.status),
                    "Serve the file at /.well-known/mta-sts.txt with status 200.", "sts-policy-fetch-error"};
        case State::Redirect:
            return {fmt::format("{} redirects (HTTP status {}{})", host, fetch.status,
                                fetch.location.empty() ? "" : " to " + quote(fetch.location)),
                    "Serve the file at that address itself: senders must not follow redirects.", "sts-policy-fetch-error"};
        case State::WrongType:
            return {fmt::format("the policy comes as {}, not as text/plain",
                                fetch.content_type.empty() ? "no media type at all" : quote(fetch.content_type)),
                    "Let the web server send Content-Type: text/plain for this file.", "sts-policy-fetch-error"};
        case State::NotTried:
        case State::Done:
            break;
    }
    return {};
}

void judge_age(const StsPolicy& policy, Findings& findings) {
    if (!policy.max_age_seconds) return;
    const std::uint64_t age = *policy.max_age_seconds;
    if (age > max_sts_age_seconds)
        findings.add(Level::Warning, policy_check, fmt::format("max_age {} is over the maximum of {} seconds", age, max_sts_age_seconds),
                     "Senders cut it to a year, or take the policy for invalid.",
                     fmt::format("Write at most max_age: {}.", max_sts_age_seconds), policy_rfc);
    else if (policy.mode == StsPolicy::Mode::Enforce && age < short_age_seconds)
        findings.add(Level::Warning, policy_check, fmt::format("max_age {} is under a day", age),
                     "Senders soon forget the policy; whoever can hold up its renewal is rid of it.",
                     "Write max_age: 604800 (a week) or more.", policy_rfc);
    else if (policy.mode == StsPolicy::Mode::Enforce && age < usual_age_seconds)
        findings.add(Level::Note, policy_check, fmt::format("max_age {} is under a week", age),
                     "Weeks are usual for a policy that is enforced.", "Write max_age: 604800 or more when all goes well.", policy_rfc);
}

void judge_policy(const StsPolicy& policy, Findings& findings) {
    for (const StsPolicy::Problem& problem : policy.problems) {
        const std::string where = problem.line == 0 ? "the policy" : fmt::format("line {} of the policy", problem.line);
        auto& finding = findings.add(problem.fatal ? Level::Error : Level::Warning, policy_check, fmt::format("{} {}", where, problem.text),
                                     problem.fatal ? no_policy : "Senders differ in what they make of it.",
                                     "Correct the file, then change the id of the TXT record.", policy_rfc);
        if (problem.fatal) finding.explains = {"sts-policy-invalid"};
    }
    if (!policy.is_valid()) return;
    switch (policy.mode) {
        case StsPolicy::Mode::Enforce:
            findings.ok("sts-mode", fmt::format("the policy is enforced, max_age {}", *policy.max_age_seconds), "RFC 8461 section 5");
            break;
        case StsPolicy::Mode::Testing:
            findings.add(Level::Note, "sts-mode", fmt::format("the policy is in mode testing, max_age {}", *policy.max_age_seconds),
                         "Failures are reported, but the mail is delivered all the same.",
                         "When tlsrpt-query advise says ready: mode: enforce, and another id in the TXT record.", "RFC 8461 section 5");
            break;
        case StsPolicy::Mode::None:
            findings.add(Level::Note, "sts-mode", "the policy is in mode none",
                         "Senders treat the domain as one without MTA-STS; this is the way to give it up.",
                         "mode: testing starts it again.", "RFC 8461 section 8.3");
            break;
        case StsPolicy::Mode::Unknown:
            break;
    }
    if (!policy.unknown_keys.empty())
        findings.add(Level::Note, policy_check,
                     fmt::format("the policy has keys that RFC 8461 does not know: {}", listed(policy.unknown_keys)),
                     "Senders ignore them.", "", policy_rfc);
    judge_age(policy, findings);
}

}  // namespace

std::optional<StsPolicy> judge_sts(const Evidence& evidence, Findings& findings) {
    const bool announced = judge_record(evidence, findings);
    const PolicyFetch& fetch = evidence.fetch;
    if (fetch.state == State::NotTried) return std::nullopt;
    if (fetch.state != State::Done) {
        if (!announced) return std::nullopt;  // some web server answers for every name; nobody was sent there
        const FetchTrouble trouble = trouble_of(fetch, "mta-sts." + evidence.domain);
        findings.add(Level::Error, fetch_check, trouble.what, no_policy, trouble.fix, fetch_rfc).explains = {trouble.result_type};
        if (fetch.state != State::WrongType) return std::nullopt;
    } else {
        findings.ok(
            fetch_check,
            fmt::format("https://mta-sts.{}/.well-known/mta-sts.txt serves {} octets of text/plain", evidence.domain, fetch.body.size()),
            fetch_rfc);
    }
    StsPolicy policy = read_sts_policy(fetch.body);
    if (fetch.state == State::WrongType && !policy.has_version) return std::nullopt;  // some web page
    judge_policy(policy, findings);
    return policy;
}

void judge_sts_mx(const Evidence& evidence, const StsPolicy& policy, Findings& findings) {
    constexpr const char* check = "sts-mx";
    constexpr const char* rfc = "RFC 8461 section 4.1";
    if (policy.mode == StsPolicy::Mode::None || policy.mode == StsPolicy::Mode::Unknown) return;
    const bool enforced = policy.mode == StsPolicy::Mode::Enforce;
    const char* refused = enforced ? "Senders that honour MTA-STS do not deliver to it."
                                   : "Once the mode is enforce, senders that honour MTA-STS will not deliver to it.";

    for (const std::string& wrong : policy.wrong_mx)
        findings
            .add(Level::Error, check, fmt::format("the pattern {} matches no MX at all", quote("mx: " + wrong)),
                 "Only host names match, and names with a \"*\" for exactly the first label.",
                 "Name each MX host in an mx line of its own.", rfc)
            .explains = {"sts-policy-invalid", "validation-failure"};
    if (evidence.hosts.empty()) return;

    std::vector<std::string> covered;
    for (const MxEvidence& mx : evidence.hosts) {
        const bool allowed = std::ranges::any_of(policy.mx, [&mx](const std::string& pattern) { return mx_matches(pattern, mx.host); });
        if (allowed) {
            covered.push_back(mx.host);
            continue;
        }
        auto& finding =
            findings.add(Level::Error, check,
                         fmt::format("the MX {} is matched by no mx of the policy ({})", mx.host,
                                     policy.mx.empty() ? "it has none that is valid" : listed(policy.mx)),
                         refused, fmt::format("Add \"mx: {}\" to the policy, then change the id of the TXT record.", mx.host), rfc);
        finding.mx_host = mx.host;
        finding.explains = {"certificate-host-mismatch", "validation-failure"};
    }
    if (!covered.empty()) findings.ok(check, fmt::format("the policy allows {}", listed(covered)), rfc);
    for (const std::string& pattern : policy.mx) {
        if (evidence.hosts_left_out > 0 ||
            std::ranges::any_of(evidence.hosts, [&](const MxEvidence& mx) { return mx_matches(pattern, mx.host); }))
            continue;
        findings.add(Level::Warning, check, fmt::format("the pattern {} matches none of the MX hosts", quote("mx: " + pattern)),
                     "It is misspelt, or left from a host that is gone: whoever gets that name could receive your mail.",
                     "Remove it, unless that host is about to become an MX.", rfc);
    }
}

}  // namespace tlsrpt::doctor
