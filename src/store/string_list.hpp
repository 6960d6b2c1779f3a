// Lists of text in one column: a JSON array of strings.
//
//     {"a", "b"}  ⇄  ["a","b"]
//
// What is read was written by us; anything else is a damaged store.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

std::string to_json_array(std::span<const std::string> list);

/// None when it is not what to_json_array() writes.
std::optional<std::vector<std::string>> from_json_array(std::string_view json);

}  // namespace tlsrpt
