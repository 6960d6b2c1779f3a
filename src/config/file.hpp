// A configuration file's text, read against the table of keys.
//
//     TOML text → Config
//
// Every mistake has its file and line; of several the first one in the file is told. toml++ is used in file.cpp only.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tlsrpt/config.hpp"

namespace tlsrpt {

/// Reads a file that the configuration names.
using ReadFile = std::function<Expected<std::string>(const std::string& path)>;

/// @param file_name  for messages
/// @return misconfigured
Expected<Config> parse_config(std::string_view text, const std::string& file_name, const ReadFile& read);

}  // namespace tlsrpt
