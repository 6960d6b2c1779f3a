// A mail of our own, ready for sendmail.
//
//     who, what, when, text and HTML  →  RFC 5322 message with multipart/alternative, LF line ends
//
// Both parts are UTF-8 in quoted-printable, so no line is over 76 octets whatever the texts are. What goes into header fields must be
// safe already: addresses are checked by the configuration; a control character in any of them is refused.
//
// No I/O, no clock, no host name: all are parameters. GMime stays behind it; one thread at a time, as in mail.hpp.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

struct OutgoingMail {
    std::string from;                                              ///< address
    std::vector<std::string> to;                                   ///< addresses
    std::string subject;                                           ///< UTF-8
    std::chrono::sys_seconds date{};
    std::string message_id;                                        ///< without < >
    std::vector<std::pair<std::string, std::string>> fields;       ///< further ones, in their order: name, value in ASCII
    std::string text;                                              ///< UTF-8, LF
    std::string html;                                              ///< UTF-8, LF
};

/// @return internal  a control character where a field would be ended, or GMime failed
Expected<std::string> compose(const OutgoingMail& mail);

}  // namespace tlsrpt
