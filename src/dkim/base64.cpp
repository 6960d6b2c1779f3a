#include "dkim/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "dkim/characters.hpp"

namespace tlsrpt::dkim {

namespace {

constexpr std::uint8_t foreign = 0xff;

constexpr std::array<std::uint8_t, 256> sextets = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(foreign);
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < alphabet.size(); ++i) table.at(static_cast<unsigned char>(alphabet[i])) = static_cast<std::uint8_t>(i);
    return table;
}();

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    std::string octets(text.size() / 4 * 3 + 3, '\0');    // written by index, and cut at the end
    std::size_t size = 0;
    std::uint32_t bits = 0;
    unsigned pending = 0;  // bits not yet written
    std::size_t digits = 0;
    std::size_t padding = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        // Four digits at once, as nearly all are.
        while (pending == 0 && padding == 0 && text.size() - at >= 4) {
            const auto digit = [&](std::size_t i) { return std::uint32_t{sextets[static_cast<unsigned char>(text[at + i])]}; };
            const std::uint32_t a = digit(0), b = digit(1), c = digit(2), d = digit(3);
            if (std::max({a, b, c, d}) == foreign) break;
            const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
            octets[size++] = static_cast<char>(group >> 16);
            octets[size++] = static_cast<char>(group >> 8 & 0xff);
            octets[size++] = static_cast<char>(group & 0xff);
            digits += 4;
            at += 4;
        }
        if (at == text.size()) break;
        const char c = text[at];
        if (is_wsp(c) || c == '\r' || c == '\n') continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const std::uint8_t sextet = sextets[static_cast<unsigned char>(c)];
        if (sextet == foreign || padding != 0) return std::nullopt;
        ++digits;
        bits = (bits << 6 | sextet) & 0xffff;
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            octets[size++] = static_cast<char>(bits >> pending & 0xff);
        }
    }
    if (padding > 2 || (digits + padding) % 4 != 0) return std::nullopt;
    if ((bits & ((1u << pending) - 1)) != 0) return std::nullopt;
    octets.resize(size);
    return octets;
}

}  // namespace tlsrpt::dkim
