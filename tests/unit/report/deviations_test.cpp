#include "report/deviations.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "samples.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
extern const char deviations_doc[];  // docs/deviations.md, embedded at build
}

using namespace tlsrpt;
using samples::conformant;
using samples::gzip;
using samples::with;
using samples::with_policy;

namespace {

struct Case {
    std::string_view rule;
    std::string octets;
    std::string_view pointer;
    std::string_view detail;
    bool (*understood)(const Report&);  // what the rule made of it
    std::string_view media_type{};
    std::string_view file_name{};
    std::string_view signed_report_domain{};
    std::string_view submitter{};
};

const Policy& policy(const Report& report) { return report.policies.at(0).policy; }
const FailureDetails& failure(const Report& report) { return report.policies.at(0).failure_details.at(0); }
bool is_conformant(const Report& report) { return report == *samples::read(conformant).report; }
bool starts_at_midnight(const Report& report) { return to_rfc3339(report.date_range.start_datetime) == "2026-11-20T00:00:00Z"; }

/// The conformant report with something else in place of `from`.
std::string sample(std::string_view from, std::string_view to) { return with(conformant, from, to); }

constexpr std::string_view start = R"("start-datetime":"2026-11-20T00:00:00Z")";
constexpr std::string_view lines = R"("policy-string":["version: STSv1","mode: enforce","mx: mx.example.org","max_age: 86400"])";
constexpr std::string_view patterns = R"("mx-host":["mx.example.org"])";
constexpr std::string_view domain = R"("policy-domain":"example.org",)";
constexpr std::string_view no_domain =
    R"({"policy":{"policy-type":"no-policy-found"},"summary":{"total-successful-session-count":1,"total-failure-session-count":0}})";
constexpr std::string_view other_domain =
    R"({"policy":{"policy-type":"no-policy-found","policy-domain":"example.net"},"summary":{"total-successful-session-count":1,"total-failure-session-count":0}})";

std::vector<Case> cases() {
    return {
        {"gzip-under-json-name", gzip(conformant), "", "application/tlsrpt+json r.json", is_conformant, "application/tlsrpt+json",
         "r.json"},
        {"gzip-under-json-name", gzip(conformant), "", "application/octet-stream r.JSON", is_conformant, "application/octet-stream",
         "r.JSON"},
        {"json-under-gzip-name", std::string{conformant}, "", "application/tlsrpt+gzip r.json.gz", is_conformant, "application/tlsrpt+gzip",
         "r.json.gz"},
        {"gzip-members", gzip(conformant.substr(0, 100)) + gzip(conformant.substr(100)), "", "2 members", is_conformant},
        {"gzip-trailing-octets", gzip(conformant) + "\r\n", "", "2 octets", is_conformant},
        {"byte-order-mark", "\xEF\xBB\xBF" + std::string{conformant}, "", "", is_conformant},
        {"older-member-name", sample("receiving-mx-hostname", "receiving-mx-host-name"),
         "/policies/0/failure-details/0/receiving-mx-host-name", "mx.example.org", is_conformant},
        {"older-member-name", sample("failure-reason-code", "failure-error-code"), "/policies/0/failure-details/0/failure-error-code",
         "expired", is_conformant},
        {"older-member-name", sample("additional-information", "additional-info-uri"), "/policies/0/failure-details/0/additional-info-uri",
         "https://reporter.example/r/1", is_conformant},
        {"older-member-name", sample("mx-host", "mx-host-pattern"), "/policies/0/policy/mx-host-pattern", "[…]", is_conformant},
        {"null-member", sample(R"("tls@reporter.example")", "null"), "/contact-info", "null",
         [](const Report& r) { return r.contact_info.empty(); }},
        {"null-member", sample(R"("192.0.2.1")", "null"), "/policies/0/failure-details/0/sending-mta-ip", "null",
         [](const Report& r) { return failure(r).sending_mta_ip.empty(); }},
        {"empty-text", sample(R"("2001:db8::1")", R"("")"), "/policies/0/failure-details/0/receiving-ip", "",
         [](const Report& r) { return failure(r).receiving_ip.empty(); }},
        {"empty-text", sample(lines, R"("policy-string":"")"), "/policies/0/policy/policy-string", "",
         [](const Report& r) { return policy(r).policy_string.empty(); }},
        {"contact-info-absent", sample(R"("contact-info":"tls@reporter.example",)", ""), "/contact-info", "",
         [](const Report& r) { return r.contact_info.empty(); }},
        {"submitter-differs", std::string{conformant}, "/contact-info", "tls@reporter.example", is_conformant, "", "", "", "mail.example"},
        {"date-spelling", sample(start, R"("start-datetime":"2026-11-20 00:00:00z")"), "/date-range/start-datetime", "2026-11-20 00:00:00z",
         starts_at_midnight},
        {"date-with-fraction", sample(start, R"("start-datetime":"2026-11-20T00:00:00.999Z")"), "/date-range/start-datetime",
         "2026-11-20T00:00:00.999Z", starts_at_midnight},
        {"date-without-zone", sample(start, R"("start-datetime":"2026-11-20T00:00:00")"), "/date-range/start-datetime",
         "2026-11-20T00:00:00", starts_at_midnight},
        {"date-with-offset", sample(start, R"("start-datetime":"2026-11-20T01:30:00+01:30")"), "/date-range/start-datetime",
         "2026-11-20T01:30:00+01:30", starts_at_midnight},
        {"range-ends-at-midnight", sample("2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z"), "/date-range/end-datetime",
         "2026-11-21T00:00:00Z", [](const Report& r) { return to_rfc3339(r.date_range.end_datetime) == "2026-11-21T00:00:00Z"; }},
        {"count-as-text", sample(R"("total-successful-session-count":10)", R"("total-successful-session-count":"10")"),
         "/policies/0/summary/total-successful-session-count", "10", is_conformant},
        {"count-absent", sample(R"("total-successful-session-count":10,)", ""), "/policies/0/summary/total-successful-session-count", "",
         [](const Report& r) {
             return r.policies[0].summary == Summary{0, 3};
         }},
        {"count-absent", sample(R"("summary":{"total-successful-session-count":10,"total-failure-session-count":3},)", ""),
         "/policies/0/summary/total-failure-session-count", "",
         [](const Report& r) {
             return r.policies[0].summary == Summary{0, 0};
         }},
        {"count-absent", sample(R"("failed-session-count":3,)", ""), "/policies/0/failure-details/0/failed-session-count", "",
         [](const Report& r) { return failure(r).failed_session_count == 0; }},
        {"unknown-policy-type", sample(R"("sts")", R"("tomorrow")"), "/policies/0/policy/policy-type", "tomorrow",
         [](const Report& r) { return policy(r).policy_type == "tomorrow"; }},
        {"domain-not-a-name",
         sample(domain,
                "\"policy-domain\":\"b\xC3\xBC"
                "cher.example\","),
         "/policies/0/policy/policy-domain",
         "b\xC3\xBC"
         "cher.example",
         [](const Report& r) { return policy(r).policy_domain.empty(); }},
        {"policy-string-absent", sample(std::string{lines} + ",", ""), "/policies/0/policy/policy-string", "",
         [](const Report& r) { return policy(r).policy_string.empty(); }},
        {"policy-string-absent", sample(lines, R"("policy-string":[])"), "/policies/0/policy/policy-string", "[]",
         [](const Report& r) { return policy(r).policy_string.empty(); }},
        {"policy-string-is-text", sample(lines, R"("policy-string":"3 1 1 AB")"), "/policies/0/policy/policy-string", "3 1 1 AB",
         [](const Report& r) { return policy(r).policy_string == std::vector<std::string>{"3 1 1 AB"}; }},
        {"policy-string-holds-json", sample(lines, R"("policy-string":["[\"3 1 1 AB\",\"3 1 1 CD\"]"])"),
         "/policies/0/policy/policy-string/0", R"(["3 1 1 AB","3 1 1 CD"])",
         [](const Report& r) {
             return policy(r).policy_string == std::vector<std::string>{"3 1 1 AB", "3 1 1 CD"};
         }},
        {"policy-string-white-space", sample("mode: enforce", "mode: enforce\\r"), "/policies/0/policy/policy-string/1", "mode: enforce\r",
         is_conformant},
        {"policy-string-white-space",
         sample(lines, R"("policy-string":["version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\nmax_age: 86400\r\n"])"),
         "/policies/0/policy/policy-string/0", "version: STSv1\r\nmode: enforce\r\nmx: mx.example.org\nmax_age: 86400\r\n", is_conformant},
        {"mx-host-absent", sample("," + std::string{patterns}, ""), "/policies/0/policy/mx-host", "",
         [](const Report& r) { return policy(r).mx_host.empty(); }},
        {"mx-host-absent", sample(patterns, R"("mx-host":[])"), "/policies/0/policy/mx-host", "[]",
         [](const Report& r) { return policy(r).mx_host.empty(); }},
        {"mx-host-is-text", sample(patterns, R"("mx-host":"*.Example.org")"), "/policies/0/policy/mx-host", "*.Example.org",
         [](const Report& r) { return policy(r).mx_host == std::vector<std::string>{"*.example.org"}; }},
        {"mx-pattern-not-a-name", sample(patterns, R"("mx-host":["[mx]"])"), "/policies/0/policy/mx-host/0", "[mx]",
         [](const Report& r) { return policy(r).mx_host == std::vector<std::string>{"[mx]"}; }},
        {"unknown-result-type", sample("certificate-expired", "Other"), "/policies/0/failure-details/0/result-type", "Other",
         [](const Report& r) { return failure(r).result_type == "Other"; }},
        {"ip-not-an-address", sample("192.0.2.1", "192.0.2.256"), "/policies/0/failure-details/0/sending-mta-ip", "192.0.2.256",
         [](const Report& r) { return failure(r).sending_mta_ip == "192.0.2.256"; }},
        {"host-not-a-name", sample(R"("receiving-mx-hostname":"mx.example.org")", R"("receiving-mx-hostname":"mx example")"),
         "/policies/0/failure-details/0/receiving-mx-hostname", "mx example",
         [](const Report& r) { return failure(r).receiving_mx_hostname == "mx example"; }},
        {"helo-of-several-lines",
         sample(R"("receiving-mx-helo":"mx.example.org")", R"("receiving-mx-helo":"250-mx.example.org\r\n250 SIZE")"),
         "/policies/0/failure-details/0/receiving-mx-helo", "250-mx.example.org\r\n250 SIZE",
         [](const Report& r) { return failure(r).receiving_mx_helo == "250-mx.example.org\r\n250 SIZE"; }},
        {"additional-information-no-uri", sample("https://reporter.example/r/1", "see ? id = 1"),
         "/policies/0/failure-details/0/additional-information", "see ? id = 1",
         [](const Report& r) { return failure(r).additional_information == "see ? id = 1"; }},
        {"failure-details-absent", with_policy(conformant, other_domain), "/policies/0/failure-details", "",
         [](const Report& r) { return r.policies.at(0).failure_details.empty(); }},
        {"failure-details-absent", with_policy(conformant, with(other_domain, R"("total-failure-session-count":0})", R"("total-failure-session-count":0},"failure-details":[])")),
         "/policies/0/failure-details", "[]", [](const Report& r) { return r.policies.at(0).failure_details.empty(); }},
        {"failure-without-address",
         sample(
             R"("sending-mta-ip":"192.0.2.1","receiving-mx-hostname":"mx.example.org","receiving-mx-helo":"mx.example.org","receiving-ip":"2001:db8::1",)",
             ""),
         "/policies/0/failure-details/0", "{…}",
         [](const Report& r) { return failure(r).receiving_ip.empty() && failure(r).failed_session_count == 3; }},
        {"failed-sum-differs", sample(R"("total-failure-session-count":3)", R"("total-failure-session-count":4)"),
         "/policies/0/summary/total-failure-session-count", "4",
         [](const Report& r) { return r.policies[0].summary.total_failure_session_count == 4 && failure(r).failed_session_count == 3; }},
        {"failed-sum-differs", sample(R"("total-failure-session-count":3)", R"("total-failure-session-count":2)"),    // the details exceed the total
         "/policies/0/summary/total-failure-session-count", "2",
         [](const Report& r) { return r.policies[0].summary.total_failure_session_count == 2 && failure(r).failed_session_count == 3; }},
        {"policy-domain-from-report", with_policy(conformant, no_domain), "/policies/0/policy/policy-domain", "",
         [](const Report& r) { return policy(r).policy_domain == "example.org"; }},
        {"policy-domain-from-header", sample(domain, ""), "/policies/0/policy/policy-domain", "", is_conformant, "", "", "Example.ORG", ""},
        {"policy-domain-from-header", with_policy(with_policy(conformant, other_domain), no_domain), "/policies/0/policy/policy-domain", "",
         [](const Report& r) { return policy(r).policy_domain == "example.com"; }, "", "", "example.com", ""},
        {"policy-domain-unknown", sample(domain, ""), "/policies/0/policy/policy-domain", "",
         [](const Report& r) { return policy(r).policy_domain.empty(); }},
        {"policy-repeated", with_policy(with_policy(conformant, other_domain), other_domain), "/policies/1", "{…}",
         [](const Report& r) { return r.policies.size() == 3; }},
    };
}

// Recorded elsewhere, and tested there.
constexpr std::string_view tested_elsewhere[]{"foreign-policy", "deviations-left-out"};

bool names_rule(const Deviation& deviation, const Case& c) {
    return deviation.name == c.rule && deviation.pointer == c.pointer && deviation.detail == c.detail;
}

}  // namespace

TEST_CASE("a report as RFC 8460 wants it shows no deviation") {
    for (const std::string& octets : {std::string{conformant}, gzip(conformant)}) {
        const auto reading = samples::read(octets);
        CHECK(reading.slug == Slug::Acceptable);
        CHECK(reading.deviations.empty());
        CHECK(to_json(*reading.report) == conformant);
    }
}

TEST_CASE("each deviation is named with its place and its value, and forgiven") {
    for (const Case& c : cases()) {
        CAPTURE(c.rule);
        CAPTURE(escape_terminal(c.octets));
        const auto reading = read_report({.octets = c.octets,
                                          .media_type = c.media_type,
                                          .file_name = c.file_name,
                                          .signed_report_domain = c.signed_report_domain,
                                          .submitter = c.submitter},
                                         {});
        CHECK_MESSAGE(reading.slug == Slug::Acceptable, reading.detail);
        CHECK(std::count_if(reading.deviations.begin(), reading.deviations.end(), [&](const Deviation& d) { return names_rule(d, c); }) ==
              1);
        REQUIRE(reading.report);
        CHECK(c.understood(*reading.report));
    }
}

TEST_CASE("each rule has a case, and each case a rule") {
    std::set<std::string_view> tested{std::begin(tested_elsewhere), std::end(tested_elsewhere)};
    for (const Case& c : cases()) tested.insert(c.rule);
    std::set<std::string_view> named;
    for (const report::DeviationRule& rule : report::deviation_rules()) {
        CHECK_MESSAGE(named.insert(rule.name).second, rule.name);
        CHECK_MESSAGE(tested.contains(rule.name), rule.name);
    }
    CHECK(named.size() == tested.size());
}

TEST_CASE("docs/deviations.md has the table of the rules") {
    std::string table = "| name | what is forgiven | who does it |\n|---|---|---|\n";
    for (const report::DeviationRule& rule : report::deviation_rules())
        table += "| `" + std::string{rule.name} + "` | " + std::string{rule.forgives} + " | " + std::string{rule.seen_at} + " |\n";
    CHECK_MESSAGE(std::string_view{deviations_doc}.find(table) != std::string_view::npos, "the table should be\n", table);
}

TEST_CASE("several rules at one place record the value as received") {
    const auto reading = samples::read(sample(start, R"("start-datetime":"2026-11-20t01:00:00.5+01:00")"));
    REQUIRE(reading.report);
    CHECK(starts_at_midnight(*reading.report));
    REQUIRE(reading.deviations.size() == 3);
    for (const Deviation& deviation : reading.deviations) CHECK(deviation.detail == "2026-11-20t01:00:00.5+01:00");
}

TEST_CASE("a long value is cut, a policy-string in pieces keeps its place") {
    const std::string long_line(300, 'x');
    const auto reading = samples::read(sample(lines, R"("policy-string":["a","[\" )" + long_line + R"( \",\"y\\nz\"]"," b "])"));
    REQUIRE(reading.report);
    CHECK(policy(*reading.report).policy_string == std::vector<std::string>{"a", long_line, "y", "z", "b"});
    REQUIRE(reading.deviations.size() == 3);
    CHECK(reading.deviations[0].name == "policy-string-holds-json");
    CHECK(reading.deviations[0].detail == cut_text("[\" " + long_line, 200));
    CHECK(reading.deviations[1] ==
          Deviation{"policy-string-white-space", "/policies/0/policy/policy-string/1", reading.deviations[0].detail});
    CHECK(reading.deviations[2] == Deviation{"policy-string-white-space", "/policies/0/policy/policy-string/2", " b "});
}

TEST_CASE("deviations are bounded, the rest is counted") {
    Limits limits;
    limits.max_deviations = 2;
    const auto reading = samples::read(sample(lines, R"("policy-string":[" a"," b"," c"," d"])"), limits);
    REQUIRE(reading.deviations.size() == 3);
    CHECK(reading.deviations[2] == Deviation{"deviations-left-out", "", "2"});
}

TEST_CASE("what looks like a deviation and is none") {
    const auto has = [](const ReportReading& reading, std::string_view name) {
        return std::any_of(reading.deviations.begin(), reading.deviations.end(), [&](const Deviation& d) { return d.name == name; });
    };
    CHECK_FALSE(
        has(samples::read(with_policy(conformant, other_domain)), "mx-host-absent"));  // RFC 8460 section 4.4: of an sts policy only
    CHECK_FALSE(has(samples::read(sample("2001:db8::1", "2001:DB8:0:0:0:0:0:1")), "ip-not-an-address"));
    CHECK_FALSE(has(samples::read(with_policy(conformant, other_domain)), "policy-repeated"));
    CHECK_FALSE(has(samples::read(sample(R"("policy-domain")", R"("unknown-member":null,"policy-domain")")), "null-member"));
    CHECK_FALSE(has(samples::read(gzip(conformant)), "gzip-members"));
    CHECK(has(samples::read(sample("certificate-expired", "certificate-expired ")), "unknown-result-type"));
}
