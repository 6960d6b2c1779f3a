// One element of a policy-string, taken apart where a sender put several lines or records into it.
//
// Both return nothing when there is nothing to take apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/limits.hpp"

namespace tlsrpt::report {

/// `["3 1 1 AB…","3 1 1 CD…"]` as one string: its elements. Not for an array that is empty or holds anything but strings.
std::optional<std::vector<std::string>> strings_in_json(std::string_view text, const Limits& limits);

/// White space at both ends dropped, one line for each line inside, empty ones dropped unless nothing else is left.
std::optional<std::vector<std::string>> trimmed_lines(std::string_view text);

}  // namespace tlsrpt::report
