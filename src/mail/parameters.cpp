#include "mail/parameters.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "mail/transfer_encoding.hpp"
#include "tlsrpt/mail.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;

struct Parameter {
    std::string_view attribute;    // "filename*0*"
    std::string value;             // without quotes
};

// Reads a quoted-string off the front (RFC 5322 section 3.2.4). One that is not closed ends with the field.
std::string take_quoted(std::string_view& text) {
    std::string value;
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\r' || text[i] == '\n') continue;    // a fold
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        value.push_back(text[i]);
    }
    text.remove_prefix(std::min(i + 1, text.size()));
    return value;
}

// Deviation: unquoted values may hold what a token may not, blanks for instance; they end at the next ";".
std::string take_unquoted(std::string_view& text) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view value = trim(text.substr(0, end));
    text.remove_prefix(end);
    return std::string{value};
}

// Goes behind the next ";" that is not inside of quotes or a comment. False at the end of the field.
bool skip_separator(std::string_view& text) {
    while (!text.empty() && text.front() != ';') {
        if (text.front() == '"') take_quoted(text);
        else if (text.front() == '(') text = skip_comments(text);
        else text.remove_prefix(1);
    }
    if (text.empty()) return false;
    text.remove_prefix(1);
    return true;
}

std::vector<Parameter> parse_parameters(std::string_view text) {
    std::vector<Parameter> parameters;
    while (skip_separator(text)) {
        text = skip_comments(text);
        const std::size_t attribute_end = text.find_first_of("=;");
        if (attribute_end == npos || text[attribute_end] == ';') continue;
        const std::string_view attribute = text.substr(0, attribute_end);
        Parameter parameter{attribute.substr(0, attribute.find_first_of(" \t\r\n(")), {}};
        text = skip_comments(text.substr(attribute_end + 1));
        parameter.value = text.starts_with('"') ? take_quoted(text) : take_unquoted(text);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

// A value of RFC 2231, put together from its pieces.
struct Extended {
    std::string charset;
    std::string octets;
    std::string written;    // without decoding, for charsets that we do not convert
};

std::string percent_decode(std::string_view text) {
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int octet = text[i] == '%' && i + 2 < text.size() ? hex_octet(text[i + 1], text[i + 2]) : -1;
        octets.push_back(octet < 0 ? text[i] : static_cast<char>(octet));
        if (octet >= 0) i += 2;
    }
    return octets;
}

void append_piece(Extended& extended, std::string_view value, bool first, bool encoded) {
    extended.written += value;
    if (!encoded) {
        extended.octets += value;
        return;
    }
    if (first) {    // charset'language'text
        const std::size_t charset_end = value.find('\'');
        const std::size_t language_end = charset_end == npos ? npos : value.find('\'', charset_end + 1);
        if (language_end != npos) {
            extended.charset = value.substr(0, charset_end);
            value.remove_prefix(language_end + 1);
        }
    }
    extended.octets += percent_decode(value);
}

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view attribute) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& parameter) { return equal_ignoring_case(parameter.attribute, attribute); });
    return found == parameters.end() ? nullptr : &*found;
}

// name* alone, or name*0, name*1 … up to the first number that is missing, in whatever order they stand.
std::optional<Extended> extended_value(const std::vector<Parameter>& parameters, std::string_view name) {
    const std::string starred = std::string{name} + "*";
    Extended extended;
    if (const Parameter* whole = find_parameter(parameters, starred)) {
        append_piece(extended, whole->value, true, true);
        return extended;
    }
    for (std::size_t number = 0;; ++number) {
        const std::string attribute = starred + std::to_string(number);
        const Parameter* encoded = find_parameter(parameters, attribute + "*");
        const Parameter* piece = encoded != nullptr ? encoded : find_parameter(parameters, attribute);
        if (piece == nullptr) return number == 0 ? std::nullopt : std::optional{extended};
        append_piece(extended, piece->value, number == 0, encoded != nullptr);
    }
}

bool is_readable_charset(std::string_view charset) {
    return charset.empty() || equal_ignoring_case(charset, "utf-8") || equal_ignoring_case(charset, "us-ascii");
}

}  // namespace

std::string_view skip_comments(std::string_view text) {
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        if (!text.starts_with('(')) return text;
        std::size_t depth = 0;
        std::size_t i = 0;
        do {
            if (text[i] == '(') ++depth;
            else if (text[i] == ')') --depth;
            else if (text[i] == '\\') ++i;
            ++i;
        } while (depth > 0 && i < text.size());
        text.remove_prefix(std::min(i, text.size()));
    }
}

std::string parameter(std::string_view field_value, std::string_view name) {
    const std::vector<Parameter> parameters = parse_parameters(field_value);
    if (const auto extended = extended_value(parameters, name))
        return is_readable_charset(extended->charset) && is_valid_utf8(extended->octets) ? extended->octets : extended->written;
    const Parameter* plain = find_parameter(parameters, name);
    // Deviation: an encoded word inside a quoted string, which RFC 2047 section 5 forbids (Stalwart, and mail programs for decades).
    return plain == nullptr ? "" : decode_words(plain->value);
}

}  // namespace tlsrpt
