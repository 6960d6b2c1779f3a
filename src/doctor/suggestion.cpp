#include "doctor/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "doctor/judge.hpp"
#include "doctor/text_record.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::doctor {
namespace {

// RFC 8461 section 3.1: letters and digits. The time tells one policy from the next.
std::string id_of(std::chrono::sys_seconds now) {
    std::string id;
    for (const char c : to_rfc3339(now))
        if (c != '-' && c != ':') id += c;
    return id;
}

// "!", "," and ";" must be encoded in rua (RFC 8460 section 3), and what is no URI character too (RFC 6068 section 2).
std::string uri_of(const std::string& address) {
    std::string uri = "mailto:";
    for (const char c : address) {
        if (std::string_view{"!,;%\"`{}|^#?&/"}.find(c) != std::string_view::npos)
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    return uri;
}

}  // namespace

Suggestion suggestion_for(const Evidence& evidence, const Expectations& expected) {
    const std::string& domain = evidence.domain;
    Suggestion suggestion;
    suggestion.policy_domain = domain;
    suggestion.policy_url = fmt::format("https://mta-sts.{}/.well-known/mta-sts.txt", domain);
    for (const MxEvidence& mx : evidence.hosts) suggestion.mx_hosts.push_back(mx.host);

    const std::string address = expected.report_addresses.empty() ? "tlsrpt@" + domain : expected.report_addresses.front();
    suggestion.dns = {fmt::format("_smtp._tls.{}. 3600 IN TXT \"v=TLSRPTv1; rua={}\"", domain, uri_of(address)),
                      fmt::format("_mta-sts.{}. 3600 IN TXT \"v=STSv1; id={}\"", domain, id_of(expected.now))};
    if (evidence.policy_host_a.kind != DnsAnswer::Kind::Found && evidence.policy_host_aaaa.kind != DnsAnswer::Kind::Found)
        suggestion.dns.push_back(fmt::format("mta-sts.{}. 3600 IN CNAME the-web-server.example.", domain));

    suggestion.policy = "version: STSv1\r\nmode: testing\r\n";
    for (const std::string& host : suggestion.mx_hosts) suggestion.policy += "mx: " + host + "\r\n";
    suggestion.policy += "max_age: 86400\r\n";

    suggestion.next_steps = {
        fmt::format("Publish the TLSRPT record first; the first reports come within two days. They must reach {}.", address),
        fmt::format(
            "Serve the policy as text/plain, with status 200 and no redirect, from a web server whose certificate is for mta-sts.{}.",
            domain),
        "Publish the _mta-sts record when the policy can be fetched, and give it another id at each change.",
        fmt::format("Run tlsrpt-query doctor {} until it finds no error.", domain),
        fmt::format("Watch tlsrpt-query advise {} for two weeks.", domain),
        "When it says ready: mode: enforce, max_age: 604800 or more, another id.",
    };
    if (evidence.has_null_mx)
        suggestion.trouble = "the domain takes no mail (null MX): no policy is needed";
    else if (evidence.mx.kind == DnsAnswer::Kind::Unavailable)
        suggestion.trouble = fmt::format("the MX hosts are missing: {}", absence(evidence.mx));
    else if (suggestion.mx_hosts.empty())
        suggestion.trouble = "the domain has no MX hosts: a policy needs at least one mx line";
    else if (evidence.hosts_left_out > 0)
        suggestion.trouble = fmt::format("{} more MX hosts must be added", evidence.hosts_left_out);
    return suggestion;
}

}  // namespace tlsrpt::doctor
