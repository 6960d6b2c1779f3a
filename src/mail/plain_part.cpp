#include "mail/plain_part.hpp"

#include <algorithm>
#include <cstdint>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t max_line_bytes = 998 + 2;      // with its CRLF
constexpr std::size_t max_boundary_bytes = 70;       // RFC 2046 section 5.1.1

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
/// What every reader takes for a part of a token (RFC 2045 section 5.1).
bool is_token_char(char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '+'; }
/// bchars (RFC 2046 section 5.1.1) without the blank, and without "?", which encoded words have.
bool is_boundary_char(char c) { return is_alnum(c) || std::string_view{"'()+_,-./:="}.find(c) != npos; }

template <typename Is>
std::string_view take_while(std::string_view& text, Is is) {
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is) - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

/// Blanks and folds; what the fields were checked for makes every CR and LF part of a fold.
void skip_white(std::string_view& text) {
    take_while(text, [](char c) { return is_blank(c) || c == '\r' || c == '\n'; });
}

/// No control but tabs, nothing beyond ASCII, and not blank: one line of a field, without its CRLF.
bool is_plain_line(std::string_view line) {
    std::uint8_t foreign = 0;    // without a way out of its loop it takes many octets at a time
    for (const char c : line) foreign |= static_cast<std::uint8_t>((c < ' ' || c > '~') && c != '\t');
    return foreign == 0 && line.find_first_not_of(" \t") != npos;
}

/// A whole field without its final CRLF, when it is plain.
std::optional<Field> plain_field(std::string_view raw) {
    for (std::string_view rest = raw;;) {
        const std::size_t end = rest.find("\r\n");
        if (!is_plain_line(rest.substr(0, end))) return std::nullopt;
        if (end == npos) break;
        rest.remove_prefix(end + 2);
    }
    const std::size_t colon = raw.find(':');
    const std::string_view name = raw.substr(0, colon);
    const auto is_name_char = [](char c) { return is_alnum(c) || c == '-'; };
    if (colon == npos || name.empty() || !std::all_of(name.begin(), name.end(), is_name_char)) return std::nullopt;
    return Field{name, raw.substr(colon + 1), raw};
}

/// Takes a field and its final CRLF off the front.
std::optional<Field> take_field(std::string_view& text) {
    std::size_t end = text.find("\r\n");
    while (end != npos && end + 2 < text.size() && is_blank(text[end + 2])) end = text.find("\r\n", end + 2);
    if (end == npos) return std::nullopt;
    const auto field = plain_field(text.substr(0, end));
    text.remove_prefix(end + 2);
    return field;
}

/// Takes "type/subtype" off the front, and the white space around it; "" when something else stands there.
std::string_view take_media_type(std::string_view& text) {
    skip_white(text);
    const char* const start = text.data();
    const bool is_whole = !take_while(text, is_token_char).empty() && take(text, '/') && !take_while(text, is_token_char).empty();
    const std::string_view media_type{start, static_cast<std::size_t>(text.data() - start)};
    skip_white(text);
    return is_whole && (text.empty() || text.front() == ';') ? media_type : std::string_view{};
}

/// Of a Content-Type field's parameters, which must all be plain.
std::optional<std::string_view> boundary_among(std::string_view parameters) {
    std::optional<std::string_view> boundary;
    while (take(parameters, ';')) {
        skip_white(parameters);
        if (parameters.empty()) break;
        const std::string_view attribute = take_while(parameters, is_token_char);
        if (attribute.empty() || !take(parameters, '=')) return std::nullopt;
        std::string_view value;
        if (take(parameters, '"')) {
            value = take_while(parameters, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
            if (!take(parameters, '"')) return std::nullopt;
        } else {
            value = take_while(parameters, is_token_char);
        }
        skip_white(parameters);
        if (value.empty()) return std::nullopt;
        if (!equal_ignoring_case(attribute, "boundary")) continue;
        if (boundary) return std::nullopt;
        boundary = value;
    }
    return parameters.empty() ? boundary : std::nullopt;
}

/// The boundary of a mail whose own fields about MIME are plain.
std::optional<std::string_view> plain_boundary(const Prescan& mail) {
    const Field* type = nullptr;
    for (const Field& field : mail.fields) {
        if (!equal_ignoring_case(field.name.substr(0, 8), "Content-")) continue;
        if (!plain_field(field.raw)) return std::nullopt;
        if (equal_ignoring_case(field.name, "Content-Type")) type = &field;
    }
    if (type == nullptr || type->value.find("=?") != npos) return std::nullopt;
    std::string_view text = type->value;
    const std::string_view media_type = take_media_type(text);
    if (!equal_ignoring_case(media_type, "multipart/report") && !equal_ignoring_case(media_type, "multipart/mixed")) return std::nullopt;
    const auto boundary = boundary_among(text);
    if (!boundary || boundary->size() > max_boundary_bytes || !std::all_of(boundary->begin(), boundary->end(), is_boundary_char)) return std::nullopt;
    return boundary;
}

bool has_long_line(std::string_view body) {
    while (body.size() > max_line_bytes) {
        const std::size_t line_end = body.substr(0, max_line_bytes).rfind('\n');
        if (line_end == npos) return true;
        body.remove_prefix(line_end + 1);
    }
    return false;
}

/// What follows a delimiter line, which `text` starts with.
std::optional<std::string_view> behind_delimiter(std::string_view text, std::string_view boundary, bool closing) {
    for (const std::string_view next : {std::string_view{"--"}, boundary, std::string_view{closing ? "--" : ""}}) {
        if (!text.starts_with(next)) return std::nullopt;
        text.remove_prefix(next.size());
    }
    if (closing && text.empty()) return text;
    if (!text.starts_with("\r\n")) return std::nullopt;
    return text.substr(2);
}

std::optional<PlainPart> split_part(std::string_view text) {
    std::optional<Field> type;
    PlainPart part;
    while (!text.starts_with("\r\n")) {
        const auto field = take_field(text);
        if (!field) return std::nullopt;
        std::optional<Field>* const place = equal_ignoring_case(field->name, "Content-Type")                ? &type
                                            : equal_ignoring_case(field->name, "Content-Transfer-Encoding") ? &part.encoding
                                            : equal_ignoring_case(field->name, "Content-Disposition")       ? &part.disposition
                                                                                                            : nullptr;
        if (place == nullptr) continue;
        if (*place) return std::nullopt;    // doubled: message.cpp says what that means
        *place = field;
    }
    part.body = text.substr(2);
    if (!type || part.body.empty()) return std::nullopt;
    part.type = *type;
    std::string_view value = type->value;
    part.media_type = take_media_type(value);
    return part;
}

enum class Content { Text, Application, Other };

Content content_of(std::string_view media_type) {
    constexpr std::string_view application = "application/";
    if (equal_ignoring_case(media_type.substr(0, application.size()), application)) return Content::Application;
    if (equal_ignoring_case(media_type, "text/plain") || equal_ignoring_case(media_type, "text/html")) return Content::Text;
    return Content::Other;
}

}  // namespace

std::optional<PlainPart> find_plain_part(const Prescan& mail, const Limits& limits) {
    const std::vector<std::size_t>& lines = mail.boundary_lines;
    // As many lines as there are things to visit: the parts, and the mail. A mail that is over a limit is not for us to refuse.
    if (lines.size() < 2 || lines.size() > limits.max_parts || limits.max_part_depth == 0) return std::nullopt;
    const auto boundary = plain_boundary(mail);
    if (!boundary || has_long_line(mail.body)) return std::nullopt;

    std::optional<PlainPart> found;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool closing = i + 1 == lines.size();
        const auto behind = behind_delimiter(mail.body.substr(lines[i]), *boundary, closing);
        if (!behind) return std::nullopt;
        if (closing) break;
        const std::size_t start = mail.body.size() - behind->size();
        if (lines[i + 1] < start + 2 || mail.body[lines[i + 1] - 2] != '\r') return std::nullopt;
        const auto part = split_part(mail.body.substr(start, lines[i + 1] - 2 - start));
        if (!part) return std::nullopt;
        switch (content_of(part->media_type)) {
            case Content::Text:
                continue;
            case Content::Application:
                if (found) return std::nullopt;
                found = part;
                break;
            case Content::Other:
                return std::nullopt;
        }
    }
    return found;
}

}  // namespace tlsrpt
