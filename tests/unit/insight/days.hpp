// November 2026, for rows.
#pragma once

#include <chrono>

namespace tlsrpt::test {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

}  // namespace tlsrpt::test
