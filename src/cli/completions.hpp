// What bash and zsh offer after a TAB, made from the same definitions as --help.
//
//     command line as CLI11 knows it  →  a script for the shell
//
// An option's type name decides about its value: "a|b|c" is a choice, FILE and PATH are files, SLUG and WORD are known words.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace tlsrpt {

/// For bash 4 and later; needs no package.
std::string bash_completions(const CLI::App& program);
/// An autoload file, "#compdef" first: it is installed as _PROGRAM.
std::string zsh_completions(const CLI::App& program);

}  // namespace tlsrpt
