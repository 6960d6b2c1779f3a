// The TLSRPT record: whether reports come, and whether they come here.
#include <fmt/format.h>

#include <algorithm>

#include "doctor/judge.hpp"
#include "doctor/report_record.hpp"
#include "doctor/text_record.hpp"

namespace tlsrpt::doctor {
namespace {

using Level = Finding::Level;

constexpr const char* record_check = "tlsrpt-record";
constexpr const char* address_check = "tlsrpt-address";
constexpr const char* rfc = "RFC 8460 section 3";
constexpr const char* no_reports = "Without it no sender reports how TLS to your mail servers went.";

std::string line_to_publish(const Findings& findings, const Expectations& expected) {
    const std::string address = expected.report_addresses.empty() ? "tlsrpt@" + findings.domain() : expected.report_addresses.front();
    return fmt::format("Publish: _smtp._tls.{}. TXT \"v=TLSRPTv1; rua=mailto:{}\"", findings.domain(), address);
}

// Which of our addresses is among them.
void judge_addresses(const ReportRecord& record, const Expectations& expected, Findings& findings) {
    if (expected.report_addresses.empty()) {
        findings.add(Level::Note, address_check,
                     "whether these reports arrive here is not known: no report address is configured, and no report has come yet",
                     "Reports that go to another mailbox are not read here.", "Set report_addresses in the configuration.", rfc);
        return;
    }
    const auto is_ours = [&expected](const ReportUri& uri) {
        return uri.kind == ReportUri::Kind::Mailto && std::ranges::any_of(expected.report_addresses, [&uri](const std::string& ours) {
                   return is_same_address(ours, uri.address);
               });
    };
    const auto found = std::ranges::find_if(record.rua, is_ours);
    if (found != record.rua.end()) {
        findings.ok(address_check, fmt::format("reports go to {}, which arrives here", found->address), rfc);
        return;
    }
    findings.add(Level::Warning, address_check,
                 fmt::format("none of the addresses in rua is one that arrives here ({}{})", listed(expected.report_addresses),
                             expected.addresses_are_learned ? ", as learned from the reports in the store" : ""),
                 "Reports about this domain go elsewhere and are missing here, unless that address is forwarded unchanged.",
                 fmt::format("Add mailto:{} to rua, or the published address to report_addresses in the configuration.",
                             expected.report_addresses.front()),
                 rfc);
}

void judge_uris(const ReportRecord& record, const Expectations& expected, Findings& findings) {
    const auto usable = [](const ReportUri& uri) { return uri.kind != ReportUri::Kind::Unusable; };
    for (const ReportUri& uri : record.rua)
        if (!usable(uri))
            findings.add(std::ranges::any_of(record.rua, usable) ? Level::Warning : Level::Error, record_check,
                         fmt::format("the rua address {} {}", quote(uri.text), uri.problem), "A sender cannot report to it.",
                         "Write mailto:ADDRESS or https://HOST/PATH, with \"!\", \",\" and \";\" in it as %21, %2C and %3B.", rfc);
    if (std::ranges::none_of(record.rua, usable)) return;
    if (std::ranges::none_of(record.rua, [](const ReportUri& uri) { return uri.kind == ReportUri::Kind::Mailto; })) {
        findings.add(Level::Warning, address_check, "all reports go to https addresses",
                     "This program takes reports that come by mail; those posted to a web server are missing here.",
                     "Add a mailto: address to rua.", rfc);
        return;
    }
    judge_addresses(record, expected, findings);
}

void judge_the_one(const std::string& text, const DnsAnswer& answer, const Expectations& expected, Findings& findings) {
    const ReportRecord record = read_report_record(text);
    if (!record.has_rua) {
        findings.add(Level::Error, record_check, fmt::format("the record {} has no rua", quote(text)),
                     "It names nobody to report to, so no report comes.", line_to_publish(findings, expected), rfc);
    } else {
        std::vector<std::string> uris;
        for (const ReportUri& uri : record.rua) uris.push_back(uri.text);
        findings.ok(record_check, fmt::format("reports are asked for at {} ({})", listed(uris), provenance(answer)), rfc);
    }
    for (const std::string& violation : record.violations)
        findings.add(record.has_rua ? Level::Warning : Level::Error, record_check, fmt::format("the record has {}", violation),
                     "A sender that reads strictly takes it for no record.", line_to_publish(findings, expected), rfc);
    if (!record.unknown_fields.empty())
        findings.add(Level::Note, record_check,
                     fmt::format("the record has fields that RFC 8460 does not know: {}", listed(record.unknown_fields)),
                     "Senders ignore them.", "", rfc);  // "unknown fields SHALL be ignored"
    judge_uris(record, expected, findings);
}

}  // namespace

void judge_report_record(const Evidence& evidence, const Expectations& expected, Findings& findings) {
    const DnsAnswer& answer = evidence.report_record;
    const std::string name = "_smtp._tls." + evidence.domain;
    if (answer.kind == DnsAnswer::Kind::Unavailable) {
        findings.add(Level::Error, record_check, fmt::format("{} cannot be looked up: {}", name, absence(answer)), no_reports,
                     answer.bogus ? "Mend the zone's DNSSEC signatures first." : "Check the zone's name servers.", rfc);
        return;
    }
    const Selected selected =
        select(texts_of(answer), report_record_version);  // "records that do not begin with "v=TLSRPTv1;" are discarded"
    for (const std::string& text : selected.near_misses)
        findings.add(
            selected.counting.empty() ? Level::Error : Level::Warning, record_check,
            fmt::format("the TXT record {} at {} {}, so it does not count", quote(text), name, why_missed(text, report_record_version)),
            no_reports, selected.counting.empty() ? line_to_publish(findings, expected) : "Delete it.", rfc);
    if (!selected.others.empty())
        findings.add(Level::Note, record_check,
                     fmt::format("{} has TXT records that are none of TLSRPT: {}", name, listed(selected.others, 2)),
                     "Senders pass over them. A wildcard TXT record shows up like this.", "", rfc);
    if (selected.counting.size() > 1) {  // "If the number of resulting records is not one, senders MUST assume …"
        findings.add(Level::Error, record_check,
                     fmt::format("{} has {} TLSRPT records; exactly one counts, several count as none", name, selected.counting.size()),
                     no_reports, "Keep one and put all addresses into its rua, with commas between.", rfc);
        return;
    }
    if (selected.counting.empty()) {
        if (selected.near_misses.empty())
            findings.add(Level::Error, record_check,
                         fmt::format("no TLSRPT record at {}: {}", name,
                                     selected.others.empty() ? absence(answer) : "none of its TXT records is one"),
                         no_reports, line_to_publish(findings, expected), rfc);
        return;
    }
    judge_the_one(selected.counting.front(), answer, expected, findings);
}

}  // namespace tlsrpt::doctor
