// Base64 as DKIM writes it: RFC 2045 section 6.8 with folding white space anywhere (RFC 6376 section 3.2, base64string).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tlsrpt::dkim {

/// The octets. None when a character is foreign, the padding is missing or misplaced, or bits that the padding cuts off are
/// not zero: every octet string has exactly one spelling, so that no byte of a signature can be changed unnoticed.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace tlsrpt::dkim
