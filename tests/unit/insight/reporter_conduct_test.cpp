#include "tlsrpt/reporter_conduct.hpp"

#include <doctest/doctest.h>

#include "days.hpp"

using namespace tlsrpt;
using tlsrpt::test::day;

namespace {

ReporterConduct conduct(const ReporterRow& row, std::chrono::sys_days yesterday) { return conduct_of({&row, 1}, std::vector<std::string>{"known"}, yesterday).at(0); }

ReporterRow reporter(unsigned last, std::uint64_t recent) { return {"known", "Org", day(1) - std::chrono::days{100}, day(last), 50, day(last), recent}; }

}  // namespace

TEST_CASE("silent: regular, then nothing for three days; shown for thirty") {
    CHECK_FALSE(conduct(reporter(10, 14), day(12)).silent);
    CHECK(conduct(reporter(10, 14), day(13)).silent);
    CHECK(conduct(reporter(10, 5), day(13)).silent);
    CHECK_FALSE(conduct(reporter(10, 4), day(13)).silent);
    CHECK(conduct(reporter(10, 14), day(10) + std::chrono::days{30}).silent);
    CHECK_FALSE(conduct(reporter(10, 14), day(10) + std::chrono::days{31}).silent);
    CHECK_FALSE(conduct(reporter(10, 14), day(9)).silent);
}

TEST_CASE("who sends long ranges is not silent") {
    ReporterRow weekly{"known", "", day(1), day(10), 2, std::nullopt, 0};
    CHECK_FALSE(conduct(weekly, day(28)).silent);
    ReporterRow changed = reporter(10, 14);    // daily until the 10th, and a weekly one since
    changed.last_day = day(14);
    CHECK_FALSE(conduct(changed, day(16)).silent);
    CHECK(conduct(changed, day(17)).silent);
}

TEST_CASE("new within fourteen days, established by others") {
    ReporterRow row{"unknown", "", day(10), day(10), 1, day(10), 1};
    CHECK(conduct(row, day(10)).is_new);
    CHECK(conduct(row, day(23)).is_new);
    CHECK_FALSE(conduct(row, day(24)).is_new);
    CHECK_FALSE(conduct(row, day(10)).established);
    CHECK(conduct(reporter(10, 1), day(10)).established);
}
