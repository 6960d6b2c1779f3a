// Header text as a person reads it: unfolded, with the encoded words of RFC 2047 decoded.
//
//     "=?utf-8?q?Gr=C3=BC=C3=9Fe?="  →  "Grüße"
//
// Only ASCII and UTF-8 are decoded. Other charsets would need conversion tables that are files, and what is examined in
// a cell without files must read the same everywhere. A word that breaks the rules stays as it is written.
#include <algorithm>
#include <optional>

#include "mail/transfer_encoding.hpp"
#include "tlsrpt/mail.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;

struct EncodedWord {
    std::size_t size;    // as written
    std::string octets;
};

// RFC 2047 section 4.2.
std::optional<std::string> decode_q(std::string_view text) {
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '_') {
            octets.push_back(' ');
        } else if (text[i] == '=') {
            const int octet = i + 2 < text.size() ? hex_octet(text[i + 1], text[i + 2]) : -1;
            if (octet < 0) return std::nullopt;
            octets.push_back(static_cast<char>(octet));
            i += 2;
        } else if (text[i] > ' ' && text[i] <= '~') {
            octets.push_back(text[i]);
        } else {
            return std::nullopt;
        }
    }
    return octets;
}

bool is_ascii(std::string_view octets) {
    return std::all_of(octets.begin(), octets.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x7F; });
}

// encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="    RFC 2047 section 2, RFC 2231 section 5
// Deviation: one longer than 75 characters, or not set apart by white space (in quoted strings: Stalwart's file names).
std::optional<EncodedWord> encoded_word_at(std::string_view text) {
    if (!text.starts_with("=?")) return std::nullopt;
    const std::size_t charset_end = text.find('?', 2);
    if (charset_end == npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?') return std::nullopt;
    const std::size_t content = charset_end + 3;
    const std::size_t end = text.find('?', content);    // encoded-text holds no "?"
    if (end == npos || end + 1 >= text.size() || text[end + 1] != '=') return std::nullopt;

    std::string_view charset = text.substr(2, charset_end - 2);
    charset = charset.substr(0, charset.find('*'));
    const bool ascii = equal_ignoring_case(charset, "us-ascii") || equal_ignoring_case(charset, "ascii");
    if (!ascii && !equal_ignoring_case(charset, "utf-8") && !equal_ignoring_case(charset, "utf8")) return std::nullopt;

    const std::string_view encoded = text.substr(content, end - content);
    if (encoded.find_first_of(" \t\r\n") != npos) return std::nullopt;
    EncodedWord word{end + 2, {}};
    switch (text[charset_end + 1]) {
        case 'Q':
        case 'q': {
            auto octets = decode_q(encoded);
            if (!octets) return std::nullopt;
            word.octets = *std::move(octets);
            break;
        }
        case 'B':
        case 'b': {
            auto octets = decode_base64(encoded);
            if (!octets) return std::nullopt;
            word.octets = *std::move(octets);
            break;
        }
        default: return std::nullopt;
    }
    if (ascii && !is_ascii(word.octets)) return std::nullopt;
    return word;
}

// RFC 5322 section 2.2.3: unfolding removes the CRLF, not the white space after it.
std::string unfold(std::string_view value) {
    if (value.find('\r') == npos) return std::string{value};
    std::string text;
    text.reserve(value.size());
    for (;;) {
        const std::size_t cr = std::min(value.find('\r'), value.size());
        text.append(value.substr(0, cr));
        value.remove_prefix(cr);
        if (value.empty()) break;
        const bool fold = value.starts_with("\r\n") && value.size() > 2 && (value[2] == ' ' || value[2] == '\t');
        if (!fold) text.push_back('\r');
        value.remove_prefix(fold ? 2 : 1);
    }
    return text;
}

}  // namespace

std::string decode_words(std::string_view value) {
    std::string unfolded = unfold(trim(value));
    const std::string_view text = unfolded;
    if (text.find("=?") == npos) return unfolded;    // as nearly all are
    std::string decoded;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = std::min(text.find("=?", i), text.size());
        decoded.append(text, i, start - i);
        i = start;
        if (i == text.size()) break;
        auto word = encoded_word_at(text.substr(i));
        if (!word) {
            decoded.push_back(text[i++]);
            continue;
        }
        // White space between two encoded words is not part of the text (RFC 2047 section 6.2). A character may be
        // split between them, against section 5, so that UTF-8 is judged for the run of words.
        std::string run;
        std::size_t end = i;
        for (std::size_t next = i; word; word = encoded_word_at(text.substr(next))) {
            run += word->octets;
            end = next + word->size;
            next = std::min(text.find_first_not_of(" \t", end), text.size());
        }
        decoded += is_valid_utf8(run) ? run : std::string{text.substr(i, end - i)};
        i = end;
    }
    return decoded;
}

std::string decoded_field(const Prescan& mail, std::string_view name) {
    const Field* field = find_field(mail, name);
    return field == nullptr ? std::string{} : decode_words(field->value);
}

}  // namespace tlsrpt
