// The only place where the programs read the clock; everything below takes the time as a parameter.
#pragma once

#include <chrono>

namespace tlsrpt {

inline std::chrono::sys_seconds clock_now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace tlsrpt
