#include "doctor/gather.hpp"

#include <algorithm>
#include <array>

#include "doctor/https.hpp"
#include "doctor/smtp_probe.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_addresses = 8;  // of one host

std::vector<std::string> addresses_of(const DnsAnswer& a, const DnsAnswer& aaaa) {
    std::vector<std::string> addresses;
    const auto add = [&addresses](const DnsAnswer& answer, DnsType type) {
        for (const std::string& rdata : answer.rdata)
            if (auto address = address_in(rdata, type); address && addresses.size() < max_addresses)
                addresses.push_back(*std::move(address));
    };
    add(a, DnsType::A);
    add(aaaa, DnsType::Aaaa);
    return addresses;
}

// RFC 5321 section 5.1: by preference; without any MX record the domain itself, if it has an address.
void find_hosts(Evidence& evidence, DnsSource& dns, const DoctorOptions& options) {
    std::vector<MxRecord> records;
    for (const std::string& rdata : evidence.mx.rdata)
        if (auto record = mx_in(rdata)) records.push_back(*std::move(record));
    evidence.has_null_mx = records.size() == 1 && records.front().exchange.empty();  // RFC 7505 section 3
    std::erase_if(records, [](const MxRecord& record) { return record.exchange.empty(); });
    std::ranges::sort(records, {}, [](const MxRecord& record) { return std::pair{record.preference, record.exchange}; });
    records.erase(std::ranges::unique(records, {}, &MxRecord::exchange).begin(), records.end());
    if (records.empty() && evidence.mx.kind == DnsAnswer::Kind::NoData) {
        const std::array own{DnsQuestion{evidence.domain, DnsType::A}, DnsQuestion{evidence.domain, DnsType::Aaaa}};
        const auto answers = dns.ask(own);
        evidence.has_implicit_mx =
            std::ranges::any_of(answers, [](const DnsAnswer& answer) { return answer.kind == DnsAnswer::Kind::Found; });
        if (evidence.has_implicit_mx) records.push_back({0, evidence.domain});
    }
    if (records.size() > options.max_mx_hosts) {
        evidence.hosts_left_out = records.size() - options.max_mx_hosts;
        records.resize(options.max_mx_hosts);
    }
    for (const MxRecord& record : records) {
        MxEvidence mx;
        mx.host = record.exchange;
        mx.preference = record.preference;
        evidence.hosts.push_back(std::move(mx));
    }
}

void ask_hosts(Evidence& evidence, DnsSource& dns) {
    std::vector<DnsQuestion> questions;
    for (const MxEvidence& mx : evidence.hosts) {
        questions.push_back({mx.host, DnsType::A});
        questions.push_back({mx.host, DnsType::Aaaa});
        questions.push_back({"_25._tcp." + mx.host, DnsType::Tlsa});  // RFC 7672 section 2.2.3
    }
    auto answers = dns.ask(questions);
    for (std::size_t i = 0; i < evidence.hosts.size(); ++i) {
        evidence.hosts[i].a = std::move(answers[3 * i]);
        evidence.hosts[i].aaaa = std::move(answers[3 * i + 1]);
        evidence.hosts[i].tlsa = std::move(answers[3 * i + 2]);
    }
}

}  // namespace

Evidence gather_dns(const std::string& domain, DnsSource& dns, const DoctorOptions& options) {
    Evidence evidence;
    evidence.domain = domain;
    const std::string policy_host = "mta-sts." + domain;
    const std::array questions{DnsQuestion{"_smtp._tls." + domain, DnsType::Txt}, DnsQuestion{"_mta-sts." + domain, DnsType::Txt},
                               DnsQuestion{domain, DnsType::Mx}, DnsQuestion{policy_host, DnsType::A},
                               DnsQuestion{policy_host, DnsType::Aaaa}};
    auto answers = dns.ask(questions);
    evidence.report_record = std::move(answers[0]);
    evidence.sts_record = std::move(answers[1]);
    evidence.mx = std::move(answers[2]);
    evidence.policy_host_a = std::move(answers[3]);
    evidence.policy_host_aaaa = std::move(answers[4]);
    find_hosts(evidence, dns, options);
    ask_hosts(evidence, dns);
    return evidence;
}

Evidence gather(const std::string& domain, DnsSource& dns, const DoctorOptions& options, std::chrono::sys_seconds now) {
    Evidence evidence = gather_dns(domain, dns, options);
    const auto policy_addresses = addresses_of(evidence.policy_host_a, evidence.policy_host_aaaa);
    if (!policy_addresses.empty() || evidence.sts_record.kind == DnsAnswer::Kind::Found)
        evidence.fetch = fetch_policy("mta-sts." + domain, policy_addresses, options);
    if (options.probe)
        for (MxEvidence& mx : evidence.hosts)
            if (const auto addresses = addresses_of(mx.a, mx.aaaa); !addresses.empty())
                mx.probe = probe_mx(mx.host, addresses, options, now);
    return evidence;
}

}  // namespace tlsrpt::doctor
