#include "mail/transfer_encoding.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "mail/parameters.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;

Error unreadable(std::string detail) { return {Slug::MessageUnreadable, std::move(detail)}; }

// What one character means in base64: a value from 0 to 63, or one of these.
constexpr std::int8_t foreign = -1;
constexpr std::int8_t white = -2;
constexpr std::int8_t padding = -3;

constexpr std::array<std::int8_t, 256> base64_meanings = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(foreign);
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i) table.at(static_cast<unsigned char>(alphabet[i])) = static_cast<std::int8_t>(i);
    for (const char c : std::string_view{" \t\r\n"}) table.at(static_cast<unsigned char>(c)) = white;
    table.at('=') = padding;
    return table;
}();

std::int8_t base64_meaning(char c) { return base64_meanings[static_cast<unsigned char>(c)]; }

// Octets that may stand for themselves, RFC 2045 section 6.7 rules 2 and 3.
constexpr bool is_literal(char c) { return c == '\t' || (c >= ' ' && c <= '~' && c != '='); }

// One line of quoted-printable without its line end; `position` is where it starts, for the message.
std::optional<Error> decode_line(std::string_view line, std::size_t position, std::string& octets) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (is_literal(line[i])) {
            octets.push_back(line[i]);
            continue;
        }
        if (line[i] != '=')
            return unreadable(fmt::format("quoted-printable: octet 0x{:02x} at {}", static_cast<unsigned char>(line[i]), position + i));
        // Deviation: lower-case digits, which section 6.7 rule 1 forbids to write and allows to read.
        const int octet = i + 2 < line.size() ? hex_octet(line[i + 1], line[i + 2]) : -1;
        if (octet < 0) return unreadable(fmt::format("quoted-printable: \"=\" without two hexadecimal digits at {}", position + i));
        octets.push_back(static_cast<char>(octet));
        i += 2;
    }
    return std::nullopt;
}

}  // namespace

int hex_octet(char high, char low) {
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    };
    const int h = digit(high);
    const int l = digit(low);
    return h < 0 || l < 0 ? -1 : h * 16 + l;
}

// RFC 2045 section 6.8, RFC 4648 sections 3.1 to 3.3 and 4.
Expected<std::string> decode_base64(std::string_view encoded) {
    std::string octets;
    octets.resize(encoded.size() / 4 * 3 + 3);    // written by index: this is the hot loop of a large report
    std::size_t size = 0;
    std::uint32_t bits = 0;    // of the characters of an unfinished group of four, the first one highest
    int characters = 0;
    int pads = 0;
    const auto put = [&](int shift) { octets[size++] = static_cast<char>((bits >> shift) & 0xFFu); };
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        // Four characters at once, as nearly all are; the others have a negative meaning.
        while (characters == 0 && pads == 0 && encoded.size() - i >= 4) {
            const int a = base64_meaning(encoded[i]), b = base64_meaning(encoded[i + 1]);
            const int c = base64_meaning(encoded[i + 2]), d = base64_meaning(encoded[i + 3]);
            if ((a | b | c | d) < 0) break;
            bits = static_cast<std::uint32_t>(a << 18 | b << 12 | c << 6 | d);
            put(16);
            put(8);
            put(0);
            bits = 0;
            i += 4;
        }
        if (i == encoded.size()) break;
        const std::int8_t meaning = base64_meaning(encoded[i]);
        if (meaning >= 0) {
            if (pads > 0) return unreadable(fmt::format("base64: data after the padding at {}", i));
            bits = (bits << 6) | static_cast<std::uint32_t>(meaning);
            if (++characters < 4) continue;
            put(16);
            put(8);
            put(0);
            bits = 0;
            characters = 0;
        } else if (meaning == padding) {
            if (characters + ++pads > 4 || characters < 2) return unreadable(fmt::format("base64: padding out of place at {}", i));
        } else if (meaning == foreign) {
            return unreadable(fmt::format("base64: octet 0x{:02x} at {}", static_cast<unsigned char>(encoded[i]), i));
        }
    }
    if (characters > 0) {
        if (characters + pads != 4)
            return unreadable(fmt::format("base64: ends within a group, after {} of 4 characters", characters + pads));
        bits <<= 6 * pads;
        put(16);
        if (pads == 1) put(8);
    }
    octets.resize(size);
    return octets;
}

// RFC 2045 section 6.7.
Expected<std::string> decode_quoted_printable(std::string_view encoded) {
    std::string octets;
    octets.reserve(encoded.size());
    for (std::size_t line_start = 0; line_start < encoded.size();) {
        const std::size_t line_end = encoded.find("\r\n", line_start);
        std::string_view line = encoded.substr(line_start, line_end == npos ? npos : line_end - line_start);
        // Rule 3: white space at the end of a line was added on the way.
        line = line.substr(0, line.find_last_not_of(" \t") + 1);
        // Rule 5: a soft line break. One at the very end is harmless: the delimiter took the line end after it.
        const bool soft = line.ends_with('=');
        if (soft) line.remove_suffix(1);
        if (auto error = decode_line(line, line_start, octets)) return *std::move(error);
        if (line_end == npos) break;
        if (!soft) octets += "\r\n";
        line_start = line_end + 2;
    }
    return octets;
}

std::string transfer_encoding_name(std::string_view field_value) {
    std::string_view text = skip_comments(field_value);
    text = text.substr(0, text.find_first_of(" \t\r\n(;"));
    return text.empty() ? "7bit" : lower_ascii(text);
}

Expected<std::string> decode_transfer_encoding(std::string_view encoded, std::string_view name) {
    if (name == "base64") return decode_base64(encoded);
    if (name == "quoted-printable") return decode_quoted_printable(encoded);
    if (name == "7bit" || name == "8bit" || name == "binary") return std::string{encoded};
    return unreadable(fmt::format("unknown Content-Transfer-Encoding {}", cut_text(name, 100)));
}

}  // namespace tlsrpt
