#include "doctor/sts_policy.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "doctor/characters.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_lines = 1000;
constexpr std::size_t max_quoted_bytes = 60;
constexpr std::size_t max_key_octets = 32;

std::string quoted(std::string_view text) { return "\"" + cut_text(text, max_quoted_bytes) + "\""; }

// What people write for an mx and senders take for nothing.
std::string why_no_pattern(std::string_view value) {
    if (value.empty()) return "is empty";
    if (value == "*") return "is a bare \"*\", which matches no host: name the MX hosts, or use *.example.com for one label below a domain";
    if (value.starts_with('.')) return "begins with a dot, as an early draft had it: write *.example.com";
    if (value.ends_with('.')) return "ends with a dot: write it without";
    if (value.find('*') != std::string_view::npos) return "has its \"*\" elsewhere than as the whole first label";
    if (value.find_first_of(", ;") != std::string_view::npos) return "has more than one name in a line: each needs an mx line of its own";
    if (canonical_ip(value)) return "is an address, not a name";
    if (std::ranges::any_of(value, [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; }))
        return "is not written in A-labels (xn--…)";
    return "is no host name";
}

class Reader {
public:
    void line(std::string_view text) {
        ++number_;
        if (text.ends_with('\r')) text.remove_suffix(1);
        while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
        if (text.empty()) return problem("is empty", false);
        if (is_blank(text.front())) {
            problem("begins with a blank", false);
            text.remove_prefix(text.find_first_not_of(" \t"));
        }
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) return problem("has no colon: " + quoted(text), true);
        std::string_view key = text.substr(0, colon);
        std::string_view value = text.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        if (!key.empty() && is_blank(key.back())) {
            problem("has a blank before the colon", true);
            key = trim(key);
        }
        take(key, value);
    }

    StsPolicy finish() && {
        number_ = 0;
        if (!policy_.has_version) problem("has no line \"version: STSv1\"", true);
        if (!seen_mode_) problem("has no line \"mode: testing\", \"enforce\" or \"none\"", true);
        if (!seen_max_age_) problem("has no line \"max_age: SECONDS\"", true);
        if (policy_.mx.empty() && policy_.wrong_mx.empty() && policy_.mode != StsPolicy::Mode::None) problem("has no mx line", true);
        return std::move(policy_);
    }

    void problem(std::string text, bool fatal) { policy_.problems.push_back({number_, std::move(text), fatal}); }

private:
    // Keys and values are case-sensitive: %s"…" in the grammar.
    void take(std::string_view key, std::string_view value) {
        if (key == "mx") return take_mx(value);
        if (key == "version")
            return take_once(seen_version_, "version", [&] {
                policy_.has_version = value == "STSv1";
                if (!policy_.has_version) problem(fmt::format("says version {}, not STSv1", quoted(value)), true);
            });
        if (key == "mode") return take_once(seen_mode_, "mode", [&] { take_mode(value); });
        if (key == "max_age") return take_once(seen_max_age_, "max_age", [&] { take_max_age(value); });
        for (const std::string_view known : {"version", "mode", "max_age", "mx"})
            if (equal_ignoring_case(key, known))
                return problem(fmt::format("has the key {}, which must be written {}", quoted(key), known), false);
        const bool good =
            !key.empty() && key.size() <= max_key_octets && is_letter_or_digit(key.front()) && std::ranges::all_of(key, is_extension_octet);
        if (!good) return problem(fmt::format("has {} where a key belongs", quoted(key)), true);
        if (value.empty()) problem(fmt::format("has no value for {}", quoted(key)), false);
        policy_.unknown_keys.emplace_back(key);
    }

    template <typename Take>
    void take_once(bool& seen, std::string_view key, const Take& take) {
        if (seen) return problem(fmt::format("has {} again; the first one counts", key), false);
        seen = true;
        take();
    }

    void take_mode(std::string_view value) {
        for (const auto mode : {StsPolicy::Mode::None, StsPolicy::Mode::Testing, StsPolicy::Mode::Enforce})
            if (value == mode_name(mode)) {
                policy_.mode = mode;
                return;
            }
        problem(fmt::format("has the mode {}, which is none of testing, enforce, none", quoted(value)), true);
    }

    void take_max_age(std::string_view value) {
        constexpr std::size_t max_digits = 10;
        const auto seconds = value.size() <= max_digits ? parse_count(value) : std::nullopt;
        if (!seconds) return problem(fmt::format("has the max_age {}, which is no number of seconds", quoted(value)), true);
        policy_.max_age_seconds = seconds;
        if (*seconds > max_sts_age_seconds) problem(fmt::format("has a max_age over {}", max_sts_age_seconds), false);
    }

    void take_mx(std::string_view value) {
        const bool below = value.starts_with("*.");
        const std::string_view name = below ? value.substr(2) : value;
        const auto host = name.ends_with('.') ? std::nullopt : canonical_domain(name);
        if (!host || name.find('_') != std::string_view::npos) {
            policy_.wrong_mx.push_back(cut_text(value, max_quoted_bytes));
            return problem(fmt::format("has an mx {} that {}", quoted(value), why_no_pattern(value)), false);
        }
        std::string pattern = below ? "*." + *host : *host;
        if (std::ranges::find(policy_.mx, pattern) == policy_.mx.end()) policy_.mx.push_back(std::move(pattern));
    }

    StsPolicy policy_;
    std::size_t number_{0};
    bool seen_version_{false};
    bool seen_mode_{false};
    bool seen_max_age_{false};
};

}  // namespace

bool StsPolicy::is_valid() const {
    return std::ranges::none_of(problems, [](const Problem& problem) { return problem.fatal; });
}

StsPolicy read_sts_policy(std::string_view text) {
    Reader reader;
    if (text.starts_with("\xef\xbb\xbf")) {
        reader.problem("begins with a byte order mark, which is part of the first key for a sender", true);
        text.remove_prefix(3);
    }
    if (text.find('\0') != std::string_view::npos || !is_valid_utf8(text)) {
        reader.problem("is not text in UTF-8", true);
        return std::move(reader).finish();
    }
    for (std::size_t lines = 0; !text.empty(); ++lines) {
        if (lines == max_lines) {
            reader.problem(fmt::format("and all after it was not read: more than {} lines", max_lines), false);
            break;
        }
        const std::size_t end = std::min(text.find('\n'), text.size());
        reader.line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(reader).finish();
}

std::string_view mode_name(StsPolicy::Mode mode) {
    switch (mode) {
        case StsPolicy::Mode::None:
            return "none";
        case StsPolicy::Mode::Testing:
            return "testing";
        case StsPolicy::Mode::Enforce:
            return "enforce";
        case StsPolicy::Mode::Unknown:
            break;
    }
    return "";
}

}  // namespace tlsrpt::doctor
