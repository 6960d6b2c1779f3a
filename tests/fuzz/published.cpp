// What a domain publishes: TXT records, policies, URIs, TLSA records, DNS record data; and what an MTA's files say.
#include <string>

#include "doctor/installation.hpp"
#include "doctor/report_record.hpp"
#include "doctor/sts_policy.hpp"
#include "doctor/sts_record.hpp"
#include "doctor/text_record.hpp"
#include "doctor/tlsa.hpp"
#include "target.hpp"
#include "tlsrpt/domain.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

void policy(std::string_view text) {
    const doctor::StsPolicy policy = doctor::read_sts_policy(text);
    if (policy.is_valid()) {
        require(policy.has_version && policy.mode != doctor::StsPolicy::Mode::Unknown && policy.max_age_seconds, "a valid policy has a version, a mode and an age");
        require(policy.mode == doctor::StsPolicy::Mode::None || !policy.mx.empty() || !policy.wrong_mx.empty(), "a valid policy names hosts");
    }
    for (const std::string& pattern : policy.mx) {
        const std::string host = pattern.starts_with("*.") ? "label." + pattern.substr(2) : pattern;
        require(canonical_domain(host) == host && mx_matches(pattern, host), "a good pattern matches a host");
        require(!mx_matches(pattern, "a.b." + host), "a star is one label");
    }
}

void uri(std::string_view text) {
    const doctor::ReportUri uri = doctor::read_report_uri(text);
    require((uri.kind == doctor::ReportUri::Kind::Unusable) == !uri.problem.empty(), "what cannot be used says why");
    require((uri.kind == doctor::ReportUri::Kind::Mailto) == !uri.address.empty(), "mailto has an address");
    for (const char c : uri.address) require(c > ' ' && c < '\x7f', "an address has no control character");
}

void records(std::string_view text) {
    const std::string owned{text};
    const auto selected = doctor::select(std::span{&owned, 1}, doctor::report_record_version);
    require(selected.counting.size() + selected.near_misses.size() + selected.others.size() == 1, "a record is of one kind");
    if (selected.counting.empty()) require(!doctor::why_missed(text, doctor::report_record_version).empty(), "what does not count says why");
    const auto report = doctor::read_report_record(text);
    require(report.rua.size() <= 20 && report.unknown_fields.size() <= 64, "a record is bounded");
    const auto sts = doctor::read_sts_record(text);
    require(sts.id.size() <= 32 && (sts.id.empty() || sts.wrong_id.empty()), "an id is right or wrong");
}

void data(std::string_view rdata) {
    if (const auto text = text_in(rdata)) require(text->size() <= rdata.size(), "text does not grow");
    if (const auto mx = mx_in(rdata); mx && !mx->exchange.empty()) require(canonical_domain(mx->exchange) == mx->exchange, "an exchange is a host name");
    for (const DnsType type : {DnsType::A, DnsType::Aaaa})
        if (const auto address = address_in(rdata, type)) require(canonical_ip(*address) == *address, "an address is written one way");
    if (const auto record = tlsa_in(rdata); record && !record->data.empty()) {
        require(doctor::read_tlsa_text(to_text(*record)) == *record, "a TLSA record that is written is read again");
        (void)doctor::unusable(*record);
        (void)doctor::unwise(*record);
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
    fuzz::Input input{octets, size};
    const std::uint8_t choice = input.octet();
    const std::string_view text = input.rest();
    switch (choice % 6) {
        case 0: policy(text); break;
        case 1: records(text); break;
        case 2: uri(text); break;
        case 3: data(text); break;
        case 4:
            if (const auto record = doctor::read_tlsa_text(text)) require(doctor::read_tlsa_text(to_text(*record)) == *record, "written and read again");
            break;
        default:
            require(doctor::map_files_in(text).size() <= 200, "files are counted");
            (void)doctor::line_with(text, "tlsrpt@example.net");
    }
    return 0;
}
