// What was found of one domain, before anybody judges it.
//
// Plain values: gather.cpp fills them from DNS, HTTPS and SMTP, tests fill them by hand. Texts are hostile; all of them are bounded.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "doctor/tlsa.hpp"
#include "tlsrpt/dns_records.hpp"

namespace tlsrpt::doctor {

/// How the policy file came, or why not.
struct PolicyFetch {
    enum class State : std::uint8_t {
        NotTried,
        NoAddress,           ///< mta-sts.DOMAIN has none
        Unreachable,         ///< no TCP connection
        TlsFailed,           ///< no TLS for another reason than the certificate
        CertificateRefused,  ///< not trusted, expired, or for another name
        TimedOut,
        TooLarge,
        HttpFailed,  ///< no HTTP answer that makes sense
        NotOk,       ///< a status that is neither 200 nor a redirect
        Redirect,
        WrongType,
        Done
    };
    State state{State::NotTried};
    long status{0};            ///< of HTTP
    std::string location;      ///< of a redirect
    std::string content_type;  ///< as sent
    std::string body;          ///< of Done and WrongType
    std::string detail;        ///< in the library's words
};

/// What an MX showed to `--probe`.
struct Probe {
    enum class State : std::uint8_t { Unreachable, TimedOut, NotSmtp, NoStartTls, StartTlsRefused, TlsFailed, Done };
    State state{State::Unreachable};
    std::string address;  ///< that was connected to
    std::string detail;
    std::string protocol;                  ///< "TLSv1.3"
    std::vector<CertificateOctets> chain;  ///< as presented, the server's first
    std::vector<std::string> names;        ///< DNS names of the server's certificate
    std::chrono::sys_seconds not_after{};  ///< of the server's certificate
    bool name_matches{false};              ///< the MX host is among the names (RFC 8461 section 4.2)
    bool is_trusted{false};                ///< a chain to the authorities of this machine or --ca-file, names and dates aside
    bool is_expired{false};                ///< some certificate of the chain, at the time of the probe
    std::string trust_detail;              ///< why not
};

struct MxEvidence {
    std::string host;
    std::uint16_t preference{0};
    DnsAnswer a;
    DnsAnswer aaaa;
    DnsAnswer tlsa;
    std::optional<Probe> probe;
};

struct Evidence {
    std::string domain;
    DnsAnswer report_record;  ///< TXT of _smtp._tls.DOMAIN
    DnsAnswer sts_record;     ///< TXT of _mta-sts.DOMAIN
    DnsAnswer mx;
    DnsAnswer policy_host_a;  ///< of mta-sts.DOMAIN
    DnsAnswer policy_host_aaaa;
    PolicyFetch fetch;
    std::vector<MxEvidence> hosts;  ///< by preference
    std::size_t hosts_left_out{0};
    bool has_null_mx{false};      ///< RFC 7505: takes no mail
    bool has_implicit_mx{false};  ///< no MX record; the domain itself is the host (RFC 5321 section 5.1)
};

}  // namespace tlsrpt::doctor
