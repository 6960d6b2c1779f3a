#include "config/summary_groups.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/domain_list.hpp"
#include "tlsrpt/spelling.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_name_bytes = 64;
constexpr std::size_t max_address_bytes = 254;    // RFC 5321 section 4.5.3.1.3, without < and >

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// RFC 5322 section 3.2.3: atoms with dots between them.
bool is_dot_atom(std::string_view text) {
    static constexpr std::string_view special = "!#$%&'*+-/=?^_`{|}~.";
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || special.find(c) != std::string_view::npos; });
}

std::optional<std::string> canonical_address(std::string_view text) {
    if (!is_mail_address(text)) return std::nullopt;
    return std::string{text};
}

std::optional<std::string> set_list(std::vector<std::string>& list, const Value& value, std::string_view key, const char* of_what,
                                    std::optional<std::string> (*canonical)(std::string_view)) {
    const auto* given = std::get_if<std::vector<std::string>>(&value);
    if (given == nullptr) return fmt::format("summary.{} must be a list of {}", key, of_what);
    for (const std::string& text : *given) {
        auto entry = canonical(text);
        if (!entry) return fmt::format("summary.{} must be a list of {}; {} is not one", key, of_what, to_toml(text));
        list.push_back(*std::move(entry));
    }
    return std::nullopt;
}

std::optional<std::string> set_text(std::string& into, const Value& value, std::string_view key, bool (*is_right)(std::string_view), const char* what) {
    const auto* given = std::get_if<std::string>(&value);
    if (given == nullptr || !is_right(*given)) return fmt::format("summary.{} must be {}", key, what);
    into = *given;
    return std::nullopt;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    if (text.size() > max_address_bytes) return false;
    const std::size_t at = text.find('@');
    return is_dot_atom(text.substr(0, at)) && (at == std::string_view::npos || is_dot_atom(text.substr(at + 1)));
}

bool is_group_name(std::string_view text) {
    return !text.empty() && text.size() <= max_name_bytes && is_letter_or_digit(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; });
}

std::optional<std::string> set_in_group(SummaryGroup& group, std::string_view key, const Value& value) {
    if (key == "name") return set_text(group.name, value, key, is_group_name, "of letters, digits, \"-\", \"_\" and \".\", at most 64");
    if (key == "policy_domains") return set_list(group.policy_domains, value, key, "domain names in A-labels, or \"*.\" and such a name", canonical_domain_pattern);
    if (key == "to") return set_list(group.to, value, key, "mail addresses", canonical_address);
    if (key == "from") return set_text(group.from, value, key, is_mail_address, "a mail address");
    std::string_view nearest;
    std::size_t least = 4;
    for (const std::string_view known : summary_group_keys)
        if (const std::size_t edits = edits_between(key, known); edits < least) {
            least = edits;
            nearest = known;
        }
    return fmt::format("unknown key \"summary.{}\"{}", key, nearest.empty() ? "" : fmt::format("; did you mean \"{}\"?", nearest));
}

std::optional<std::string> problem_of_group(const SummaryGroup& group, std::span<const SummaryGroup> earlier) {
    if (group.name.empty()) return "this [[summary]] has no name";
    if (std::ranges::find(earlier, group.name, &SummaryGroup::name) != earlier.end()) return fmt::format("two [[summary]] are named \"{}\"", group.name);
    return std::nullopt;
}

}  // namespace tlsrpt
