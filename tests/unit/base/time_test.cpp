#include "tlsrpt/time.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using namespace std::chrono;

namespace {
std::string seen(std::optional<sys_seconds> time) { return time ? to_rfc3339(*time) : "none"; }
std::string seen(const std::optional<ParsedTime>& p) {
    if (!p) return "none";
    return to_rfc3339(p->time) + (p->zone_missing ? " zone" : "") + (p->has_offset ? " offset" : "") + (p->has_fraction ? " fraction" : "") + (p->lower_case ? " lower" : "");
}
}  // namespace

TEST_CASE("RFC 3339 times are read, and what is not strict is said") {
    struct Case { const char* text; const char* want; };
    const Case cases[] = {
        {"2026-11-23T04:05:06Z", "2026-11-23T04:05:06Z"},
        {"2026-11-23T04:05:06", "2026-11-23T04:05:06Z zone"},
        {"2026-11-23T04:05:06.123Z", "2026-11-23T04:05:06Z fraction"},
        {"2026-11-23T04:05:06+02:00", "2026-11-23T02:05:06Z offset"},
        {"2026-11-23T04:05:06-05:30", "2026-11-23T09:35:06Z offset"},
        {"2026-11-23t04:05:06z", "2026-11-23T04:05:06Z lower"},
        {"2026-11-23 04:05:06Z", "2026-11-23T04:05:06Z lower"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        {"2023-02-29T00:00:00Z", "none"}, {"2026-13-01T00:00:00Z", "none"}, {"2026-11-23T24:00:00Z", "none"}, {"2026-11-23T04:60:00Z", "none"},
        {"2026-11-23", "none"}, {"", "none"}, {"2026-11-23T04:05Z", "none"}, {"2026-11-23T04:05:06Zx", "none"}, {"2026-11-23T04:05:06+0200", "none"},
        {"2026-11-23T04:05:06.Z", "none"}, {"+2026-11-23T04:05:06Z", "none"}, {"1969-12-31T23:59:59Z", "none"}, {"2026-11-23T04:05:06+24:00", "none"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(seen(parse_rfc3339(c.text)) == c.want);
    }
}

TEST_CASE("RFC 5322 dates are read with comments, folds and obsolete zones") {
    struct Case { const char* text; const char* want; };
    const Case cases[] = {
        {"Mon, 23 Nov 2026 04:05:06 +0100", "2026-11-23T03:05:06Z"},
        {" Mon, 23 Nov 2026\r\n 04:05:06 -0800 (PST)", "2026-11-23T12:05:06Z"},
        {"23 nov 2026 04:05 GMT", "2026-11-23T04:05:00Z"},
        {"1 Jan 26 00:00:00 EST", "2026-01-01T05:00:00Z"},
        {"1 Jan 99 00:00:00 Z", "1999-01-01T00:00:00Z"},
        {"Mon, 23 (a (nested) comment) Nov 2026 04:05:06 +0000", "2026-11-23T04:05:06Z"},
        {"Mon 23 Nov 2026 04:05:06 +0000", "none"}, {"Mon, 32 Nov 2026 04:05:06 +0000", "none"}, {"Mon, 23 Nov 2026 04:05:06", "none"},
        {"Mon, 23 Nov 2026 04:05:06 +0000 x", "none"}, {"", "none"}, {"Mon, 23 Foo 2026 04:05:06 +0000", "none"}, {"(", "none"}, {"(((", "none"},
        {"Mon, 23 Nov 2026 04:05:06 +0060", "none"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(seen(parse_rfc5322(c.text)) == c.want);
    }
}

TEST_CASE("dates and flags") {
    CHECK(parse_date("2026-11-23") == sys_days{year{2026} / 11 / 23});
    CHECK_FALSE(parse_date("2026-11-31").has_value());
    CHECK_FALSE(parse_date("2026-11-23 ").has_value());
    CHECK(to_date(sys_days{year{2026} / 1 / 2}) == "2026-01-02");
    CHECK(to_date(sys_days{year{9999} / 12 / 31}) == "9999-12-31");
    CHECK(to_date(sys_days{year{0} / 1 / 1}) == "0000-01-01");
    CHECK(to_date(sys_days{year{10000} / 1 / 1}) == "10000-01-01");
    CHECK(to_date(sys_days{year{1969} / 12 / 31}) == "1969-12-31");
    CHECK(to_date(sys_days{year{-1} / 3 / 1}) == "-001-03-01");
    CHECK(to_rfc3339(sys_seconds{seconds{999'999'999'999}}) == "33658-09-27T01:46:39Z");    // the last that t= can say: date -u -d @999999999999
    CHECK(to_rfc3339(sys_days{year{2000} / 2 / 29} + hours{23} + minutes{59} + seconds{58}) == "2000-02-29T23:59:58Z");
    CHECK(seen(parse_time_flag("2026-11-23")) == "2026-11-23T00:00:00Z");
    CHECK(seen(parse_time_flag("2026-11-23T01:02:03Z")) == "2026-11-23T01:02:03Z");
    CHECK(seen(parse_time_flag("Mon, 23 Nov 2026 04:05:06 +0100")) == "2026-11-23T03:05:06Z");
    CHECK(seen(parse_time_flag("yesterday")) == "none");
}
