#include "cli/period.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tlsrpt;

namespace {

using Text = std::optional<std::string>;

constexpr std::chrono::sys_days day(unsigned month, unsigned d) {
    return std::chrono::sys_days{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{d}};
}

constexpr std::chrono::sys_seconds now = day(11, 23) + std::chrono::hours{15};

}  // namespace

TEST_CASE("the days that a person means") {
    struct Case {
        const char* what;
        PeriodFlags flags;
        Period period;
    };
    const std::vector<Case> cases{
        {"the last 30 days, today included", {}, {day(10, 25), day(11, 24)}},
        {"one day", {.day = "2026-11-02", .since = {}, .until = {}}, {day(11, 2), day(11, 3)}},
        {"from a day to today", {.day = {}, .since = "2026-11-20", .until = {}}, {day(11, 20), day(11, 24)}},
        {"30 days before a day", {.day = {}, .since = {}, .until = "2026-11-01"}, {day(10, 2), day(11, 1)}},
        {"both", {.day = {}, .since = "2026-11-01", .until = "2026-11-08"}, {day(11, 1), day(11, 8)}},
        {"midnight is its own day's begin", {.day = {}, .since = "2026-11-01T00:00:00Z", .until = "2026-11-02T00:00:00Z"}, {day(11, 1), day(11, 2)}},
        {"days that begin in between", {.day = {}, .since = "2026-11-01T00:00:01Z", .until = "2026-11-03T00:00:01Z"}, {day(11, 2), day(11, 4)}},
        {"an offset is applied", {.day = {}, .since = "2026-11-02T01:00:00+02:00", .until = "2026-11-04"}, {day(11, 2), day(11, 4)}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const auto period = period_of(c.flags, now);
        REQUIRE(period.has_value());
        CHECK(*period == c.period);
    }
}

TEST_CASE("a period that means nothing is refused, never guessed") {
    const std::vector<PeriodFlags> wrong{
        {.day = "yesterday", .since = {}, .until = {}},
        {.day = "2026-11-31", .since = {}, .until = {}},
        {.day = "2026-11-02T00:00:00Z", .since = {}, .until = {}},
        {.day = "", .since = {}, .until = {}},
        {.day = "2026-11-02", .since = "2026-11-01", .until = {}},
        {.day = "2026-11-02", .since = {}, .until = "2026-11-03"},
        {.day = {}, .since = "last week", .until = {}},
        {.day = {}, .since = {}, .until = "0"},
        {.day = {}, .since = "2026-11-03", .until = "2026-11-03"},
        {.day = {}, .since = "2026-11-03", .until = "2026-11-01"},
        {.day = {}, .since = "2026-12-24", .until = {}},
        {.day = {}, .since = "2026-11-03T01:00:00Z", .until = "2026-11-03T02:00:00Z"},
    };
    for (const PeriodFlags& flags : wrong) {
        CAPTURE(flags.day.value_or("") + "|" + flags.since.value_or("") + "|" + flags.until.value_or(""));
        const auto period = period_of(flags, now);
        REQUIRE_FALSE(period.has_value());
        CHECK(period.error().slug == Slug::Misconfigured);
    }
}
