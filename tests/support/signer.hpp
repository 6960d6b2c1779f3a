// A DKIM signer for tests: RFC 6376 section 5 and RFC 8463, written without libopendkim so that the two check each other.
//
//     mail with CRLF  →  the same mail with a DKIM-Signature on top
//
// Everything about the signature can be bent before it is hashed, so that a malformed signature is good in every other respect: what a
// test then sees refused is the malformation and nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/keys.hpp"

namespace tlsrpt::test {

/// One "name=value" of the field; names and values are written as they stand, so blanks can be part of them.
struct SignatureTag {
    std::string name;
    std::string value;
};
using SignatureTags = std::vector<SignatureTag>;

/// The tag of that name; throws when there is none.
SignatureTag& tag(SignatureTags& tags, std::string_view name);
void remove_tag(SignatureTags& tags, std::string_view name);

struct SignOptions {
    KeyKind key{KeyKind::Rsa2048};
    std::string domain{"reporter.example"};
    std::string selector{"s1"};
    std::string algorithm;                            ///< a=; empty: sha256 with the key's type
    std::string canonicalization{"relaxed/relaxed"};  ///< c=, both halves: also what is done
    std::vector<std::string> signed_fields{
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "TLS-Report-Domain", "TLS-Report-Submitter"};
    std::optional<std::int64_t> signed_at{1'795'000'000};  ///< t=; 2026-11-18T11:06:40Z
    std::optional<std::int64_t> expires_at;                ///< x=
    std::optional<std::size_t> length;                     ///< l=, applied to the canonical body
    std::string separator{";\r\n\t"};                      ///< between tags
    std::string field_name{"DKIM-Signature"};
    std::function<void(SignatureTags&)>
        bend;  ///< changes the tags before they are hashed; the tag whose name trims to "b" gets the signature
};

std::string sign(std::string mail, const SignOptions& options = {});

/// RFC 6376 sections 3.4.1 to 3.4.4.
std::string canonical_field(std::string_view field, bool relaxed);
std::string canonical_body(std::string_view body, bool relaxed);

}  // namespace tlsrpt::test
