// TLSA records for SMTP.
//
//     TlsaRecord → can a sender use it, and is it a wise one          TlsaRecord + certificate → does it match
//
//   1. Usages 2 (DANE-TA) and 3 (DANE-EE) only; a sender treats 0 and 1 as unusable          RFC 7672 section 3.1.3
//   2. Selectors 0 (certificate) and 1 (public key)                                          RFC 6698 section 2.1.2
//   3. Matching types 0 (the octets), 1 (SHA-256, 32 octets) and 2 (SHA-512, 64 octets)       RFC 6698 section 2.1.3
//   4. A record of whose zone DNSSEC does not vouch is ignored                               RFC 7672 section 2.2
//
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tlsrpt/dns_records.hpp"

namespace tlsrpt::doctor {

/// Why no sender can use the record for SMTP, with its RFC section; none when it can.
struct Unusable {
    std::string why;
    std::string rfc;
};
std::optional<Unusable> unusable(const TlsaRecord& record);

/// What will trouble its owner later although it is right; "" when nothing will.
std::string unwise(const TlsaRecord& record);

/// One certificate of a chain, as the selectors see it.
struct CertificateOctets {
    std::string whole;       ///< DER
    std::string public_key;  ///< DER of SubjectPublicKeyInfo
};
/// Whether the record's data is that of the certificate. Usage is not asked.
bool matches(const TlsaRecord& record, const CertificateOctets& certificate);

/// A record as a report quotes it: "3 1 1 AB CD…", the digits in any case, blanks among them. None when it is none.
std::optional<TlsaRecord> read_tlsa_text(std::string_view text);

}  // namespace tlsrpt::doctor
