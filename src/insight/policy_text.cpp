#include "tlsrpt/policy_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

struct Field {
    std::string key;
    std::string_view value;
};

// "key: value" of RFC 8461 section 3.2. A line without a colon has an empty key.
Field field_of(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return {"", trim(line)};
    return {lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1))};
}

// RFC 6698 section 2.2 as text: numbers and hex digits, blanks anywhere.
std::string canonical_record(std::string_view line) {
    std::string record;
    bool blank = false;
    for (const char c : lower_ascii(trim(line))) {
        blank = blank || c == ' ' || c == '\t';
        if (c == ' ' || c == '\t') continue;
        // The three numbers stay apart; within the data blanks mean nothing.
        if (blank && std::count(record.begin(), record.end(), ' ') < 3) record += ' ';
        blank = false;
        record += c;
    }
    return record;
}

std::string canonical_line(std::string_view policy_type, std::string_view line) {
    if (policy_type == "tlsa") return canonical_record(line);
    if (policy_type != "sts") return std::string{trim(line)};
    const Field field = field_of(line);
    if (field.key.empty()) return std::string{field.value};
    return field.key + ": " + lower_ascii(field.value);
}

}  // namespace

std::string canonical_policy(std::string_view policy_type, std::span<const std::string> policy_string) {
    std::vector<std::string> lines;
    for (const std::string& line : policy_string)
        if (std::string canonical = canonical_line(policy_type, line); !canonical.empty()) lines.push_back(std::move(canonical));
    if (lines.empty()) return {};
    if (policy_type == "tlsa" || policy_type == "sts") std::sort(lines.begin(), lines.end());
    std::string text{policy_type};
    for (const std::string& line : lines) text += '\n' + line;
    return text;
}

std::string sts_mode(std::span<const std::string> policy_string) {
    constexpr std::array<std::string_view, 3> modes{"testing", "enforce", "none"};
    for (const std::string& line : policy_string) {
        const Field field = field_of(line);
        if (field.key != "mode") continue;
        const std::string mode = lower_ascii(field.value);
        return std::find(modes.begin(), modes.end(), mode) != modes.end() ? mode : std::string{};
    }
    return {};
}

std::vector<std::string> sts_mx(std::span<const std::string> policy_string) {
    std::vector<std::string> patterns;
    for (const std::string& line : policy_string)
        if (const Field field = field_of(line); field.key == "mx") patterns.push_back(lower_ascii(field.value));
    return patterns;
}

}  // namespace tlsrpt
