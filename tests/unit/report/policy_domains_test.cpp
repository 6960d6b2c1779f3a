#include <doctest/doctest.h>

#include "tlsrpt/report.hpp"

using namespace tlsrpt;

namespace {

PolicyDomains ours(const std::vector<std::string>& names) {
    auto domains = PolicyDomains::create(names);
    REQUIRE(domains);
    return *domains;
}

Report report_about(const std::vector<std::string>& domains) {
    Report report;
    for (const std::string& domain : domains) report.policies.emplace_back().policy.policy_domain = domain;
    return report;
}

}  // namespace

TEST_CASE("exact names and everything below a name") {
    const PolicyDomains domains = ours({"Example.ORG", "*.example.net", "mx.example.com."});
    for (const char* const name : {"example.org", "EXAMPLE.org", "a.example.net", "b.a.example.net", "mx.example.com"})
        CHECK_MESSAGE(domains.contains(name), name);
    for (const char* const name : {"example.net", "a.example.org", "example.com", "notexample.net", "net", "", "."})
        CHECK_FALSE_MESSAGE(domains.contains(name), name);
}

TEST_CASE("no list at all: every domain is ours") {
    CHECK(ours({}).empty());
    CHECK(ours({}).contains("anything.example"));
}

TEST_CASE("a slip of the administrator is not silent") {
    for (const char* const name : {"", "*", "*.", "*example.org", "a b", "*.*.example.org",
                                   "b\xc3\xbc"
                                   "cher.example",
                                   "-x.example"}) {
        CAPTURE(name);
        const auto domains = PolicyDomains::create(std::vector<std::string>{"example.org", name});
        REQUIRE_FALSE(domains);
        CHECK(domains.error().slug == Slug::Misconfigured);
    }
}

TEST_CASE("a mixed report keeps our policies, the rest is recorded") {
    Report report = report_about({"a.example", "other.example", "b.example", ""});
    std::vector<Deviation> deviations;
    CHECK_FALSE(keep_ours(report, deviations, ours({"a.example", "b.example"})));
    CHECK(report == report_about({"a.example", "b.example", ""}));
    CHECK(deviations == std::vector<Deviation>{{"foreign-policy", "/policies/1", "other.example"}});
}

TEST_CASE("a report about others is not ours, and stays as it is") {
    Report report = report_about({"x.example", "y.example"});
    std::vector<Deviation> deviations;
    const auto error = keep_ours(report, deviations, ours({"a.example"}));
    REQUIRE(error);
    CHECK(error->slug == Slug::PolicyDomainNotOurs);
    CHECK(error->detail == "the report speaks of x.example and 1 more policies");
    CHECK(report == report_about({"x.example", "y.example"}));
    CHECK(deviations.empty());
}

TEST_CASE("a report about nobody knows whom is kept") {
    Report report = report_about({""});
    std::vector<Deviation> deviations;
    CHECK_FALSE(keep_ours(report, deviations, ours({"a.example"})));
    CHECK(report.policies.size() == 1);
}

TEST_CASE("ten thousand foreign policies do not make ten thousand records") {
    std::vector<std::string> names(10'000, "other.example");
    names.emplace_back("a.example");
    Report report = report_about(names);
    std::vector<Deviation> deviations;
    CHECK_FALSE(keep_ours(report, deviations, ours({"a.example"})));
    CHECK(report.policies.size() == 1);
    REQUIRE(deviations.size() == 1001);
    CHECK(deviations.back() == Deviation{"deviations-left-out", "", "9000"});
}
