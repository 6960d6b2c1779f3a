#include <doctest/doctest.h>

#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;
using Lines = std::vector<std::string>;

namespace {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

SeenPolicy sts(const char* sdid, const char* mode, std::vector<std::string> mx = {"*.example.com"}, unsigned from = 1, unsigned to = 22) {
    SeenPolicy seen{sdid, "sts", {"version: STSv1", std::string{"mode: "} + mode}, {}, day(from), day(to)};
    for (const std::string& host : mx) seen.policy_string.push_back("mx: " + host);
    seen.policy_string.emplace_back("max_age: 604800");
    return seen;
}

SeenPolicy seen_tlsa(const char* sdid, std::vector<std::string> records, std::vector<std::string> hosts = {}) { return {sdid, "tlsa", std::move(records), std::move(hosts), day(10), day(22)}; }

const std::string published = "3 1 1 6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b";    // healthy()'s
const std::string older = "3 1 1 0000000000000000000000000000000000000000000000000000000000000000";

std::vector<Finding> judged(std::vector<SeenPolicy> seen, const Evidence& evidence = healthy()) {
    Expectations expected = expectations();
    expected.seen = std::move(seen);
    return judge(evidence, expected);
}

}  // namespace

TEST_CASE("the store saw testing, now enforce is published") {
    const auto findings = judged({sts("google.com", "testing", {"*.example.com"}, 3, 22), sts("microsoft.com", "enforce")});
    CHECK(trouble(findings) == Lines{"warning seen-sts"});
    const Finding* finding = first(findings, "seen-sts", Finding::Level::Warning);
    CHECK(finding->what == "published is mode enforce, but google.com saw testing (since 2026-11-03, last on 2026-11-22)");
    CHECK(finding->since == day(3));
    CHECK(first(findings, "seen-sts", Finding::Level::Ok)->what == "microsoft.com saw the policy as it is published (since 2026-11-01, last on 2026-11-22)");
}

TEST_CASE("what reporters saw of a policy") {
    struct Row {
        const char* what;
        std::vector<SeenPolicy> seen;
        Lines lines;
    };
    const Row rows[] = {
        {"as published", {sts("google.com", "enforce")}, {}},
        {"the mx in another order and case is the same", {sts("google.com", "enforce", {"*.EXAMPLE.com"})}, {}},
        {"another mx list", {sts("google.com", "enforce", {"old.example.com"})}, {"warning seen-sts"}},
        {"mode and mx", {sts("google.com", "testing", {"old.example.com"})}, {"warning seen-sts", "warning seen-sts"}},
        {"another max_age", {{"google.com", "sts", {"version: STSv1", "mode: enforce", "mx: *.example.com", "max_age: 86400"}, {}, day(1), day(22)}}, {"note seen-sts"}},
        {"no lines, patterns only (Mail.ru and others)", {{"mail.ru", "sts", {}, {"*.example.com"}, day(1), day(22)}}, {}},
        {"no lines, other patterns", {{"mail.ru", "sts", {}, {"mx9.example.com"}, day(1), day(22)}}, {"warning seen-sts"}},
        {"no policy at all", {{"google.com", "no-policy-found", {}, {}, day(1), day(22)}}, {"warning seen-sts"}},
        {"none, before it saw one", {{"google.com", "no-policy-found", {}, {}, day(1), day(5)}, sts("google.com", "enforce", {"*.example.com"}, 6)}, {}},
        {"none, after it saw one", {sts("google.com", "enforce", {"*.example.com"}, 1, 5), {"google.com", "no-policy-found", {}, {}, day(6), day(22)}}, {"warning seen-sts"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(trouble(judged(row.seen)) == row.lines);
    }
    Evidence gone = healthy();
    gone.sts_record = nothing();
    gone.fetch = {};
    CHECK(trouble(judged({sts("google.com", "enforce")}, gone)) == Lines{"note sts-record", "warning seen-sts"});
}

TEST_CASE("two reporters see different TLSA sets") {
    const auto findings = judged({seen_tlsa("google.com", {published}), seen_tlsa("microsoft.com", {older})});
    CHECK(trouble(findings) == Lines{"warning seen-tlsa", "warning seen-tlsa"});
    Lines texts;
    for (const Finding& finding : findings)
        if (finding.check == "seen-tlsa" && finding.level == Finding::Level::Warning) texts.push_back(finding.what);
    REQUIRE(texts.size() == 2);
    CHECK(texts[0] == "published is TLSA " + published + ", but microsoft.com saw " + older + " (since 2026-11-10, last on 2026-11-22)");
    CHECK(texts[1] == "reporters do not see the same TLSA records: microsoft.com: " + older + ", google.com: " + published);
}

TEST_CASE("TLSA sets are compared as sets, by host where the reporter names it") {
    struct Row {
        const char* what;
        std::vector<SeenPolicy> seen;
        Lines lines;
    };
    std::string shouting = "3 1 1 ";
    for (int i = 0; i < 32; ++i) shouting += "6B";
    const Row rows[] = {
        {"as published", {seen_tlsa("google.com", {published})}, {}},
        {"in capitals", {seen_tlsa("google.com", {shouting})}, {}},
        {"at a named host", {seen_tlsa("google.com", {published}, {"MX1.example.com"})}, {}},
        {"one more than published", {seen_tlsa("google.com", {published, older})}, {"warning seen-tlsa"}},
        {"each host in a policy of its own, unnamed", {seen_tlsa("google.com", {published}), seen_tlsa("google.com", {older})}, {"warning seen-tlsa"}},
        {"a host of somebody else counts as unnamed", {seen_tlsa("google.com", {published}, {"mx.other.example"})}, {}},
        {"no records quoted", {seen_tlsa("google.com", {})}, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(trouble(judged(row.seen)) == row.lines);
    }
}

TEST_CASE("failures that reporters saw hang on the findings that explain them; the others are said") {
    Expectations expected = expectations();
    expected.failures = {{day(20), "certificate-host-mismatch", "mx2.example.com", 3}, {day(21), "certificate-host-mismatch", "mx2.example.com", 4},
                         {day(21), "certificate-host-mismatch", "mx1.example.com", 9}, {day(21), "sts-policy-invalid", "", 1}};
    Evidence evidence = healthy();
    evidence.fetch.body = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 604800\n";
    const auto findings = judge(evidence, expected);
    const Finding* uncovered = first(findings, "sts-mx", Finding::Level::Error);
    REQUIRE(uncovered != nullptr);
    CHECK(uncovered->reported == std::vector<Finding::Reported>{{"certificate-host-mismatch", "mx2.example.com", day(20), day(21), 7}});
    CHECK(uncovered->since == day(20));
    Lines unexplained;
    for (const Finding& finding : findings)
        if (finding.check == "reported") unexplained.push_back(finding.what);
    CHECK(unexplained == Lines{"9 sessions failed with \"certificate-host-mismatch\" at mx1.example.com (first on 2026-11-21, last on 2026-11-21), and nothing found here explains it",
                               "1 sessions failed with \"sts-policy-invalid\" (first on 2026-11-21, last on 2026-11-21), and nothing found here explains it"});
}
