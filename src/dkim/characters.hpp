// Character classes of RFC 5234 and RFC 5322, ASCII only: <cctype> asks the locale, and these bytes are hostile.
#pragma once

#include <cstddef>
#include <string_view>

namespace tlsrpt::dkim {

constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
constexpr bool is_wsp(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_visible(char c) { return c > ' ' && c < '\x7f'; }
constexpr bool is_eight_bit(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// The length of the folding white space at `at`: blanks, tabs, and CRLF before a blank or tab (RFC 6376 section 2.8).
constexpr std::size_t fws_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size()) {
        if (is_wsp(text[end]))
            ++end;
        else if (end + 2 < text.size() && text[end] == '\r' && text[end + 1] == '\n' && is_wsp(text[end + 2]))
            end += 3;
        else
            break;
    }
    return end - at;
}

/// Without folding white space at both ends; the text must be free of bare CR and LF.
constexpr std::string_view trim_fws(std::string_view text) {
    constexpr auto blank = [](char c) { return is_wsp(c) || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace tlsrpt::dkim
