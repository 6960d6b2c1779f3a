#include "report/policy_lines.hpp"

#include "report/guard.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::report {

std::optional<std::vector<std::string>> strings_in_json(std::string_view text, const Limits& limits) {
    text = trim(text);
    if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
    Limits flat = limits;
    flat.max_json_depth = 1;
    flat.max_json_nodes = limits.max_policy_strings + 1;
    auto array = read_json(text, flat);
    if (!array) return std::nullopt;
    std::vector<std::string> strings;
    for (Json& element : *elements_of(&*array)) {
        std::string* const string = text_of(&element);
        if (string == nullptr) return std::nullopt;
        strings.push_back(std::move(*string));
    }
    if (strings.empty()) return std::nullopt;
    return strings;
}

std::optional<std::vector<std::string>> trimmed_lines(std::string_view text) {
    const std::string_view trimmed = trim(text);
    if (trimmed.find('\n') == std::string_view::npos && trimmed.find('\r') == std::string_view::npos) {
        if (trimmed.size() == text.size()) return std::nullopt;
        return std::vector{std::string{trimmed}};
    }
    std::vector<std::string> lines;
    for (std::string_view rest = trimmed; !rest.empty();) {
        const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        if (const std::string_view line = trim(rest.substr(0, end)); !line.empty()) lines.emplace_back(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

}  // namespace tlsrpt::report
