// Mails for tests, written as raw strings with LF and sent with CRLF.
#pragma once

#include <string>
#include <string_view>

#include "tlsrpt/mail.hpp"

inline std::string crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

/// {"report-id":"1"} as gzip in base64; 37 octets when decoded.
inline constexpr std::string_view gzip_base64 = "H4sIAAAAAAACA6tWKkotyC8q0c1MUbJSMlSqBQClr7ZTEQAAAA==";
inline constexpr std::size_t gzip_size = 37;

inline const tlsrpt::Limits default_limits;

inline tlsrpt::Expected<tlsrpt::Message> read_mail(std::string_view octets, const tlsrpt::Limits& limits = default_limits) {
    return tlsrpt::read(tlsrpt::prescan(octets, limits), limits);
}
