#include "dkim/base64.hpp"

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
    std::string octets;
    octets.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned pending = 0;  // bits not yet written
    std::size_t digits = 0;
    std::size_t padding = 0;
    for (const char c : text) {
        if (is_wsp(c) || c == '\r' || c == '\n') continue;
        if (c == '=') {
            ++padding;
            continue;
        }
        const std::uint8_t sextet = sextets.at(static_cast<unsigned char>(c));
        if (sextet == foreign || padding != 0) return std::nullopt;
        ++digits;
        bits = (bits << 6 | sextet) & 0xffff;
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            octets.push_back(static_cast<char>(bits >> pending & 0xff));
        }
    }
    if (padding > 2 || (digits + padding) % 4 != 0) return std::nullopt;
    if ((bits & ((1u << pending) - 1)) != 0) return std::nullopt;
    return octets;
}

}  // namespace tlsrpt::dkim
