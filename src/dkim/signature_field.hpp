// One DKIM-Signature field: RFC 6376 section 3.5, read strictly.
//
//     value of the field  →  SignatureField, or the first thing that is wrong
//
// Stricter than the RFC where libopendkim, which hashes what we let through, is unsafe or wrong:
//   - i= longer than Limits::max_auid_bytes or with "=" (quoted-printable) in it
//   - more than Limits::max_signed_field_names in h=, or h= longer than its buffer of 4,096 bytes, which it cuts silently
//   - a tag that it does not know and whose name ends in "b": it would leave its value out of the hash, as it does with b=
//   - white space between "b" and "=": it would not find b= and hash the signature itself
//   - t= before 2001: the subtraction of its clock drift would wrap around
// No mail from a real sender does any of these.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt::dkim {

struct SignatureField {
    enum class Algorithm : std::uint8_t { RsaSha256, Ed25519Sha256, Other };
    Algorithm algorithm{Algorithm::Other};
    std::string algorithm_name;                          ///< a=, lower case
    std::string sdid;                                    ///< d=, lower case
    std::string auid;                                    ///< i= as written, or "@" + sdid
    std::string auid_domain;                             ///< of i=, lower case: sdid or below it
    std::string selector;                                ///< s=, lower case
    std::string canonicalization;                        ///< c=, lower case, both halves
    std::vector<std::string> signed_fields;              ///< h=, lower case, in order
    std::string body_hash;                               ///< bh=, octets
    std::string signature;                               ///< b=, octets
    std::optional<std::chrono::sys_seconds> signed_at;   ///< t=
    std::optional<std::chrono::sys_seconds> expires_at;  ///< x=
    bool has_length{false};                              ///< an l= tag, whatever its value

    [[nodiscard]] bool signs(std::string_view lower_case_name) const;
    [[nodiscard]] KeyName key_name() const { return selector + "._domainkey." + sdid; }
};

SignatureField::Algorithm algorithm_named(std::string_view lower_case_name);

/// @return signature-failed  malformed, or a version, canonicalization or query method that we do not have
Expected<SignatureField> parse_signature_field(std::string_view value, const Limits& limits);

}  // namespace tlsrpt::dkim
