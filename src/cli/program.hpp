// The frame of a program that people run: what every main() of them does around its work.
//
//     arguments, run → exit status
//
// A reader that goes away is no failure. What run() wrote is flushed, and what it throws is said in one line: the programs' one catch-all.
#pragma once

#include <span>
#include <string>

#include "cli/stream.hpp"

namespace tlsrpt {

using Run = int (*)(std::span<const char* const> arguments, Console& console);

/// @param name  before each line on standard error
/// @return what run() returned; exit_error when it threw or its output could not be written
int run_program(const std::string& name, std::span<const char* const> arguments, Run run);

}  // namespace tlsrpt
