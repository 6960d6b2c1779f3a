#include "tlsrpt/advice.hpp"

#include <doctest/doctest.h>

#include "days.hpp"

using namespace tlsrpt;
using tlsrpt::test::day;
using Verdict = Advice::Verdict;

namespace {

AdviceEvidence evidence(const std::string& type, const std::string& mode, unsigned days = 14, unsigned reporters = 2) {
    AdviceEvidence evidence;
    evidence.policy_domain = "a.example";
    evidence.policy_type = type;
    for (unsigned d = 1; d <= days; ++d)
        for (unsigned r = 0; r < reporters; ++r) evidence.rows.push_back({day(d), "a.example", type, "r" + std::to_string(r), 1, 9, 1});
    if (!mode.empty()) evidence.policy_string = {"version: STSv1", "mode: " + mode, "mx: *.a.example"};
    return evidence;
}

void fail(AdviceEvidence& evidence, const std::string& result_type, std::uint64_t sessions = 3, Incident::State state = Incident::State::Ongoing,
          const std::string& mx = "mx1.a.example") {
    evidence.failures.push_back({"a.example", evidence.policy_type, "r0", result_type, mx, sessions});
    Incident incident;
    incident.policy_domain = "a.example";
    incident.receiving_mx_hostname = mx;
    incident.result_type = result_type;
    incident.state = state;
    evidence.incidents.push_back(incident);
}

}  // namespace

TEST_CASE("the verdict follows from mode, evidence and what enforce would refuse") {
    CHECK(advise(evidence("sts", "testing"), {}).verdict == Verdict::Ready);
    CHECK(advise(evidence("sts", ""), {}).verdict == Verdict::Ready);
    CHECK(advise(evidence("sts", "enforce", 1, 1), {}).verdict == Verdict::Enforcing);
    CHECK(advise(evidence("sts", "testing", 13), {}).verdict == Verdict::NotEnoughEvidence);
    CHECK(advise(evidence("sts", "testing", 14, 1), {}).verdict == Verdict::NotEnoughEvidence);
    CHECK(advise(evidence("sts", "testing", 3, 1), {.days = 3, .reporters = 1}).verdict == Verdict::Ready);
    CHECK(advise(evidence("sts", "testing", 0), {}).verdict == Verdict::NotEnoughEvidence);
    CHECK(advise(evidence("tlsa", "", 1, 1), {}).verdict == Verdict::Enforcing);
    CHECK(advise(evidence("tlsa", "", 0), {}).verdict == Verdict::NotEnoughEvidence);
}

TEST_CASE("what enforce would refuse, and what not") {
    for (const char* refused : {"starttls-not-supported", "certificate-expired", "certificate-host-mismatch", "certificate-not-trusted", "validation-failure"}) {
        CAPTURE(refused);
        AdviceEvidence broken = evidence("sts", "testing");
        fail(broken, refused);
        const Advice advice = advise(broken, {});
        CHECK(advice.verdict == Verdict::NotReady);
        CHECK(advice.would_fail == 3);
        CHECK(advice.next_step.find(refused) != std::string::npos);
    }
    for (const char* not_seen : {"sts-policy-fetch-error", "sts-policy-invalid", "sts-webpki-invalid", "something-new"}) {
        CAPTURE(not_seen);
        AdviceEvidence without = evidence("sts", "testing");
        fail(without, not_seen);
        const Advice advice = advise(without, {});
        CHECK(advice.verdict == Verdict::Ready);
        CHECK(advice.would_fail == 0);
        REQUIRE(advice.causes.size() == 1);
        CHECK_FALSE(advice.causes.front().would_refuse);
        CHECK(advice.causes.front().failed_session_count == 3);
    }
    AdviceEvidence stray = evidence("sts", "testing");
    fail(stray, "something-new", 3, Incident::State::Ongoing, "mx1.elsewhere.example");    // not an MX of the policy
    CHECK(advise(stray, {}).verdict == Verdict::NotReady);
    AdviceEvidence stray_without_policy = evidence("sts", "testing");
    fail(stray_without_policy, "sts-policy-fetch-error", 3, Incident::State::Ongoing, "mx1.elsewhere.example");
    CHECK(advise(stray_without_policy, {}).verdict == Verdict::Ready);
}

TEST_CASE("a resolved incident is listed and does not block, one that came back does") {
    AdviceEvidence resolved = evidence("sts", "testing");
    fail(resolved, "certificate-expired", 30, Incident::State::Resolved);
    fail(resolved, "sts-policy-invalid", 2);
    Advice advice = advise(resolved, {});
    CHECK(advice.verdict == Verdict::Ready);
    CHECK(advice.would_fail == 0);
    REQUIRE(advice.causes.size() == 2);
    CHECK(advice.causes.at(0).resolved);
    CHECK(advice.causes.at(0).failed_session_count == 30);

    resolved.incidents.push_back(resolved.incidents.front());
    resolved.incidents.back().state = Incident::State::New;
    advice = advise(resolved, {});
    CHECK(advice.verdict == Verdict::NotReady);
    CHECK(advice.would_fail == 30);
}

TEST_CASE("figures are of the type alone") {
    AdviceEvidence both = evidence("sts", "testing");
    fail(both, "certificate-expired", 4);
    both.failures.push_back({"a.example", "tlsa", "r1", "tlsa-invalid", "mx1.a.example", 99});
    const Advice advice = advise(both, {});
    CHECK(advice.sessions == 280);
    CHECK(advice.would_fail == 4);
    CHECK(advice.days == 14);
    CHECK(advice.mode == "testing");
    CHECK(advice.reporters == std::vector<std::string>{"r0", "r1"});
    CHECK(advice.causes.size() == 1);
}

TEST_CASE("DANE refuses already") {
    AdviceEvidence dane = evidence("tlsa", "");
    fail(dane, "tlsa-invalid", 5);
    const Advice advice = advise(dane, {});
    CHECK(advice.verdict == Verdict::Enforcing);
    CHECK(advice.would_fail == 5);
    CHECK(advice.next_step == "Repair tlsa-invalid at mx1.a.example: this mail is refused now.");
}

TEST_CASE("the last days that anybody reported on count, not the calendar") {
    std::vector<DailyPolicyRow> rows;
    for (const unsigned d : {1u, 5u, 5u, 9u, 20u}) rows.push_back({day(d), "a.example", "sts", "r", 1, 1, 0});
    CHECK(advice_days(rows, 3) == std::vector<std::chrono::sys_days>{day(20), day(9), day(5)});
    CHECK(advice_days(rows, 14).size() == 4);
}
