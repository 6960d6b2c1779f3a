// [[summary]] of the configuration: who gets a summary mail about which domains.
//
//     key and value of one of these tables  →  a member of SummaryGroup, or what is wrong
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/keys.hpp"

namespace tlsrpt {

inline constexpr std::string_view summary_table = "summary";
inline constexpr std::array<std::string_view, 4> summary_group_keys{"name", "policy_domains", "to", "from"};

/// @return what is wrong, a sentence
std::optional<std::string> set_in_group(SummaryGroup& group, std::string_view key, const Value& value);

/// What is wrong with a group as a whole: no name, or that of an earlier one.
std::optional<std::string> problem_of_group(const SummaryGroup& group, std::span<const SummaryGroup> earlier);

}  // namespace tlsrpt
