// What the two programs' command lines have in common. Includes CLI11: for the option parsers only.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "cli/options.hpp"

namespace tlsrpt {

/// On the program and on each command, so that `--database X summary` and `summary --database X` are the same.
void add_common(CLI::App& app, CommonFlags& flags);

/// The arguments after the program's name, in the order that CLI11 wants, which is backwards.
std::vector<std::string> for_cli11(std::span<const char* const> arguments);

/// Runs the parser: nothing when it understood everything.
std::optional<std::variant<HelpText, UsageError>> parse(CLI::App& app, std::span<const char* const> arguments);

/// A positive number. @return none after noting why in `wrong`
std::optional<std::int64_t> id_of(const std::string& text, std::optional<UsageError>& wrong);

/// The slug of a mail that can be in quarantine.
std::optional<Slug> quarantine_slug_of(const std::string& text, std::optional<UsageError>& wrong);

}  // namespace tlsrpt
