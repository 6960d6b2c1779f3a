// The character classes of RFC 5234 and RFC 3986 that records and policies are made of. The locale is never asked.
#pragma once

namespace tlsrpt::doctor {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }  // WSP
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
/// After the first octet of an extension's name (RFC 8460 section 3, RFC 8461 section 3.1).
constexpr bool is_extension_octet(char c) { return is_letter_or_digit(c) || c == '_' || c == '-' || c == '.'; }
constexpr bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr int hex_value(char c) { return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; }

}  // namespace tlsrpt::doctor
