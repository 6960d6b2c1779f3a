#include "doctor/report_record.hpp"

#include <doctest/doctest.h>

#include "doctor/text_record.hpp"

using namespace tlsrpt::doctor;

TEST_CASE("which records count, RFC 8460 section 3") {
    const std::vector<std::string> texts{"v=TLSRPTv1;rua=mailto:a@example.com", "v=TLSRPTv1 ; rua=mailto:a@example.com", "v=tlsrptv1; rua=mailto:a@example.com", " v=TLSRPTv1;rua=",
                                         "\"v=TLSRPTv1; rua=mailto:a@example.com\"", "v=TLSRPT1; rua=mailto:a@example.com", "v=spf1 -all", "", "v=TLSRPTv1", "v=TLSRPTv12;x=1"};
    const Selected selected = select(texts, report_record_version);
    CHECK(selected.counting == std::vector<std::string>{texts[0]});
    CHECK(selected.near_misses == std::vector<std::string>{texts[1], texts[2], texts[3], texts[4], texts[5], texts[8], texts[9]});
    CHECK(selected.others == std::vector<std::string>{"v=spf1 -all", ""});
    CHECK(why_missed(texts[1], report_record_version) == "has a blank where the \";\" after v=TLSRPTv1 belongs");
    CHECK(why_missed(texts[2], report_record_version) == "writes the version in other letters than v=TLSRPTv1");
    CHECK(why_missed(texts[3], report_record_version) == "begins with a blank");
    CHECK(why_missed(texts[4], report_record_version).starts_with("has quotation marks"));
    CHECK(why_missed(texts[5], report_record_version) == "does not begin with \"v=TLSRPTv1;\"");
    CHECK(why_missed(texts[8], report_record_version) == "ends after the version");
    CHECK(why_missed(texts[9], report_record_version) == "has \"2\" where the \";\" after v=TLSRPTv1 belongs");
}

TEST_CASE("a record's fields, RFC 8460 section 3") {
    struct Row {
        const char* text;
        std::vector<std::string> addresses;
        std::vector<std::string> unknown;
        std::vector<std::string> violations;
    };
    const Row rows[] = {
        {"v=TLSRPTv1;rua=mailto:reports@example.com", {"reports@example.com"}, {}, {}},
        {"v=TLSRPTv1; rua=mailto:a@example.com;", {"a@example.com"}, {}, {}},
        {"v=TLSRPTv1; \t rua=mailto:a@example.com \t ; ", {"a@example.com"}, {}, {}},
        {"v=TLSRPTv1; rua=mailto:a@example.com,mailto:b@example.net", {"a@example.com", "b@example.net"}, {}, {}},
        {"v=TLSRPTv1; rua=mailto:a@example.com , mailto:b@example.net", {"a@example.com", "b@example.net"}, {}, {}},
        {"v=TLSRPTv1; ruf=x; new.field-1=yes; rua=mailto:a@example.com", {"a@example.com"}, {"ruf", "new.field-1"}, {}},
        {"v=TLSRPTv1;; rua=mailto:a@example.com", {"a@example.com"}, {}, {"nothing between two \";\""}},
        {"v=TLSRPTv1; rua = mailto:a@example.com", {"a@example.com"}, {}, {"a blank beside the \"=\" of \"rua\""}},
        {"v=TLSRPTv1; RUA=mailto:a@example.com", {}, {}, {"\"rua\" must be in lower case"}},
        {"v=TLSRPTv1; mailto:a@example.com", {}, {}, {"\"mailto:a@example.com\" has no \"=\""}},
        {"v=TLSRPTv1; v=TLSRPTv1; rua=mailto:a@example.com", {"a@example.com"}, {}, {"the version twice"}},
        {"v=TLSRPTv1; rua=mailto:a@example.com; rua=mailto:b@example.com", {"a@example.com"}, {}, {"rua twice; several addresses belong into one, with commas between"}},
        {"v=TLSRPTv1; -x=1; rua=mailto:a@example.com", {"a@example.com"}, {}, {"\"-x\" is no name of a field"}},
        {"v=TLSRPTv1; x=a b; rua=mailto:a@example.com", {"a@example.com"}, {}, {"the value of \"x\" is empty or has a blank, \"=\" or other character that may not be there"}},
        {"v=TLSRPTv1;", {}, {}, {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReportRecord record = read_report_record(row.text);
        std::vector<std::string> addresses;
        for (const ReportUri& uri : record.rua) addresses.push_back(uri.address);
        CHECK(addresses == row.addresses);
        CHECK(record.unknown_fields == row.unknown);
        CHECK(record.violations == row.violations);
        CHECK(record.has_rua == !row.addresses.empty());
    }
}

TEST_CASE("addresses of rua: mailto and https, with escapes") {
    using Kind = ReportUri::Kind;
    struct Row {
        const char* text;
        Kind kind;
        const char* target;
        const char* problem;
    };
    const Row rows[] = {
        {"mailto:tlsrpt@example.com", Kind::Mailto, "tlsrpt@example.com", ""},
        {"MailTo:TLS-Rpt+x@Example.COM", Kind::Mailto, "TLS-Rpt+x@example.com", ""},
        {"mailto:a%21b%2Cc%3Bd@example.com", Kind::Unusable, "", "names no mail address"},    // "," and ";" are no atoms either
        {"mailto:a%21b@example.com", Kind::Mailto, "a!b@example.com", ""},
        {"mailto:a@example.com?subject=x", Kind::Mailto, "a@example.com", ""},
        {"mailto:a@example.com!10m", Kind::Unusable, "", "has a \"!\", which must be written %21; TLSRPT knows no size limit as DMARC does"},
        {"mailto:a%2@example.com", Kind::Unusable, "", "has a \"%\" without two hex digits"},
        {"mailto:a%0d%0ab@example.com", Kind::Unusable, "", "names no mail address"},
        {"mailto:", Kind::Unusable, "", "names no mail address"},
        {"mailto:a@localhost.", Kind::Mailto, "a@localhost", ""},
        {"mailto:a b@example.com", Kind::Unusable, "", "has a character that no URI may have unless percent-encoded"},
        {"mailto:t\xc3\xbcr@example.com", Kind::Unusable, "", "has a character that no URI may have unless percent-encoded"},
        {"tlsrpt@example.com", Kind::Unusable, "", "has no scheme: an address begins with \"mailto:\""},
        {"tlsrpt", Kind::Unusable, "", "is no URI"},
        {"", Kind::Unusable, "", "is empty"},
        {"https://reporting.example.com/v1/tlsrpt", Kind::Https, "reporting.example.com", ""},
        {"HTTPS://R.Example.com:8443?x=1", Kind::Https, "r.example.com", ""},
        {"https://[2001:db8::1]/x", Kind::Https, "[2001:db8::1]", ""},
        {"https://user@example.com/", Kind::Unusable, "", "names no host"},
        {"https://example.com:0/", Kind::Unusable, "", "names no host"},
        {"https:/example.com", Kind::Unusable, "", "names no host"},
        {"http://example.com/", Kind::Unusable, "", "is neither mailto nor https"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const ReportUri uri = read_report_uri(row.text);
        CHECK(uri.kind == row.kind);
        CHECK((uri.kind == Kind::Https ? uri.host : uri.address) == row.target);
        CHECK(uri.problem == row.problem);
    }
    CHECK(read_report_uri("mailto:" + std::string(3000, 'a') + "@example.com").problem == "is longer than 2000 octets");
}

TEST_CASE("a record cannot make us remember more than a few addresses") {
    std::string text = "v=TLSRPTv1; rua=mailto:a@example.com";
    for (int i = 0; i < 1000; ++i) text += ",mailto:a@example.com";
    const ReportRecord record = read_report_record(text);
    CHECK(record.rua.size() == 20);
    CHECK(record.violations == std::vector<std::string>{"more than 20 addresses in rua; the rest was not read"});
    std::string fields = "v=TLSRPTv1";
    for (int i = 0; i < 1000; ++i) fields += "; x=1";
    CHECK(read_report_record(fields).unknown_fields.size() == 64);
}

TEST_CASE("the local part of an address is told apart by case, the domain is not, RFC 5321 section 2.4") {
    CHECK(is_same_address("tlsrpt@example.com", "tlsrpt@EXAMPLE.com"));
    CHECK_FALSE(is_same_address("tlsrpt@example.com", "TLSRPT@example.com"));
    CHECK_FALSE(is_same_address("tlsrpt@example.com", "tlsrpt@example.org"));
    CHECK_FALSE(is_same_address("", ""));
}
