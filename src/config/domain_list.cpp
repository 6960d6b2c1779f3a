#include "config/domain_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {

std::optional<std::string> canonical_domain_pattern(std::string_view text) {
    constexpr std::string_view star = "*.";
    if (!text.starts_with(star)) return canonical_domain(text);
    const auto parent = canonical_domain(text.substr(star.size()));
    if (!parent) return std::nullopt;
    return std::string{star} + *parent;
}

Expected<std::vector<std::string>> parse_domain_list(std::string_view text, const std::string& file_name) {
    std::vector<std::string> names;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));

        line = trim(line.substr(0, line.find('#')));
        if (line.empty()) continue;
        auto name = canonical_domain_pattern(line);
        if (!name) return Error{Slug::Misconfigured, fmt::format("{}:{}: \"{}\" is no domain name", file_name, number, line)};
        names.push_back(*std::move(name));
    }
    if (names.empty()) return Error{Slug::Misconfigured, fmt::format("{}: no domain name in it", file_name)};
    return names;
}

}  // namespace tlsrpt
