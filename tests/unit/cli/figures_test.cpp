#include "cli/figures.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tlsrpt;

TEST_CASE("a rate is a percentage, and something is never nothing") {
    CHECK(rate_text(0, 0) == "0 %");
    CHECK(rate_text(0, 5) == "0 %");
    CHECK(rate_text(5, 0).empty());
    CHECK(rate_text(7, 1093) == "0.64 %");
    CHECK(rate_text(1, 1'000'000) == "<0.01 %");
    CHECK(counted(1, "day", "days") == "1 day");
    CHECK(counted(0, "day", "days") == "0 days");
}

TEST_CASE("a sparkline has a bar for each value, and shows a single failure") {
    CHECK(sparkline({}, 10).empty());
    CHECK(sparkline(std::array<std::uint64_t, 3>{0, 0, 0}, 10) == "\u2581\u2581\u2581");
    CHECK(sparkline(std::array<std::uint64_t, 3>{0, 1, 1'000'000}, 10) == "\u2581\u2582\u2588");
    CHECK(sparkline(std::array<std::uint64_t, 5>{1, 1, 0, 0, 4}, 3) == "\u2584\u2581\u2588");    // two days a bar
}
