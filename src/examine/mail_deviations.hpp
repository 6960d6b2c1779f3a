// What the mail around a report lacks of what RFC 8460 section 5.3 asks for, and nobody is refused for.
//
//     header fields + the accepted signature + subject  →  deviations, whose pointer is ""
//
// One table of small named rules, like the report's own (src/report/deviations.hpp): adding one is adding an entry, its function, a row in
// docs/deviations.md and a case in tests/unit/examine/mail_deviations_test.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/deviation.hpp"
#include "tlsrpt/dkim.hpp"
#include "tlsrpt/mail.hpp"

namespace tlsrpt {

/// What the rules look at. Borrowed; must outlive the call.
struct SignedMail {
    const Prescan* mail{nullptr};
    const SignatureVerdict* signature{nullptr};    ///< the accepted one
    std::string_view subject;                      ///< decoded
};

struct MailRule {
    std::string_view name;
    std::string_view forgives;
    std::string_view seen_at;
    std::string (*shown)(const SignedMail& mail);    ///< what to record; "" when the mail is as it should be
};

std::span<const MailRule> mail_rules();
std::vector<Deviation> mail_deviations(const SignedMail& mail);

/// The signature covers every field of that name. A name in h= takes one field, from the bottom up (RFC 6376 section 5.4.2), so a field
/// that somebody added on top needs a name of its own. @return false also when there is no such field
bool covers(const SignatureVerdict& signature, const Prescan& mail, std::string_view name);

}  // namespace tlsrpt
