#include <doctest/doctest.h>

#include <limits>

#include "tlsrpt/insight.hpp"

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_days day(unsigned d) {
    return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}};
}

const std::vector<std::string> nobody;

}  // namespace

TEST_CASE("rows of several days and reporters add up for each domain") {
    const std::vector<DailyRow> daily{
        {day(1), "b.example", "google.example", 1, 10, 1, 10},
        {day(1), "a.example", "google.example", 2, 100, 5, 100},
        {day(2), "a.example", "mail.example", 1, 7, 0, 7},
        {day(2), "a.example", "google.example", 1, 30, 3, 30},
    };
    const std::vector<DailyTypeRow> types{
        {day(1), "a.example", "google.example", "sts", 95, 5},
        {day(2), "a.example", "google.example", "sts", 27, 3},
        {day(2), "a.example", "mail.example", "no-policy-found", 7, 0},
        {day(1), "b.example", "google.example", "tlsa", 9, 1},
    };
    const std::vector<std::string> established{"google.example"};
    const auto summaries = summarise(daily, types, {}, established);
    REQUIRE(summaries.size() == 2);
    const DomainSummary& a = summaries.at(0);
    CHECK(a.policy_domain == "a.example");
    CHECK(a.sessions == 137);
    CHECK(a.failures == 8);
    CHECK(a.reports == 4);
    CHECK(a.sessions_unproven == 7);
    CHECK(a.reporters == std::vector<std::string>{"google.example", "mail.example"});
    REQUIRE(a.policy_types.size() == 2);
    CHECK(a.policy_types.at(0).policy_type == "no-policy-found");
    CHECK(a.policy_types.at(1).policy_type == "sts");
    CHECK(a.policy_types.at(1).total_successful_session_count == 122);
    CHECK(a.policy_types.at(1).total_failure_session_count == 8);
    CHECK_FALSE(a.at_least);
    CHECK(summaries.at(1).policy_domain == "b.example");
    CHECK(summaries.at(1).sessions_unproven == 0);
}

TEST_CASE("without established signers everything is unproven") {
    const std::vector<DailyRow> daily{{day(1), "a.example", "s.example", 1, 10, 1, 10}};
    CHECK(summarise(daily, {}, {}, nobody).at(0).sessions_unproven == 10);
}

TEST_CASE("'at least' where types overlap unequally, and only there") {
    struct Case {
        const char* what;
        DailyRow row;
        std::vector<DailyTypeRow> types;
        bool at_least;
    };
    const DailyRow both{day(1), "a.example", "s.example", 1, 100, 0, 200};
    const auto type = [](const char* name, std::uint64_t good, std::uint64_t bad) {
        return DailyTypeRow{day(1), "a.example", "s.example", name, good, bad};
    };
    const std::vector<Case> cases{
        {"the same sessions under sts and tlsa", both, {type("sts", 90, 10), type("tlsa", 100, 0)}, false},
        {"fewer under tlsa", {day(1), "a.example", "s.example", 1, 100, 0, 140}, {type("sts", 100, 0), type("tlsa", 40, 0)}, true},
        {"equal beside sessions without a policy", {day(1), "a.example", "s.example", 1, 105, 0, 205},
         {type("sts", 100, 0), type("tlsa", 100, 0), type("no-policy-found", 5, 0)}, false},
        {"a type nobody used", both, {type("sts", 100, 0), type("tlsa", 100, 0), type("next", 0, 0)}, false},
        // Two reports of one day, 100/50 and 50/100: the types' sums are equal, yet each report is uncertain.
        {"unequal reports with equal sums", {day(1), "a.example", "s.example", 2, 200, 0, 300}, {type("sts", 150, 0), type("tlsa", 150, 0)}, true},
        {"one type", {day(1), "a.example", "s.example", 1, 100, 0, 100}, {type("sts", 100, 0)}, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const std::vector<DailyRow> daily{c.row};
        CHECK(summarise(daily, c.types, {}, nobody).at(0).at_least == c.at_least);
    }
}

TEST_CASE("the statement of one reporter does not make another's uncertain") {
    const std::vector<DailyRow> daily{
        {day(1), "a.example", "s.example", 1, 100, 0, 200},
        {day(1), "a.example", "t.example", 1, 50, 0, 50},
    };
    const std::vector<DailyTypeRow> types{
        {day(1), "a.example", "s.example", "sts", 100, 0},
        {day(1), "a.example", "s.example", "tlsa", 100, 0},
        {day(1), "a.example", "t.example", "sts", 50, 0},
    };
    CHECK_FALSE(summarise(daily, types, {}, nobody).at(0).at_least);
}

TEST_CASE("top failures stay with their domain, most sessions first") {
    const std::vector<DailyRow> daily{{day(1), "a.example", "s.example", 1, 100, 9, 100}};
    const std::vector<TopFailureRow> top{
        {"a.example", "validation-failure", "mx1.a.example", "", 2},
        {"b.example", "sts-webpki-invalid", "", "", 3},
        {"a.example", "certificate-expired", "mx2.a.example", "", 7},
    };
    const auto summaries = summarise(daily, {}, top, nobody);
    REQUIRE(summaries.size() == 2);
    REQUIRE(summaries.at(0).top_failures.size() == 2);
    CHECK(summaries.at(0).top_failures.at(0).result_type == "certificate-expired");
    CHECK(summaries.at(1).top_failures.at(0).result_type == "sts-webpki-invalid");
}

TEST_CASE("sums stop at the largest number") {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const std::vector<DailyRow> daily{
        {day(1), "a.example", "s.example", 1, most, most, most},
        {day(2), "a.example", "s.example", 1, 5, 5, 5},
    };
    const auto summaries = summarise(daily, {}, {}, nobody);
    CHECK(summaries.at(0).sessions == most);
    CHECK(summaries.at(0).failures == most);
    CHECK(summaries.at(0).sessions_unproven == most);
}

TEST_CASE("no rows, no domains") { CHECK(summarise({}, {}, {}, nobody).empty()); }

TEST_CASE("the period before stands beside each domain, whatever else was reported then") {
    const std::vector<DailyRow> now{{day(9), "a.example", "one", 1, 10, 1, 10}, {day(9), "b.example", "one", 1, 5, 0, 5}};
    const std::vector<DailyRow> before{{day(1), "a.example", "one", 1, 30, 2, 30}, {day(2), "a.example", "two", 1, 3, 0, 3}, {day(1), "c.example", "one", 1, 7, 0, 7}};
    auto summaries = summarise(now, {}, {}, nobody);
    compare_with(summaries, before);
    REQUIRE(summaries.size() == 2);
    CHECK(summaries.at(0).previous_sessions == 33);
    CHECK(summaries.at(0).previous_failures == 2);
    CHECK(summaries.at(1).previous_sessions == 0);
}
