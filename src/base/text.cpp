#include "tlsrpt/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace tlsrpt {
namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Character {
    std::size_t octets{0};    // 0: the text does not start with a valid UTF-8 sequence
    char32_t code{0};
};

// One UTF-8 sequence (RFC 3629 section 4): no overlong forms, no surrogates, nothing above U+10FFFF.
Character first_character(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return {1, lead};
    std::size_t length = 0;
    char32_t code = 0;
    char32_t least = 0;
    if (lead >= 0xC2 && lead <= 0xDF) { length = 2; code = lead & 0x1Fu; least = 0x80; }
    else if (lead >= 0xE0 && lead <= 0xEF) { length = 3; code = lead & 0x0Fu; least = 0x800; }
    else if (lead >= 0xF0 && lead <= 0xF4) { length = 4; code = lead & 0x07u; least = 0x10000; }
    else return {};
    if (text.size() < length) return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xC0u) != 0x80u) return {};
        code = (code << 6) | (at(i) & 0x3Fu);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
    return {length, code};
}

constexpr bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

// Characters that change how their neighbours look, or look like nothing: bidirectional controls (UAX 9), zero-width
// characters, line and paragraph separators, the byte order mark, tags.
constexpr bool is_deceptive(char32_t c) {
    return c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

// Spreadsheets take a cell that begins so for a formula, some of them after blanks and in full-width letters too.
bool runs_in_a_spreadsheet(std::string_view text) {
    const std::size_t start = text.find_first_not_of(blanks);
    if (start == std::string_view::npos) return false;
    constexpr std::u32string_view starts = U"=+-@\uFF1D\uFF0B\uFF0D\uFF20";
    const auto [octets, code] = first_character(text.substr(start));
    return octets > 0 && starts.find(code) != std::u32string_view::npos;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string escape_terminal(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    const auto is_plain = [](char c) { return c >= ' ' && c < '\x7F' && c != '\\'; };
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto [octets, code] = first_character(text);
        if (octets == 0) {
            fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
            continue;
        }
        if (code == '\\') out += "\\\\";
        else if (code < 0x80 && is_control(code)) fmt::format_to(std::back_inserter(out), "\\x{:02X}", static_cast<unsigned>(code));
        else if (is_control(code) || is_deceptive(code)) fmt::format_to(std::back_inserter(out), "\\u{{{:04X}}}", static_cast<unsigned>(code));
        else out += text.substr(0, octets);
        text.remove_prefix(octets);
    }
    return out;
}

std::string escape_csv(std::string_view text) {
    std::string field = escape_terminal(text);
    if (runs_in_a_spreadsheet(text)) field.insert(field.begin(), '\'');
    if (field.find_first_of(",\";") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted += '"';
}

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [octets, code] = first_character(text);
        if (octets == 0) {
            out += "\xEF\xBF\xBD";
            text.remove_prefix(1);
            continue;
        }
        if (code == '&') out += "&amp;";
        else if (code == '<') out += "&lt;";
        else if (code == '>') out += "&gt;";
        else if (code == '"') out += "&quot;";
        else if (code == '\'') out += "&#39;";
        else if (code == '\n' || code == '\t') out += static_cast<char>(code);
        else if (is_control(code) || is_deceptive(code)) out += "\xEF\xBF\xBD";
        else out += text.substr(0, octets);
        text.remove_prefix(octets);
    }
    return out;
}

std::string escape_prometheus(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto [octets, code] = first_character(text);
        if (code == '\\' && octets != 0) out += "\\\\";
        else if (code == '"') out += "\\\"";
        else if (code == '\n') out += "\\n";
        else if (octets == 0 || is_control(code) || is_deceptive(code)) out += "\xEF\xBF\xBD";
        else out += text.substr(0, octets);
        text.remove_prefix(octets == 0 ? 1 : octets);
    }
    return out;
}

std::string unlink_text(std::string_view text) {
    constexpr std::string_view scheme = "://";
    constexpr std::string_view host = "www.";
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(scheme)) out += "[:]";
        else if (text[i] == '.' && i >= 3 && equal_ignoring_case(text.substr(i - 3, host.size()), host)) out += "[.]";
        else out += text[i];
    }
    return out;
}

std::string escape_mail(std::string_view text) { return unlink_text(escape_terminal(text)); }

std::string quote_json(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    out += '"';
    const auto is_plain = [](char c) { return c >= ' ' && c < '\x7F' && c != '"' && c != '\\'; };
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());    // most texts are nothing else
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const auto [octets, code] = first_character(text);
        if (octets == 0) {
            out += "\xEF\xBF\xBD";
            text.remove_prefix(1);
            continue;
        }
        if (code == '"') out += "\\\"";
        else if (code == '\\') out += "\\\\";
        else if (code == '\n') out += "\\n";
        else if (code == '\r') out += "\\r";
        else if (code == '\t') out += "\\t";
        else if (code >= 0x10000 && is_deceptive(code)) {
            const auto offset = static_cast<unsigned>(code) - 0x10000u;    // RFC 8259 section 7: a surrogate pair
            fmt::format_to(std::back_inserter(out), "\\u{:04x}\\u{:04x}", 0xD800u + (offset >> 10), 0xDC00u + (offset & 0x3FFu));
        } else if (is_control(code) || is_deceptive(code)) fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code));
        else out += text.substr(0, octets);
        text.remove_prefix(octets);
    }
    return out += '"';
}

std::string cut_text(std::string_view text, std::size_t most) {
    constexpr std::string_view ellipsis = "\xE2\x80\xA6";
    if (text.size() <= most) return std::string{text};
    std::size_t end = most < ellipsis.size() ? 0 : most - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    std::string cut{text.substr(0, end)};
    if (most >= ellipsis.size()) cut += ellipsis;
    return cut;
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        // Most texts are ASCII: eight octets at once.
        for (std::uint64_t octets = 0; text.size() >= sizeof octets; text.remove_prefix(sizeof octets)) {
            std::memcpy(&octets, text.data(), sizeof octets);
            if ((octets & 0x8080808080808080U) != 0) break;
        }
        if (text.empty()) break;
        const std::size_t octets = first_character(text).octets;
        if (octets == 0) return false;
        text.remove_prefix(octets);
    }
    return true;
}

std::string lower_ascii(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = lower(c);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i])) return false;
    return true;
}

std::string_view trim(std::string_view text) {
    // Not by find_first_not_of(), which calls memchr() for every octet.
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
    constexpr std::uint64_t most = ~std::uint64_t{0};
    if (text.empty()) return std::nullopt;
    std::uint64_t count = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (count > (most - digit) / 10) return std::nullopt;
        count = count * 10 + digit;
    }
    return count;
}

}  // namespace tlsrpt
