#include "cli/width.hpp"

#include <algorithm>
#include <array>

namespace tlsrpt {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Blocks of Unicode 15 that consist of combining marks.
constexpr std::array no_columns{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
};

// East_Asian_Width W and F (UAX 11), by block.
constexpr std::array two_columns{
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},
    Range{0xA000, 0xA4CF},   Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x17000, 0x18AFF}, Range{0x1B000, 0x1B2FF}, Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1FAFF}, Range{0x20000, 0x3FFFD},
};

template <std::size_t size>
bool is_in(const std::array<Range, size>& ranges, char32_t code) {
    return std::any_of(ranges.begin(), ranges.end(), [code](const Range& range) { return code >= range.first && code <= range.last; });
}

struct Character {
    std::size_t octets;
    std::size_t columns;
};

Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {1, 1};
    const std::size_t octets = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (octets == 1 || octets > text.size()) return {1, 1};
    char32_t code = lead & (0xFFu >> (octets + 1));
    for (std::size_t i = 1; i < octets; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return {octets, is_in(no_columns, code) ? 0u : is_in(two_columns, code) ? 2u : 1u};
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character character = first_character(text);
        columns += character.columns;
        text.remove_prefix(character.octets);
    }
    return columns;
}

std::size_t columns_prefix(std::string_view text, std::size_t columns) {
    std::size_t used = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        const Character character = first_character(text.substr(end));
        if (end > 0 && used + character.columns > columns) break;
        used += character.columns;
        end += character.octets;
    }
    return end;
}

std::string fit(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string{text};
    if (columns == 0) return {};
    std::size_t used = 0;
    std::size_t end = 0;
    while (end < text.size()) {
        const Character character = first_character(text.substr(end));
        if (used + character.columns > columns - 1) break;    // one column is the ellipsis's
        used += character.columns;
        end += character.octets;
    }
    return std::string{text.substr(0, end)} + "\xE2\x80\xA6";
}

}  // namespace tlsrpt
