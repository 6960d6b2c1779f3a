#include "dkim/tag_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dkim/characters.hpp"

namespace tlsrpt::dkim {

namespace {

Error malformed(std::string detail) { return Error{Slug::SignatureFailed, std::move(detail)}; }

/// tag-name = ALPHA *ALNUMPUNC (RFC 6376 section 3.2).
std::size_t tag_name_at(std::string_view text, std::size_t at) {
    if (at >= text.size() || !is_alpha(text[at])) return 0;
    std::size_t end = at + 1;
    while (end < text.size() && (is_alnum(text[end]) || text[end] == '_')) ++end;
    return end - at;
}

/// tag-value: visible ASCII but the semicolon, and folding white space.
std::size_t tag_value_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size()) {
        if (is_visible(text[end]) && text[end] != ';') {
            ++end;
            continue;
        }
        const std::size_t white = fws_at(text, end);
        if (white == 0) break;
        end += white;
    }
    return end - at;
}

}  // namespace

Expected<TagList> TagList::parse(std::string_view text) {
    TagList list;
    list.tags_.reserve(16);    // RFC 6376 knows 14
    std::size_t at = 0;
    for (;;) {
        at += fws_at(text, at);
        if (at == text.size() && !list.tags_.empty()) return list;  // after the last semicolon

        const std::size_t name_length = tag_name_at(text, at);
        if (name_length == 0) return malformed(fmt::format("no tag name at byte {}", at));
        const std::string_view name = text.substr(at, name_length);
        at += name_length;
        const std::size_t blank = fws_at(text, at);
        at += blank;
        if (at == text.size() || text[at] != '=') return malformed(fmt::format("no \"=\" after tag {}", name));
        ++at;

        const std::size_t value_length = tag_value_at(text, at);
        const std::string_view value = trim_fws(text.substr(at, value_length));
        at += value_length;
        // RFC 6376 section 3.2: "Tags with duplicate names MUST NOT occur … the entire tag-list is invalid."
        if (list.find(name)) return malformed(fmt::format("tag {} occurs twice", name));
        if (list.tags_.size() == max_tags) return malformed(fmt::format("more than {} tags", max_tags));
        list.tags_.push_back({name, value, blank != 0});

        if (at == text.size()) return list;
        if (text[at] != ';') return malformed(fmt::format("byte 0x{:02x} in tag {}", static_cast<unsigned char>(text[at]), name));
        ++at;
    }
}

std::optional<std::string_view> TagList::find(std::string_view name) const {
    // Most names are one octet long, and for each of them a comparison of texts is a call.
    const auto is_it = [name](const Tag& tag) { return tag.name.size() == name.size() && tag.name.front() == name.front() && tag.name == name; };
    const auto found = std::find_if(tags_.begin(), tags_.end(), is_it);
    if (found == tags_.end()) return std::nullopt;
    return found->value;
}

std::vector<std::string_view> split_colons(std::string_view value) {
    std::vector<std::string_view> elements;
    elements.reserve(static_cast<std::size_t>(std::count(value.begin(), value.end(), ':')) + 1);
    for (;;) {
        const std::size_t colon = value.find(':');
        elements.push_back(trim_fws(value.substr(0, colon)));
        if (colon == std::string_view::npos) return elements;
        value.remove_prefix(colon + 1);
    }
}

}  // namespace tlsrpt::dkim
