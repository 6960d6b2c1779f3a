// What a domain publishes about its mail: TXT, MX, address and TLSA records, with their TTL and DNSSEC status.
//
//     questions  →  one DnsAnswer each, in the same order          rdata  →  a record's value
//
// Aliases (CNAME) are followed by the resolver; where an answer came from is canonical_name. A source never fails as a whole: what it
// cannot find out is DnsAnswer::Kind::Unavailable with the reason.
//
// The decoders are pure and strict: octets that are no such record give nothing. What they give is hostile text still.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/dns.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt {

enum class DnsType : std::uint16_t {
    A = 1,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Tlsa = 52
};  // RFC 1035 section 3.2.2, RFC 3596, RFC 6698 section 7.1

struct DnsQuestion {
    std::string name;  ///< a domain name; one that is none is answered NoName without asking
    DnsType type{DnsType::Txt};
};

struct DnsAnswer {
    enum class Kind : std::uint8_t { Found, NoName, NoData, Unavailable };  ///< Unavailable: SERVFAIL, bogus or deadline; a retry may help
    Kind kind{Kind::Unavailable};
    std::vector<std::string> rdata;  ///< as on the wire, names not compressed; at most max_dns_records
    std::string canonical_name;      ///< where an alias led; "" when the name is none
    std::uint32_t ttl_seconds{0};    ///< what is left of it in the resolver that was asked
    KeyAnswer::Dnssec dnssec{KeyAnswer::Dnssec::Unavailable};
    bool bogus{false};   ///< a validating path found a signature that does not hold
    std::string detail;  ///< why there is nothing
};

/// Records kept of one answer; more are cut off. 64 KiB of DNS message hold a thousand.
inline constexpr std::size_t max_dns_records = 100;

struct DnsPath {
    bool works{false};
    bool validates{false};  ///< the root's keys came with signatures that hold
    std::string detail;     ///< which servers, and what is wrong with them
};

class DnsSource {
public:
    virtual ~DnsSource() = default;
    /// Blocks until every question is answered or its time is over.
    virtual std::vector<DnsAnswer> ask(std::span<const DnsQuestion> questions) = 0;
    /// Whether the resolver answers at all. Asks `. DNSKEY` the first time.
    virtual DnsPath path() = 0;
};

/// Through the same resolvers, with the same deadline and the same rule about DNSSEC as open_resolver(). Nothing is asked before the first
/// question; from then on libunbound runs one thread.
/// @return misconfigured  a forwarder is no address
Expected<std::unique_ptr<DnsSource>> open_dns_source(const ResolverOptions& options);

// ---- record data ----

struct MxRecord {
    std::uint16_t preference{0};
    std::string exchange;  ///< lower case, no final dot; "" is the null MX of RFC 7505
    bool operator==(const MxRecord&) const = default;
};

/// RFC 6698 section 2.1.
struct TlsaRecord {
    std::uint8_t usage{0};
    std::uint8_t selector{0};
    std::uint8_t matching_type{0};
    std::string data;  ///< octets
    bool operator==(const TlsaRecord&) const = default;
};

/// The character-strings joined with nothing in between (RFC 8460 section 3).
std::optional<std::string> text_in(std::string_view rdata);
std::optional<MxRecord> mx_in(std::string_view rdata);
/// @param type  A or Aaaa
std::optional<std::string> address_in(std::string_view rdata, DnsType type);
std::optional<TlsaRecord> tlsa_in(std::string_view rdata);
/// "3 1 1 0123…", as zone files and reports write it (RFC 6698 section 2.2), digits in lower case.
std::string to_text(const TlsaRecord& record);

}  // namespace tlsrpt
