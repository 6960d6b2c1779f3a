#include "cli/explanation.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

namespace {

SignatureVerdict good_verdict() {
    SignatureVerdict verdict;
    verdict.slug = Slug::Acceptable;
    verdict.sdid = "google.com";
    verdict.selector = "s2026";
    verdict.algorithm = "rsa-sha256";
    verdict.canonicalization = "relaxed/relaxed";
    verdict.key_bits = 2048;
    verdict.services = "tlsrpt";
    verdict.aligned = true;
    verdict.signed_fields = {"from", "to"};
    return verdict;
}

}  // namespace

TEST_CASE("each signature is told with its ruling") {
    SignatureVerdict bad;
    bad.slug = Slug::SignatureHasLength;
    bad.detail = "l=0";
    bad.sdid = "mail.example";
    Explanation text{false};
    text.signatures(std::vector{bad, good_verdict()}, 1);
    CHECK(text.text() ==
          "  Signature     1 of 2, by mail.example: not acceptable, signature-has-length\n"
          "                l=0\n"
          "  Signature     2 of 2, by google.com: verified, and this one counts\n"
          "                selector s2026, rsa-sha256, relaxed/relaxed\n"
          "                2048-bit key, for s=tlsrpt, DNSSEC unknown\n"
          "                no time of signing, never expires\n"
          "                aligned: the same organization as the From domain\n"
          "                covers from to\n");
}

TEST_CASE("what is known of a key is told as it is") {
    const auto facts_of = [](const SignatureVerdict& verdict) {
        Explanation text{false};
        text.signatures(std::vector{verdict}, std::nullopt);
        return text.text();
    };
    SignatureVerdict verdict = good_verdict();
    verdict.slug = Slug::SignatureFailed;
    verdict.key_bits = 0;
    verdict.dnssec = KeyAnswer::Dnssec::Secure;
    CHECK(facts_of(verdict).find("no key that could be used, validated by DNSSEC\n") != std::string::npos);
    verdict.aligned = false;
    verdict.slug = Slug::SignerNotAligned;
    CHECK(facts_of(verdict).find("its key was not asked for: no key could make this signature acceptable\n") != std::string::npos);
}

TEST_CASE("no signature is told too") {
    Explanation text{false};
    text.signatures({}, std::nullopt);
    CHECK(text.text().find("RFC 8460 section 3") != std::string::npos);
}

TEST_CASE("a long list is cut and says so") {
    std::vector<Deviation> deviations(25, Deviation{"null-member", "/contact-info", ""});
    Explanation text{false};
    text.deviations(deviations);
    CHECK(text.text().find("25 departures from RFC 8460, forgiven") != std::string::npos);
    CHECK(text.text().find("and 5 more") != std::string::npos);
}

TEST_CASE("a report is told with what was counted") {
    Report report;
    report.organization_name = "Example\x1B";
    report.report_id = "r1";
    report.date_range.start_datetime = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};
    report.date_range.end_datetime = report.date_range.start_datetime + std::chrono::seconds{86399};
    PolicyResult sts;
    sts.policy.policy_type = "sts";
    sts.policy.policy_domain = "a.example";
    sts.summary = {99, 1};
    sts.failure_details.push_back({"certificate-expired", "192.0.2.1", "mx.a.example", "", "", 1, "", ""});
    PolicyResult tlsa = sts;
    tlsa.policy.policy_type = "tlsa";
    tlsa.summary = {40, 0};
    tlsa.failure_details.clear();
    report.policies = {sts, tlsa};
    Explanation text{false};
    text.report(report);
    CHECK(text.text() ==
          "  Report        r1 by Example\\x1B\n"
          "                from 2026-11-20T00:00:00Z to 2026-11-20T23:59:59Z, counted for 2026-11-20\n"
          "  Policy        sts for a.example: 99 sessions succeeded, 1 failed\n"
          "                1 x certificate-expired at mx.a.example from 192.0.2.1\n"
          "  Policy        tlsa for a.example: 40 sessions succeeded, 0 failed\n"
          "  Counted       a.example: 100 sessions, 1 failed; the types add up to 140, but may count a session twice\n");
}

TEST_CASE("a heading has colour only where it may") {
    Explanation plain{false};
    plain.heading("a\x1B.eml", Slug::Acceptable);
    CHECK(plain.text() == "a\\x1B.eml: acceptable\n");
    Explanation colourful{true};
    colourful.heading("a.eml", Slug::NoSignature);
    CHECK(colourful.text() == "a.eml: \x1B[1;31mno-signature\x1B[0m\n");
}

TEST_CASE("long words are wrapped at blanks") {
    Explanation text{false};
    text.paragraph("What to do", std::string(60, 'a') + " " + std::string(60, 'b'));
    CHECK(text.text() == "  What to do    " + std::string(60, 'a') + "\n                " + std::string(60, 'b') + "\n");
}

TEST_CASE("every outcome that is not good comes with advice") {
    for (const Outcome& outcome : outcomes) {
        CAPTURE(outcome.name);
        CHECK(advice_on(outcome.slug).empty() == (outcome.disposition == Disposition::Record));
    }
}

TEST_CASE("shown text is short and safe") {
    CHECK(shown("a\nb") == "a\\x0Ab");
    CHECK(shown(std::string(1000, 'x')).size() <= 300);
    CHECK(shown(std::string(1000, '\x01')).size() <= 300);
}
