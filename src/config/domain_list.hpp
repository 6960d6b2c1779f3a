// Which domains are ours, as an administrator writes them down.
//
//     text of policy_domains_file → names
//
// Rules: one name a line, or "*." and a name; "#" starts a comment anywhere; empty lines are passed over. A file without any name is an
// error: no name would mean every name.
//
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

/// A name, or "*." and a name: lower case, A-labels, no final dot.
std::optional<std::string> canonical_domain_pattern(std::string_view text);

/// @return misconfigured  with file and line
Expected<std::vector<std::string>> parse_domain_list(std::string_view text, const std::string& file_name);

}  // namespace tlsrpt
