#include <doctest/doctest.h>

#include "evidence.hpp"

using namespace tlsrpt;
using namespace tlsrpt::doctor;
using Lines = std::vector<std::string>;

TEST_CASE("nothing is wrong with a healthy domain, and each matter is said to be well") {
    const auto findings = judge(healthy(), expectations());
    CHECK(trouble(findings) == Lines{});
    for (const char* check : {"tlsrpt-record", "tlsrpt-address", "mx", "sts-record", "sts-fetch", "sts-mode", "sts-mx", "dane"}) {
        CAPTURE(check);
        CHECK(first(findings, check, Finding::Level::Ok) != nullptr);
    }
    for (const Finding& finding : findings) {
        CHECK(finding.rfc.starts_with("RFC "));
        CHECK(finding.policy_domain == "example.com");
    }
}

TEST_CASE("TLSRPT records and what is wrong with them") {
    struct Row {
        const char* what;
        DnsAnswer answer;
        Lines lines;
        const char* text;    // of the first trouble
    };
    DnsAnswer dead = nothing(DnsAnswer::Kind::Unavailable);
    dead.detail = "SERVFAIL";
    const Row rows[] = {
        {"none", nothing(), {"error tlsrpt-record"}, "no TLSRPT record at _smtp._tls.example.com: the name does not exist"},
        {"no TXT there", nothing(DnsAnswer::Kind::NoData), {"error tlsrpt-record"}, "no TLSRPT record at _smtp._tls.example.com: the name has no such record"},
        {"SERVFAIL", dead, {"error tlsrpt-record"}, "_smtp._tls.example.com cannot be looked up: SERVFAIL"},
        {"two", texts({"v=TLSRPTv1;rua=mailto:tlsrpt@example.com", "v=TLSRPTv1;rua=mailto:b@example.com"}), {"error tlsrpt-record"},
         "_smtp._tls.example.com has 2 TLSRPT records; exactly one counts, several count as none"},
        {"one and another text", texts({"v=TLSRPTv1;rua=mailto:tlsrpt@example.com", "v=spf1 -all"}), {"note tlsrpt-record"}, "_smtp._tls.example.com has TXT records that are none of TLSRPT: v=spf1 -all"},
        {"one and a near miss", texts({"v=TLSRPTv1;rua=mailto:tlsrpt@example.com", "v=TLSRPTv1"}), {"warning tlsrpt-record"},
         "the TXT record \"v=TLSRPTv1\" at _smtp._tls.example.com ends after the version, so it does not count"},
        {"a wildcard's text only", texts({"v=spf1 -all"}), {"note tlsrpt-record", "error tlsrpt-record"}, "_smtp._tls.example.com has TXT records that are none of TLSRPT: v=spf1 -all"},
        {"a near miss only", texts({"v=TLSRPTv1 rua=mailto:tlsrpt@example.com"}), {"error tlsrpt-record"},
         "the TXT record \"v=TLSRPTv1 rua=mailto:tlsrpt@example.com\" at _smtp._tls.example.com has a blank where the \";\" after v=TLSRPTv1 belongs, so it does not count"},
        {"no rua", texts({"v=TLSRPTv1; x=1"}), {"error tlsrpt-record", "note tlsrpt-record"}, "the record \"v=TLSRPTv1; x=1\" has no rua"},
        {"a bare address", texts({"v=TLSRPTv1; rua=tlsrpt@example.com"}), {"error tlsrpt-record"}, "the rua address \"tlsrpt@example.com\" has no scheme: an address begins with \"mailto:\""},
        {"DMARC's size limit beside a good one", texts({"v=TLSRPTv1; rua=mailto:tlsrpt@example.com,mailto:x@example.com!10m"}), {"warning tlsrpt-record"},
         "the rua address \"mailto:x@example.com!10m\" has a \"!\", which must be written %21; TLSRPT knows no size limit as DMARC does"},
        {"reports for somebody else", texts({"v=TLSRPTv1; rua=mailto:x@reports.example"}), {"warning tlsrpt-address"}, "none of the addresses in rua is one that arrives here (tlsrpt@example.com)"},
        {"https only", texts({"v=TLSRPTv1; rua=https://reports.example/v1"}), {"warning tlsrpt-address"}, "all reports go to https addresses"},
        {"both", texts({"v=TLSRPTv1; rua=https://reports.example/v1,mailto:tlsrpt@EXAMPLE.com"}), {}, ""},
        {"an unknown field", texts({"v=TLSRPTv1; rua=mailto:tlsrpt@example.com; ext=1"}), {"note tlsrpt-record"}, "the record has fields that RFC 8460 does not know: ext"},
        {"a violation", texts({"v=TLSRPTv1;; rua=mailto:tlsrpt@example.com"}), {"warning tlsrpt-record"}, "the record has nothing between two \";\""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        Evidence evidence = healthy();
        evidence.report_record = row.answer;
        const auto findings = judge(evidence, expectations());
        CHECK(trouble(findings) == row.lines);
        for (const Finding& finding : findings)
            if (finding.level != Finding::Level::Ok) {
                CHECK(finding.what == row.text);
                break;
            }
    }
}

TEST_CASE("an address that nobody configured is not judged, and a learned one says that it is") {
    Expectations expected = expectations();
    expected.report_addresses.clear();
    CHECK(trouble(judge(healthy(), expected)) == Lines{"note tlsrpt-address"});
    expected.report_addresses = {"other@example.com"};
    expected.addresses_are_learned = true;
    const auto findings = judge(healthy(), expected);
    const Finding* finding = first(findings, "tlsrpt-address", Finding::Level::Warning);
    REQUIRE(finding != nullptr);
    CHECK(finding->what == "none of the addresses in rua is one that arrives here (other@example.com, as learned from the reports in the store)");
}

TEST_CASE("TTL, DNSSEC and an alias are told") {
    Evidence evidence = healthy();
    evidence.report_record.canonical_name = "tlsrpt.provider.example";
    evidence.report_record.dnssec = KeyAnswer::Dnssec::Secure;
    const auto findings = judge(evidence, expectations());
    CHECK(first(findings, "tlsrpt-record", Finding::Level::Ok)->what ==
          "reports are asked for at mailto:tlsrpt@example.com (TTL 300, DNSSEC secure, by a CNAME to tlsrpt.provider.example)");
}
