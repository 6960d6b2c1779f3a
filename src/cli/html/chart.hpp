// Days as bars: an SVG that says in words what it shows, and the same figures as a table.
//
//     days with two numbers each  →  <figure>
//
// No text is drawn, so that nothing becomes unreadable on a narrow screen: dates and the largest value stand beside it in HTML.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "cli/html/markup.hpp"

namespace tlsrpt::html {

struct DayFigures {
    std::chrono::sys_days day{};
    std::uint64_t sessions{0};
    std::uint64_t failures{0};
};

/// Two charts, sessions and failed sessions, since the second would be invisible in the first. @param days  ascending, without gaps
Markup daily_charts(const std::vector<DayFigures>& days);

}  // namespace tlsrpt::html
