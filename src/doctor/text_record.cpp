#include "doctor/text_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "doctor/characters.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_quoted_bytes = 60;
constexpr std::size_t max_fields = 64;
constexpr std::size_t max_name_octets = 32;

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool begins_with(std::string_view text, std::string_view version) {
    return text.size() > version.size() && text.starts_with(version) && text[version.size()] == ';';
}

// "v=TLSRPT…" in any case, with blanks or quotes where none belong.
bool is_near_miss(std::string_view text, std::string_view version) {
    std::string plain;
    for (const char c : text.substr(0, 64))
        if (!is_blank(c) && c != '"' && c != '\'' && c != '\\') plain += c;
    const std::string_view stem = version.substr(0, version.find_last_not_of("0123456789v") + 1);  // "v=TLSRPT", "v=STS"
    return lower_ascii(plain).starts_with(lower_ascii(stem));
}

}  // namespace

Selected select(std::span<const std::string> texts, std::string_view version) {
    Selected selected;
    for (const std::string& text : texts) {
        if (begins_with(text, version))
            selected.counting.push_back(text);
        else if (is_near_miss(text, version))
            selected.near_misses.push_back(text);
        else
            selected.others.push_back(text);
    }
    return selected;
}

std::string why_missed(std::string_view text, std::string_view version) {
    if (text.empty()) return "is empty";
    if (is_blank(text.front())) return "begins with a blank";
    if (text.front() == '"' || text.front() == '\'') return "has quotation marks inside the text: the provider's form adds its own";
    if (text.starts_with(version)) {
        const std::string_view rest = text.substr(version.size());
        if (rest.empty()) return "ends after the version";
        if (is_blank(rest.front())) return fmt::format("has a blank where the \";\" after {} belongs", version);
        return fmt::format("has \"{}\" where the \";\" after {} belongs", cut_text(rest.substr(0, 1), 4), version);
    }
    if (lower_ascii(text).starts_with(lower_ascii(version))) return fmt::format("writes the version in other letters than {}", version);
    return fmt::format("does not begin with \"{};\"", version);
}

Fields fields_of(std::string_view text) {
    Fields found;
    bool first = true;
    for (std::size_t count = 0; !text.empty() || first; ++count) {
        if (count > max_fields) {
            found.violations.push_back(fmt::format("more than {} fields; the rest was not read", max_fields));
            break;
        }
        const std::size_t end = std::min(text.find(';'), text.size());
        const std::string_view field = trim_blanks(text.substr(0, end));
        const bool last = end == text.size();
        text.remove_prefix(std::min(end + 1, text.size()));
        if (first) {
            first = false;  // the version
            continue;
        }
        if (field.empty()) {
            if (!(last || text.empty())) found.violations.emplace_back("nothing between two \";\"");
            continue;
        }
        const std::size_t equals = field.find('=');
        if (equals == std::string_view::npos) {
            found.violations.push_back(fmt::format("\"{}\" has no \"=\"", cut_text(field, max_quoted_bytes)));
            continue;
        }
        const std::string_view name = field.substr(0, equals);
        const std::string_view value = field.substr(equals + 1);
        if (name.empty())
            found.violations.push_back(fmt::format("\"{}\" has no name before its \"=\"", cut_text(field, max_quoted_bytes)));
        else if (is_blank(name.back()) || (!value.empty() && is_blank(value.front())))
            found.violations.push_back(fmt::format("a blank beside the \"=\" of \"{}\"", cut_text(trim_blanks(name), max_quoted_bytes)));
        found.fields.push_back({trim_blanks(name), trim_blanks(value)});
    }
    return found;
}

std::optional<std::string> wrong_extension(const Field& field) {
    const auto quoted = cut_text(field.name, max_quoted_bytes);
    const bool name_is_good = !field.name.empty() && field.name.size() <= max_name_octets && is_letter_or_digit(field.name.front()) &&
                              std::ranges::all_of(field.name, is_extension_octet);
    if (!name_is_good) return fmt::format("\"{}\" is no name of a field", quoted);
    const auto is_value_octet = [](char c) { return c > ' ' && c < '\x7f' && c != ';' && c != '='; };
    if (field.value.empty() || !std::ranges::all_of(field.value, is_value_octet))
        return fmt::format("the value of \"{}\" is empty or has a blank, \"=\" or other character that may not be there", quoted);
    return std::nullopt;
}

}  // namespace tlsrpt::doctor
