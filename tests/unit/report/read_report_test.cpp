#include <algorithm>

#include "samples.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using samples::conformant;
using samples::gzip;
using samples::read;
using samples::repeated;
using samples::with;
using namespace std::string_literals;

TEST_CASE("every member is mapped") {
    const auto reading = read(gzip(conformant));
    REQUIRE(reading.report);
    const Report& report = *reading.report;
    CHECK(report.organization_name == "Reporter Inc.");
    CHECK(to_rfc3339(report.date_range.start_datetime) == "2026-11-20T00:00:00Z");
    CHECK(to_rfc3339(report.date_range.end_datetime) == "2026-11-20T23:59:59Z");
    CHECK(report.contact_info == "tls@reporter.example");
    CHECK(report.report_id == "r-1");
    REQUIRE(report.policies.size() == 1);
    CHECK(report.policies[0].policy ==
          Policy{"sts", {"version: STSv1", "mode: enforce", "mx: mx.example.org", "max_age: 86400"}, "example.org", {"mx.example.org"}});
    CHECK(report.policies[0].summary == Summary{10, 3});
    CHECK(report.policies[0].failure_details ==
          std::vector<FailureDetails>{{"certificate-expired", "192.0.2.1", "mx.example.org", "mx.example.org", "2001:db8::1", 3,
                                       "https://reporter.example/r/1", "expired"}});
    CHECK(reading.inflated_bytes == conformant.size());
    CHECK(reading.json_sha256 == sha256_hex(conformant));
}

TEST_CASE("equal names and addresses become equal text") {
    auto text = with(conformant, R"("policy-domain":"example.org")", R"("policy-domain":"Example.ORG.")");
    text = with(text, R"("receiving-mx-hostname":"mx.example.org")", R"("receiving-mx-hostname":"MX.example.org.")");
    text = with(text, "2001:db8::1", "2001:0DB8:0:0::0:1");
    const auto reading = read(text);
    CHECK(reading.report == read(conformant).report);
    CHECK(reading.deviations.empty());
    CHECK(reading.json_sha256 != read(conformant).json_sha256);
}

TEST_CASE("a report that is refused, and what is said of it") {
    const std::string_view success = R"("total-successful-session-count":10)";
    const std::string_view failures = R"("failed-session-count":3)";
    const struct {
        std::string octets;
        std::string_view detail;
    } cases[]{
        {"", "the report part is empty"},
        {"{}", "the document: Missing required property"},
        {"[]", "the document: "},
        {"PK\x03\x04", "not JSON: syntax error at octet 1"},
        {"\xEF\xBB\xBF", "not JSON: syntax error at octet 1"},
        {gzip(gzip(conformant)), "NUL at octet 4"},
        {gzip(std::string{conformant} + "\0 garbage"s), "NUL at octet"},
        {with(conformant, "r-1", "r\\u00001"), "a string with NUL at /report-id"},
        {with(conformant, R"("report-id")", R"("report-id":"twice","report-id")"), "the same member name twice at /report-id"},
        {with(conformant, success, R"("total-successful-session-count":1e999)"),
         "a number that no double can hold at /policies/0/summary/total-successful-session-count"},
        {with(conformant, success, R"("total-successful-session-count":9223372036854775808)"),
         "an integer over 2^53 - 1 at /policies/0/summary/total-successful-session-count"},
        {with(conformant, success, R"("total-successful-session-count":9007199254740992)"),
         "an integer over 2^53 - 1 at /policies/0/summary/total-successful-session-count"},
        {with(conformant, success, R"("total-successful-session-count":-1)"),
         "/policies/0/summary/total-successful-session-count: Expected number greater than or equal to"},
        {with(conformant, success, R"("total-successful-session-count":1.5)"),
         "/policies/0/summary/total-successful-session-count: Value type not permitted"},
        {with(conformant, success, R"("total-successful-session-count":"1.5")"),
         "/policies/0/summary/total-successful-session-count: Value type not permitted"},
        {with(conformant, success, R"("total-successful-session-count":"9007199254740992")"),
         "/policies/0/summary/total-successful-session-count: Value type not permitted"},
        {with(conformant, success, R"("total-successful-session-count":9007199254740991)"), "/policies: count more sessions together"},
        {with(conformant, R"("failure-details":[)", R"("failure-details":[{"result-type":"x","failed-session-count":9007199254740991},)"),
         "/policies: count more failed sessions together"},
        {with(conformant, failures, R"("failed-session-count":{})"),
         "/policies/0/failure-details/0/failed-session-count: Value type not permitted"},
        {with(conformant, "2026-11-20T00:00:00Z", "yesterday"), "/date-range/start-datetime: is not a date-time"},
        {with(conformant, "2026-11-20T00:00:00Z", "2026-02-29T00:00:00Z"), "/date-range/start-datetime: is not a date-time"},
        {with(conformant, "2026-11-20T23:59:59Z", "1970-01-01T00:00:00+00:01"), "/date-range/end-datetime: is not a date-time"},
        {with(conformant, "2026-11-20T23:59:59Z", "9999-12-31T23:59:60Z"), "/date-range/end-datetime: is not a date-time"},
        {std::string{conformant.substr(0, conformant.find("\"policies\""))} + R"("policies":[]})", "/policies: is empty"},
        {with(conformant, R"("report-id":"r-1",)", ""), "the document: Missing required property 'report-id'"},
        {with(conformant, R"("r-1")", "null"), "/report-id: Value type not permitted"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.detail);
        const auto reading = read(c.octets);
        CHECK(reading.slug == Slug::ReportInvalid);
        CHECK_FALSE(reading.report);
        CHECK_MESSAGE(reading.detail.starts_with(c.detail), reading.detail);
    }
}

TEST_CASE("all violations are listed") {
    const auto reading = read(with(with(conformant, "2026-11-20T00:00:00Z", "x"), "2026-11-20T23:59:59Z", "y"));
    CHECK(reading.violations.size() == 2);
    CHECK(reading.detail == "/date-range/start-datetime: is not a date-time of RFC 3339 between 1970 and 9999 (and 1 more)");
}

TEST_CASE("a bomb is too large, packed or plain") {
    Limits limits;
    limits.max_inflated_bytes = 100'000;
    for (const std::string& octets : {gzip(std::string(2u << 20, ' ')), std::string(100'001, ' ')}) {
        const auto reading = read(octets, limits);
        CHECK(reading.slug == Slug::ReportTooLarge);
        CHECK(reading.json_sha256.empty());
        CHECK(reading.inflated_bytes == 0);
    }
}

TEST_CASE("limits on what is stored are exact") {
    const std::string failure = R"({"result-type":"x","failed-session-count":0},)";
    const std::string policy =
        R"({"policy":{"policy-type":"x","policy-domain":"example.org"},"summary":{"total-successful-session-count":0,"total-failure-session-count":0}},)";
    Limits limits;
    limits.max_policies = 3;
    limits.max_failures = 4;
    limits.max_policy_strings = 5;
    const auto policies = [&](std::size_t more) { return with(conformant, R"("policies":[)", R"("policies":[)" + repeated(policy, more)); };
    const auto failures = [&](std::size_t more) {
        return with(conformant, R"("failure-details":[)", R"("failure-details":[)" + repeated(failure, more));
    };
    const auto lines = [&](std::size_t more) {
        return with(conformant, R"("policy-string":[)", R"("policy-string":[)" + repeated(R"("x",)", more));
    };
    CHECK(read(policies(2), limits).report);
    CHECK(read(policies(3), limits).detail == "/policies: over 3 policies");
    CHECK(read(failures(3), limits).report);
    CHECK(read(failures(4), limits).detail == "/policies: over 4 failures together");
    CHECK(read(lines(1), limits).report);
    CHECK(read(lines(2), limits).detail == "/policies/0/policy/policy-string: over 5 elements");
    CHECK(read(with(conformant, R"("mx-host":[)", R"("mx-host":[)" + repeated(R"("x",)", 5)), limits).detail ==
          "/policies/0/policy/mx-host: over 5 elements");
}

TEST_CASE("lines that hide in one string count as lines") {
    Limits limits;
    limits.max_policy_strings = 5;
    const std::string_view text = R"("mode: enforce")";
    CHECK(read(with(conformant, text, R"("mode: enforce\nx")"), limits).report);
    CHECK(read(with(conformant, text, R"("mode: enforce\nx\ny")"), limits).detail == "/policies/0/policy/policy-string: over 5 elements");
    CHECK(read(with(conformant, text, R"("[\"x\",\"y\",\"z\"]")"), limits).detail == "/policies/0/policy/policy-string: over 5 elements");
    limits.max_policy_strings = 1'000'000;
    limits.max_json_nodes = 100;
    const auto reading = read(with(conformant, text, '"' + repeated("x\\n", 200) + '"'), limits);
    CHECK(reading.detail == "/policies: over 100 policy lines and hosts together");
}

TEST_CASE("a hostile text stays text") {
    const std::string text = "\u202e<script>'); DROP TABLE report;--\x1b[31m=cmd|../../etc/passwd";
    const auto reading = read(with(conformant, "Reporter Inc.", "\u202e<script>'); DROP TABLE report;--\\u001b[31m=cmd|../../etc/passwd"));
    REQUIRE(reading.report);
    CHECK(reading.report->organization_name == text);
    CHECK(read(to_json(*reading.report)).report == reading.report);
}

TEST_CASE("a giant of many wrong elements is refused with a short list") {
    const auto reading = read(with(conformant, R"("failure-details":[)", R"("failure-details":[)" + repeated("0,", 10'000)));
    CHECK(reading.slug == Slug::ReportInvalid);
    CHECK(reading.violations.size() == 100);
}
