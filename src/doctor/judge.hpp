// What the evidence means.
//
//     Evidence, Expectations  →  Findings, in the order in which a sender meets the matters
//
// Each judge looks at one matter and cites the RFC at the deciding line. A judge speaks even when all is well, so that a person sees what
// was looked at.
//
// Pure: no I/O, no clock.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doctor/evidence.hpp"
#include "doctor/sts_policy.hpp"
#include "tlsrpt/doctor.hpp"

namespace tlsrpt::doctor {

/// Collects findings of one domain.
class Findings {
public:
    explicit Findings(std::string domain) : domain_(std::move(domain)) {}

    Finding& ok(std::string check, std::string what, std::string rfc);
    Finding& add(Finding::Level level, std::string check, std::string what, std::string why, std::string fix, std::string rfc);

    [[nodiscard]] const std::string& domain() const { return domain_; }
    [[nodiscard]] std::vector<Finding>& all() { return findings_; }

private:
    std::string domain_;
    std::vector<Finding> findings_;
};

void judge_report_record(const Evidence& evidence, const Expectations& expected, Findings& findings);
/// @return the policy, when a file came that can be read as one
std::optional<StsPolicy> judge_sts(const Evidence& evidence, Findings& findings);
void judge_sts_mx(const Evidence& evidence, const StsPolicy& policy, Findings& findings);
void judge_mx(const Evidence& evidence, Findings& findings);
void judge_dane(const Evidence& evidence, Findings& findings);
/// @param policy  which mode decides how bad a certificate is
void judge_probes(const Evidence& evidence, const std::optional<StsPolicy>& policy, const Expectations& expected, Findings& findings);
/// What reporters saw against what is published now.
void judge_seen(const Evidence& evidence, const std::optional<StsPolicy>& policy, const Expectations& expected, Findings& findings);
/// Hangs failures that reporters saw on the findings that explain them, and says which nobody explains.
void link_failures(const Expectations& expected, Findings& findings);

/// All of them.
std::vector<Finding> judge(const Evidence& evidence, const Expectations& expected);

// ---- words that the judges share ----

/// "TTL 3600, DNSSEC secure", with the alias when there is one.
std::string provenance(const DnsAnswer& answer);
/// Why there is no record: "NXDOMAIN", "SERVFAIL"…
std::string absence(const DnsAnswer& answer);
/// "a, b and 3 more"
std::string listed(const std::vector<std::string>& texts, std::size_t most = 5);
std::vector<std::string> texts_of(const DnsAnswer& answer);
std::vector<TlsaRecord> tlsas_of(const DnsAnswer& answer);
/// A quotation of hostile text, cut.
std::string quote(std::string_view text);

}  // namespace tlsrpt::doctor
