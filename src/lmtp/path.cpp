#include "lmtp/path.hpp"

#include <algorithm>

namespace tlsrpt {
namespace {

// The position of the ">" that ends the path: one inside a quoted local part does not.
std::size_t end_of_path(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') ++i;
        else if (text[i] == '"') quoted = !quoted;
        else if (!quoted && text[i] == '>') return i;
        else if (!quoted && (text[i] == '<' || text[i] == ' ')) return std::string_view::npos;
    }
    return std::string_view::npos;
}

bool has_control(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
    return false;
}

}  // namespace

std::optional<PathArgument> parse_path(std::string_view text, std::size_t max_path_bytes) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));    // "MAIL FROM: <a@b>" is common
    if (!text.starts_with('<') || has_control(text)) return std::nullopt;
    text.remove_prefix(1);
    const std::size_t end = end_of_path(text);
    if (end == std::string_view::npos || end > max_path_bytes) return std::nullopt;
    std::string_view path = text.substr(0, end);
    if (path.starts_with('@')) {
        const std::size_t colon = path.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        path.remove_prefix(colon + 1);
        if (path.empty()) return std::nullopt;
    }
    PathArgument argument{std::string{path}, {}};
    std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ' ') return std::nullopt;
    while (!rest.empty()) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        const std::string_view parameter = rest.substr(0, rest.find(' '));
        if (!parameter.empty()) argument.parameters.push_back(parameter);
        rest.remove_prefix(parameter.size());
    }
    return argument;
}

}  // namespace tlsrpt
