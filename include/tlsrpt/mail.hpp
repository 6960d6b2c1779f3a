// The mail as octets and the mail as parts: what stands in it, before and after we know who sent it.
//
//     bytes ──prescan──► Prescan (header fields, body)      own code, no library, safe on hostile bytes
//     Prescan ──read──► Message (the report part)           GMime; only after the signature verified
//
// Everything that verification needs comes from the prescan. Its limits (limits.hpp) are what keeps GMime out of
// trouble: group addresses that recurse, 20,000 parameters, a million parts.
//
// Surprises: GMime's part iterator descends into message/rfc822; with two Content-Type fields the last one wins;
// Debian's base64 decoder stops at the first "=". So parts are walked and transfer encodings decoded by us.
//
// Pure: no I/O, no clock. prescan() may run on any thread; read() must not run on two at once.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/deviation.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

/// One header field. The views point into Prescan::octets.
struct Field {
    std::string_view name;     ///< as written, without the colon and without white space before it
    std::string_view value;    ///< after the colon, folds included, without the final CRLF
    std::string_view raw;      ///< the whole field from its name, without the final CRLF: what DKIM canonicalises
};

/// A mail with CRLF line ends, cut into fields and body. Movable; the views stay valid as long as it lives.
struct Prescan {
    std::shared_ptr<const std::string> owned;   ///< the converted mail when the input had LF line ends; else null
    std::string_view octets;                    ///< the mail from its first field on, CRLF; into *owned, or borrowed from the input, which must outlive this
    std::vector<Field> fields;                  ///< top to bottom
    std::string_view body;                      ///< after the empty line
    std::vector<std::size_t> boundary_lines;    ///< where in the body the lines begin that start with "--"; empty when there are too many
    bool report_like{false};                    ///< media type, TLS-Report-* or Subject look like a report; else it is junk
    std::optional<Error> refusal;               ///< message-unreadable and why; fields found so far are kept for the quarantine list
};

/// Splits the mail. Never fails: a refusal is part of the result.
/// Refuses: over max_mail_bytes, no fields, NUL or a bare CR in headers, over-long lines or fields, a doubled From,
/// Subject, Date, To, Content-Type or MIME-Version (RFC 5322 section 3.6), too many lines that start "--".
/// Line ends: all CRLF, or all LF (a pipe transport's), which become CRLF once. A first line "From " is dropped.
Prescan prescan(std::string_view bytes, const Limits& limits);

/// The first field of that name (case-insensitive), or null.
const Field* find_field(const Prescan& mail, std::string_view name);

/// The date of the topmost Received field: when our own MTA took the mail (RFC 5321 section 4.4).
std::optional<std::chrono::sys_seconds> time_in_received(const Prescan& mail);

/// The attachment that holds the report, transfer encoding removed.
struct ReportPart {
    std::string octets;
    std::string media_type;    ///< lower case, "application/tlsrpt+gzip"
    std::string file_name;     ///< a claim for people to read; never used as a path
    std::string transfer_encoding;  ///< lower case; "7bit" when absent
};

/// What reading the MIME structure gave.
struct Message {
    ReportPart part;
    std::vector<Deviation> deviations;    ///< pointer "" and names such as media-type, extra-report-part
};

/// @return no-report-part      no part of a known media type (RFC 8460 section 5.3), or only inside message/rfc822
///         message-unreadable  base64 or quoted-printable of the part is broken, too many parts, too deep
Expected<Message> read(const Prescan& mail, const Limits& limits);

/// RFC 2047 words decoded when their charset is ASCII or UTF-8; anything else is returned as it stands, unfolded.
std::string decode_words(std::string_view value);

/// The first field of that name, decoded likewise; "" when absent. A claim, as long as nobody vouches for it.
std::string decoded_field(const Prescan& mail, std::string_view name);

}  // namespace tlsrpt
