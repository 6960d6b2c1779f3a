#include "doctor/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_quoted_bytes = 200;

std::string_view dnssec_word(const DnsAnswer& answer) {
    switch (answer.dnssec) {
        case KeyAnswer::Dnssec::Secure:
            return "DNSSEC secure";
        case KeyAnswer::Dnssec::Insecure:
            return "zone not signed";
        case KeyAnswer::Dnssec::Unavailable:
            break;
    }
    return "DNSSEC unknown";
}

}  // namespace

Finding& Findings::ok(std::string check, std::string what, std::string rfc) {
    return add(Finding::Level::Ok, std::move(check), std::move(what), {}, {}, std::move(rfc));
}

Finding& Findings::add(Finding::Level level, std::string check, std::string what, std::string why, std::string fix, std::string rfc) {
    Finding finding;
    finding.policy_domain = domain_;
    finding.check = std::move(check);
    finding.level = level;
    finding.what = std::move(what);
    finding.why = std::move(why);
    finding.fix = std::move(fix);
    finding.rfc = std::move(rfc);
    return findings_.emplace_back(std::move(finding));
}

std::string provenance(const DnsAnswer& answer) {
    std::string text = fmt::format("TTL {}, {}", answer.ttl_seconds, dnssec_word(answer));
    if (!answer.canonical_name.empty()) text += fmt::format(", by a CNAME to {}", answer.canonical_name);
    return text;
}

std::string absence(const DnsAnswer& answer) {
    switch (answer.kind) {
        case DnsAnswer::Kind::NoName:
            return "the name does not exist";
        case DnsAnswer::Kind::NoData:
            return "the name has no such record";
        case DnsAnswer::Kind::Unavailable:
            return answer.detail.empty() ? "no answer" : answer.detail;
        case DnsAnswer::Kind::Found:
            break;
    }
    return "no such record that can be read";
}

std::string listed(const std::vector<std::string>& texts, std::size_t most) {
    std::string line;
    for (std::size_t i = 0; i < std::min(texts.size(), most); ++i) {
        if (i > 0) line += ", ";
        line += cut_text(texts[i], max_quoted_bytes);
    }
    if (texts.size() > most) line += fmt::format(" and {} more", texts.size() - most);
    return line;
}

std::vector<std::string> texts_of(const DnsAnswer& answer) {
    std::vector<std::string> texts;
    for (const std::string& rdata : answer.rdata)
        if (auto text = text_in(rdata)) texts.push_back(*std::move(text));
    return texts;
}

std::vector<TlsaRecord> tlsas_of(const DnsAnswer& answer) {
    std::vector<TlsaRecord> records;
    for (const std::string& rdata : answer.rdata)
        if (auto record = tlsa_in(rdata)) records.push_back(*std::move(record));
    return records;
}

std::string quote(std::string_view text) { return "\"" + cut_text(text, max_quoted_bytes) + "\""; }

std::vector<Finding> judge(const Evidence& evidence, const Expectations& expected) {
    Findings findings{evidence.domain};
    judge_report_record(evidence, expected, findings);
    judge_mx(evidence, findings);
    const auto policy = judge_sts(evidence, findings);
    if (policy) judge_sts_mx(evidence, *policy, findings);
    judge_dane(evidence, findings);
    judge_probes(evidence, policy, expected, findings);
    judge_seen(evidence, policy, expected, findings);
    link_failures(expected, findings);
    return std::move(findings.all());
}

}  // namespace tlsrpt::doctor
