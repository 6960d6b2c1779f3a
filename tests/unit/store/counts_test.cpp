#include "store/counts.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "store/contribution.hpp"

using namespace tlsrpt;
using test::policy;

TEST_CASE("sessions of a report and a policy domain are counted once") {
    constexpr std::uint64_t huge = std::numeric_limits<std::uint64_t>::max();
    struct Case {
        std::string what;
        std::vector<PolicyResult> policies;
        Counts expected;
    };
    const std::vector<Case> cases{
        {"nothing", {}, {0, 0, 0}},
        {"one type", {policy("sts", "a.example", 10, 2)}, {12, 2, 12}},
        {"sts and tlsa overlap, equal", {policy("sts", "a.example", 10, 2), policy("tlsa", "a.example", 10, 2)}, {12, 2, 24}},
        {"sts and tlsa overlap, unequal", {policy("sts", "a.example", 10, 0), policy("tlsa", "a.example", 3, 4)}, {10, 4, 17}},
        {"no policy stands apart", {policy("no-policy-found", "a.example", 5, 1), policy("sts", "a.example", 10, 0)}, {16, 1, 16}},
        {"the same type twice is a sum", {policy("sts", "a.example", 5, 1), policy("sts", "a.example", 7, 0)}, {13, 1, 13}},
        {"an unknown type joins the overlap", {policy("sts", "a.example", 5, 0), policy("bimi", "a.example", 9, 1)}, {10, 1, 15}},
        {"two unknown types overlap too", {policy("x", "a.example", 5, 0), policy("y", "a.example", 6, 0)}, {6, 0, 11}},
        {"other domains do not count", {policy("sts", "b.example", 5, 0)}, {0, 0, 0}},
        {"sums do not wrap", {policy("sts", "a.example", huge, huge), policy("no-policy-found", "a.example", 1, 1)}, {huge, huge, huge}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const Report report = test::report("r", c.policies);
        CHECK(count_sessions(report, "a.example") == c.expected);
        // The rollups use the same sum over all domains at once.
        for (const auto& domain : contribution_of(report).domains) CHECK(count_sessions(report, domain.policy_domain) == domain.counts);
    }
}

TEST_CASE("a failure reported under sts and again under tlsa is one failure") {
    const Report report = test::report(
        "r", {policy("sts", "a.example", 1, 5, {test::failure("certificate-expired", 3), test::failure("certificate-expired", 2)}),
              policy("tlsa", "a.example", 1, 4, {test::failure("certificate-expired", 4), test::failure("dane-required", 1)})});
    const Contribution contribution = contribution_of(report);
    REQUIRE(contribution.domains.size() == 1);
    REQUIRE(contribution.domains[0].failures.size() == 2);
    CHECK(contribution.domains[0].failures[0].result_type == "certificate-expired");
    CHECK(contribution.domains[0].failures[0].failed_session_count == 5);
    CHECK(contribution.domains[0].failures[1].failed_session_count == 1);
}
