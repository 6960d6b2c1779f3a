// Evidence made by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doctor/judge.hpp"

namespace tlsrpt::doctor {

inline std::string txt(std::string_view text) {
    std::string rdata;
    while (text.size() > 250) {
        rdata += static_cast<char>(250);
        rdata += text.substr(0, 250);
        text.remove_prefix(250);
    }
    return rdata + static_cast<char>(text.size()) + std::string{text};
}

inline DnsAnswer found(std::vector<std::string> rdata, KeyAnswer::Dnssec dnssec = KeyAnswer::Dnssec::Insecure) {
    DnsAnswer answer;
    answer.kind = DnsAnswer::Kind::Found;
    answer.rdata = std::move(rdata);
    answer.ttl_seconds = 300;
    answer.dnssec = dnssec;
    return answer;
}

inline DnsAnswer texts(const std::vector<std::string>& values) {
    std::vector<std::string> rdata;
    for (const std::string& value : values) rdata.push_back(txt(value));
    return found(std::move(rdata));
}

inline DnsAnswer nothing(DnsAnswer::Kind kind = DnsAnswer::Kind::NoName) {
    DnsAnswer answer;
    answer.kind = kind;
    return answer;
}

inline DnsAnswer tlsa(const std::vector<TlsaRecord>& records, KeyAnswer::Dnssec dnssec = KeyAnswer::Dnssec::Secure) {
    std::vector<std::string> rdata;
    for (const TlsaRecord& record : records)
        rdata.push_back(std::string{static_cast<char>(record.usage), static_cast<char>(record.selector), static_cast<char>(record.matching_type)} + record.data);
    return found(std::move(rdata), dnssec);
}

/// A domain where all is well, to spoil.
inline Evidence healthy() {
    Evidence evidence;
    evidence.domain = "example.com";
    evidence.report_record = texts({"v=TLSRPTv1; rua=mailto:tlsrpt@example.com"});
    evidence.sts_record = texts({"v=STSv1; id=20261123"});
    evidence.mx = found({"mx"}, KeyAnswer::Dnssec::Secure);
    for (const char* host : {"mx1.example.com", "mx2.example.com"}) {
        MxEvidence mx;
        mx.host = host;
        mx.a = found({std::string("\x7f\0\0\x01", 4)}, KeyAnswer::Dnssec::Secure);
        mx.aaaa = nothing(DnsAnswer::Kind::NoData);
        mx.tlsa = tlsa({{3, 1, 1, std::string(32, 'k')}});
        evidence.hosts.push_back(mx);
    }
    evidence.policy_host_a = found({std::string("\x7f\0\0\x01", 4)});
    evidence.fetch.state = PolicyFetch::State::Done;
    evidence.fetch.status = 200;
    evidence.fetch.content_type = "text/plain";
    evidence.fetch.body = "version: STSv1\r\nmode: enforce\r\nmx: *.example.com\r\nmax_age: 604800\r\n";
    return evidence;
}

inline Expectations expectations() {
    Expectations expected;
    expected.report_addresses = {"tlsrpt@example.com"};
    expected.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 24};
    return expected;
}

/// "error sts-mx", "warning tlsa"… of everything that is not ok, in order.
inline std::vector<std::string> trouble(const std::vector<Finding>& findings) {
    constexpr const char* levels[] = {"ok", "note", "warning", "error"};
    std::vector<std::string> lines;
    for (const Finding& finding : findings)
        if (finding.level != Finding::Level::Ok) lines.push_back(std::string{levels[static_cast<std::size_t>(finding.level)]} + " " + finding.check);
    return lines;
}

inline const Finding* first(const std::vector<Finding>& findings, std::string_view check, Finding::Level level) {
    for (const Finding& finding : findings)
        if (finding.check == check && finding.level == level) return &finding;
    return nullptr;
}

}  // namespace tlsrpt::doctor
