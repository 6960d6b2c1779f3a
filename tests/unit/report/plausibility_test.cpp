#include <doctest/doctest.h>

#include "tlsrpt/report.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;

namespace {

std::chrono::sys_seconds at(std::string_view text) {
    const auto parsed = parse_rfc3339(text);
    REQUIRE(parsed);
    return parsed->time;
}

DateRange range(std::string_view start, std::string_view end) { return {at(start), at(end)}; }

}  // namespace

TEST_CASE("which date ranges are plausible at the time of receipt") {
    const auto received_at = at("2026-11-21T04:00:00Z");
    const struct {
        DateRange range;
        std::string_view why;  // "" plausible
    } cases[]{
        {range("2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z"), ""},
        {range("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"), ""},
        {range("2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z"), ""},
        {range("2026-11-20T00:00:01Z", "2026-11-20T00:00:00Z"), "ends before it starts"},
        {range("2026-11-12T00:00:00Z", "2026-11-20T00:00:00Z"), ""},
        {range("2026-11-12T00:00:00Z", "2026-11-20T00:00:01Z"), "is longer than 192 hours"},
        {range("2026-11-22T04:00:00Z", "2026-11-23T00:00:00Z"), ""},
        {range("2026-11-22T04:00:01Z", "2026-11-23T00:00:00Z"), "starts over 24 hours after receipt"},
        {range("2025-11-20T00:00:00Z", "2025-11-20T04:00:00Z"), ""},
        {range("2025-11-20T00:00:00Z", "2025-11-20T03:59:59Z"), "ended over 8784 hours before receipt"},
        {range("1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"), "is longer than 192 hours"},
        {range("9999-12-31T00:00:00Z", "9999-12-31T23:59:59Z"), "starts over 24 hours after receipt"},
    };
    for (const auto& c : cases) {
        CAPTURE(to_rfc3339(c.range.start_datetime));
        CAPTURE(to_rfc3339(c.range.end_datetime));
        Report report;
        report.date_range = c.range;
        const auto error = implausible(report, received_at, {});
        CHECK(error.has_value() == !c.why.empty());
        if (error) {
            CHECK(error->slug == Slug::ReportImplausible);
            CHECK(error->detail.ends_with(c.why));
        }
    }
}

TEST_CASE("a report's day is the day of its range's midpoint") {
    const struct {
        DateRange range;
        std::string_view day;
    } cases[]{
        {range("2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z"), "2026-11-20"},
        {range("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"), "2026-11-20"},
        {range("2026-11-19T22:00:00Z", "2026-11-20T22:00:00Z"), "2026-11-20"},
        {range("2026-11-20T11:00:00Z", "2026-11-21T11:00:00Z"), "2026-11-20"},
        {range("2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"), "2026-11-21"},
    };
    for (const auto& c : cases) CHECK(to_date(report_day(c.range)) == c.day);
}
