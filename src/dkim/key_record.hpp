// One key record, the TXT text at <selector>._domainkey.<sdid>: RFC 6376 section 3.6.1, read strictly.
//
//     text  →  KeyRecord, or the first thing that is wrong
//
// Rules: v=, when present, is first and says DKIM1. k= defaults to rsa. h=, s= and t= are lists in which unknown words are
// ignored. p= is required; empty means revoked. n= and unknown tags are ignored. A doubled tag refuses the record.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt::dkim {

struct KeyRecord {
    std::string key_type;               ///< k=, lower case
    std::string public_key;             ///< p=, octets; empty: revoked
    std::vector<std::string> services;  ///< s=, lower case; empty: no s= tag, which allows all
    bool allows_sha256{true};           ///< by h=
    bool testing{false};                ///< t=y
    bool strict_subdomain{false};       ///< t=s: the domain of i= must be d= itself

    /// Whether s= names the word or "*", or is absent.
    [[nodiscard]] bool allows_service(std::string_view word) const;
    /// Whether s= names the very word.
    [[nodiscard]] bool names_service(std::string_view word) const;
};

/// @return signature-failed  malformed
Expected<KeyRecord> parse_key_record(std::string_view text, const Limits& limits);

}  // namespace tlsrpt::dkim
