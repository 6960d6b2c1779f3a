// The octets of a part behind its Content-Transfer-Encoding (RFC 2045 section 6).
//
//     encoded octets + name of the encoding  →  octets, or message-unreadable with what is wrong and where
//
// Strict, so that nobody reads another report than we do: characters outside the alphabet, data after the padding,
// padding that is missing, a broken "=XX" are errors. White space and line ends are not: both encodings allow them to
// come and go on the way (RFC 2045 sections 6.7 and 6.8).
//
// Own code, because Debian's GMime decodes base64 up to the first "=" and drops the rest in silence.
#pragma once

#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

Expected<std::string> decode_base64(std::string_view encoded);

/// `encoded` has CRLF line ends; the result has them, too, but for soft line breaks.
Expected<std::string> decode_quoted_printable(std::string_view encoded);

/// The token of a Content-Transfer-Encoding value in lower case, comments removed; "7bit" when it is empty (RFC 2045 section 6.1).
std::string transfer_encoding_name(std::string_view field_value);

/// By name: "7bit", "8bit", "binary", "base64" or "quoted-printable"; any other is an error.
Expected<std::string> decode_transfer_encoding(std::string_view encoded, std::string_view name);

/// The value of two hexadecimal digits of either case, or -1.
int hex_octet(char high, char low);

}  // namespace tlsrpt
