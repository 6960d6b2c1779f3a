// The one author of a mail: the From field, RFC 5322 section 3.6.2, read strictly.
//
//     value of the field  →  the one mailbox, or why it is unusable
//
// Exactly one address, since alignment with "one of them" would let a forger add himself. Display names, quoted strings and nested
// comments are skipped with their bounds; groups (RFC 6854), lists, source routes and address literals are refused. A domain in
// U-labels (RFC 6531) is unusable: no sender of reports has one, and the key of a report must not depend on a conversion.
//
// Deviation: dots outside quotes in a display name ("John Q. Public <…>"), the obs-phrase that everyone writes.
#pragma once

#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt::dkim {

struct Mailbox {
    std::string address;  ///< local part as written, "@", domain
    std::string domain;   ///< lower case, A-labels
};

/// @return signer-not-aligned  nobody can be aligned with this field; the detail says why
Expected<Mailbox> parse_from_field(std::string_view value);

}  // namespace tlsrpt::dkim
