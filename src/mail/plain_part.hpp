// The one part that can be the report, in a mail that is written the plain way, as nearly all mails with a report are.
//
//     Prescan  →  that part's fields and body; or none, which means "not plain", never "no report"
//
// Every part costs GMime a dozen objects, so a plain mail's report part goes to it alone, as if it were the mail; any other mail goes to it whole,
// as if this file were not there. Either way must read the same: tests/fuzz/message.cpp holds the two against each other.
//
// Plain is:
//   - multipart/report or multipart/mixed, its boundary a token or a quoted string without escapes
//   - no line of the body starts with "--" but the delimiters, the last of them the closing one; nothing but CRLF stands behind a boundary
//   - no line is longer than RFC 5322 section 2.1.1 allows. GMime takes one that does not fit into its buffer of 4 KiB for the end of the mail
//   - each part has an empty line, and above it whole fields of printable ASCII, one of them a Content-Type without comments
//   - all parts are text/plain or text/html, which no report is, but one of type application
//
// Pure; linear in the size of the body; nothing is copied.
#pragma once

#include <optional>
#include <string_view>

#include "tlsrpt/mail.hpp"

namespace tlsrpt {

/// Views into the mail.
struct PlainPart {
    Field type;                          ///< Content-Type
    std::string_view media_type;         ///< what it says before any parameters, "application/tlsrpt+gzip", as written
    std::optional<Field> encoding;       ///< Content-Transfer-Encoding
    std::optional<Field> disposition;    ///< Content-Disposition
    std::string_view body;               ///< without the line end before the delimiter
};

std::optional<PlainPart> find_plain_part(const Prescan& mail, const Limits& limits);

/// What read() does with a mail that is not plain: for the tests, which hold it against read().
Expected<Message> read_whole(const Prescan& mail, const Limits& limits);

}  // namespace tlsrpt
