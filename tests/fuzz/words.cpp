// What structured fields and transfer encodings hide: RFC 2047 words, RFC 2231 parameters, base64, quoted-printable, dates.
#include <string>

#include "mail/parameters.hpp"
#include "mail/transfer_encoding.hpp"
#include "target.hpp"
#include "tlsrpt/mail.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view octets) {
    std::string text;
    for (std::size_t at = 0; at < octets.size(); at += 3) {
        const std::string_view three = octets.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i) text += i <= three.size() ? alphabet[bits >> (18 - 6 * i) & 63U] : '=';
        if (at % 57 == 54) text += "\r\n";
    }
    return text;
}

void check_times(std::string_view text) {
    for (const auto& time : {parse_rfc5322(text), parse_time_flag(text)}) {
        if (!time) continue;
        const auto again = parse_rfc3339(to_rfc3339(*time));
        // A zone can carry the first and last day over the edge of the years that can be written.
        if (*time >= std::chrono::sys_days{std::chrono::year{1970} / 1 / 1} && *time < std::chrono::sys_days{std::chrono::year{10000} / 1 / 1})
            require(again && again->time == *time, "a date is the same when it is written again");
    }
    if (const auto parsed = parse_rfc3339(text); parsed && !parsed->zone_missing && !parsed->has_offset && !parsed->has_fraction &&
                                                 !parsed->lower_case && !text.substr(17).starts_with("60"))
        require(to_rfc3339(parsed->time) == text, "a strict date-time is written as it was read");
    if (const auto day = parse_date(text)) require(to_date(*day) == text, "a date is written as it was read");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const std::uint8_t kind = input.octet();
    const std::string_view text = input.rest();
    switch (kind % 5) {
        case 0:
            require(decode_words(text).size() <= text.size() * 2, "words do not grow");
            break;
        case 1:
            for (const std::string_view name : {"name", "filename", "charset"})
                require(parameter(text, name).size() <= text.size(), "a parameter is no longer than its field");
            require(text.ends_with(skip_comments(text)), "comments are skipped from the front");
            break;
        case 2:
            if (const auto octets = decode_base64(text)) require(octets->size() <= text.size() / 4 * 3, "four characters are three octets at most");
            require(decode_base64(base64(text)) && *decode_base64(base64(text)) == text, "base64 comes back");
            break;
        case 3:
            if (const auto octets = decode_quoted_printable(text)) require(octets->size() <= text.size(), "quoted-printable does not grow");
            (void)decode_transfer_encoding(text, transfer_encoding_name(text));
            break;
        default:
            check_times(text);
            break;
    }
    return 0;
}
