#include "tlsrpt/drift.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include "days.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using tlsrpt::test::day;

namespace {

const PolicyStrings strings{{1, {"mode: testing"}}, {2, {"mode: enforce"}}, {3, {"mode: none"}}, {4, {"spelled strangely"}}};

// One line a reporter, one character a day: the policy it saw, "." none, "x" both 1 and 2.
std::vector<DailyPolicyRow> rows(std::initializer_list<std::pair<const char*, std::string>> reporters, const std::string& type = "sts") {
    std::vector<DailyPolicyRow> all;
    for (const auto& [sdid, seen] : reporters)
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const auto add = [&](std::int64_t policy) { all.push_back({day(1) + std::chrono::days{static_cast<int>(i)}, "a.example", type, sdid, policy, 1, 0}); };
            if (seen[i] == 'x') {
                add(1);
                add(2);
            } else if (seen[i] != '.') {
                add(seen[i] - '0');
            }
        }
    return all;
}

std::string text(const std::vector<Drift>& drifts) {
    std::string all;
    for (const Drift& drift : drifts)
        all += fmt::format("{}{}: {} -> {}, last {}, late [{}]", all.empty() ? "" : "; ", to_date(drift.changed_day).substr(8), drift.before.at(0), drift.after.at(0),
                           to_date(drift.last_day_before).substr(8), fmt::join(drift.late_reporters, " "));
    return all;
}

}  // namespace

TEST_CASE("changes of a policy, as reporters see them") {
    struct Case {
        const char* what;
        std::vector<DailyPolicyRow> rows;
        const char* expected;
    };
    const std::vector<Case> cases{
        {"nothing changed", rows({{"one", "1111"}, {"two", "11.1"}}), ""},
        {"all at once", rows({{"one", "1122"}, {"two", "1122"}}), "03: mode: testing -> mode: enforce, last 02, late []"},
        {"one after the other", rows({{"one", "112222"}, {"two", "111122"}}), "03: mode: testing -> mode: enforce, last 04, late []"},
        {"one still sees the old one", rows({{"one", "112222"}, {"two", "111111"}}), "03: mode: testing -> mode: enforce, last 06, late [two]"},
        {"one said nothing since", rows({{"one", "112222"}, {"two", "11...."}}), "03: mode: testing -> mode: enforce, last 02, late [two]"},
        {"both on the day of the change", rows({{"one", "11x222"}, {"two", "1.1122"}}), "03: mode: testing -> mode: enforce, last 04, late []"},
        {"caches of one sender flap", rows({{"one", "1121222"}, {"two", "1111122"}}), "03: mode: testing -> mode: enforce, last 05, late []"},
        {"twice", rows({{"one", "112233"}, {"two", "112333"}}),
         "03: mode: testing -> mode: enforce, last 02, late []; 04: mode: enforce -> mode: none, last 04, late []"},
        {"and back", rows({{"one", "11221111"}, {"two", "11221111"}}),
         "03: mode: testing -> mode: enforce, last 02, late []; 05: mode: enforce -> mode: testing, last 04, late []"},
        {"a newcomer's own spelling is no change", rows({{"one", "11111111"}, {"two", "...44444"}}), ""},
        {"a newcomer sees the new one first", rows({{"one", "111222"}, {"two", "..2222"}}), "03: mode: testing -> mode: enforce, last 03, late []"},
        {"only one reporter", rows({{"one", "1..2"}}), "04: mode: testing -> mode: enforce, last 01, late []"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.what);
        CHECK(text(drift_of(one.rows, strings)) == one.expected);
        std::vector<DailyPolicyRow> reversed{one.rows.rbegin(), one.rows.rend()};
        CHECK(text(drift_of(reversed, strings)) == one.expected);
    }
}

TEST_CASE("types and domains change apart, and 0 is no policy") {
    std::vector<DailyPolicyRow> all = rows({{"one", "1122"}});
    const auto tlsa = rows({{"one", "1333"}}, "tlsa");
    all.insert(all.end(), tlsa.begin(), tlsa.end());
    const auto none = rows({{"one", "0101"}}, "other");
    all.insert(all.end(), none.begin(), none.end());
    const auto drifts = drift_of(all, strings);
    REQUIRE(drifts.size() == 2);
    CHECK(drifts.at(0).policy_type == "sts");
    CHECK(drifts.at(1).policy_type == "tlsa");
    CHECK(drifts.at(1).changed_day == day(2));
}

TEST_CASE("the policy in force is the newest that the newest day shows") {
    CHECK(sts_policy_in_force(rows({{"one", "1122"}, {"two", "1111"}}), strings) == 2);
    CHECK(sts_policy_in_force(rows({{"one", "1122"}, {"two", "11111"}}), strings) == 1);
    CHECK(sts_policy_in_force(rows({{"one", "2222"}, {"two", "2222"}, {"three", "1111"}}), strings) == 2);
    CHECK(sts_policy_in_force(rows({{"one", "1111"}, {"two", "1111"}, {"three", "2222"}}), strings) == 1);
    CHECK(sts_policy_in_force(rows({{"one", "11"}}, "tlsa"), strings) == 0);
    CHECK(sts_policy_in_force({}, strings) == 0);
}

TEST_CASE("domains add up over their reporters") {
    const std::vector<DomainSumRow> sums{{"b.example", "one", day(3), day(4), 5, 1}, {"a.example", "two", day(2), day(9), 10, 0}, {"a.example", "one", day(1), day(5), 7, 2}};
    const auto overview = overview_of(sums, {{"a.example", "testing"}});
    REQUIRE(overview.size() == 2);
    CHECK(overview.at(0).policy_domain == "a.example");
    CHECK(overview.at(0).first_day == day(1));
    CHECK(overview.at(0).last_day == day(9));
    CHECK(overview.at(0).sessions == 17);
    CHECK(overview.at(0).failures == 2);
    CHECK(overview.at(0).reporters == std::vector<std::string>{"one", "two"});
    CHECK(overview.at(0).mode == "testing");
    CHECK(overview.at(1).mode == "");
}
