// What holds for this run: flag > TLSRPT_* > configuration file > default.
//
//     common flags + environment → Config
//
// An empty variable counts as unset. The environment is a parameter, so that precedence can be tested.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "tlsrpt/config.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt {

/// Flags that every program has.
struct CommonFlags {
    std::optional<std::string> config;      ///< else TLSRPT_CONFIG, else the default path, which may be missing
    std::optional<std::string> database;    ///< else TLSRPT_DATABASE, else the configuration's
};

/// The variable's value; none when it is unset or empty.
using Environment = std::function<std::optional<std::string>(const char* name)>;
Environment process_environment();

/// The flag, else the variable.
std::optional<std::string> flag_or_variable(const std::optional<std::string>& flag, const Environment& environment, const char* name);

/// Which configuration file to read; "" is the default one, which may be missing. @return misconfigured  --config ""
Expected<std::string> config_path(const CommonFlags& flags, const Environment& environment);

/// What the flags and the environment change in it.
/// @return misconfigured  the database is none that this program can use
Expected<Config> overridden(Config config, const CommonFlags& flags, const Environment& environment);

/// Reads the configuration file and overrides it. @return misconfigured
Expected<Config> settle(const CommonFlags& flags, const Environment& environment);

}  // namespace tlsrpt
