// The two pure calls: the order of the stages, and what an Examination tells of each stage that was reached.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "examine/preview.hpp"
#include "examine/wire.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"
#include "tlsrpt/cell.hpp"
#include "tlsrpt/examination.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;
using test::make_report_mail;
using test::ReportMail;
using test::SenderShape;

namespace {

const Limits limits;
constexpr std::chrono::sys_seconds received_at{1'795'000'100s};  // 2026-11-18, 100 s after the signature
const KeyName key_name = "s1._domainkey.reporter.example";

KeyAnswers found(std::string text) { return {{key_name, {.kind = KeyAnswer::Kind::Found, .text = std::move(text), .detail = ""}}}; }
KeyAnswers keys_of(SenderShape shape) { return found(test::key_record(test::sign_options(shape).key)); }
const KeyAnswers keys = keys_of(SenderShape::Google);

std::string signed_mail(SenderShape shape, std::string json = {}) {
    ReportMail mail;
    mail.shape = shape;
    mail.json = std::move(json);
    return test::sign(make_report_mail(mail), test::sign_options(shape));
}

std::string replaced(std::string text, std::string_view before, std::string_view after) {
    const std::size_t at = text.find(before);
    REQUIRE(at != std::string::npos);
    return text.replace(at, before.size(), after);
}

/// How far the flow came, read from what is filled in.
struct Reached {
    bool signatures;
    bool identity;
    bool part;
    bool octets;
    bool report;
    bool operator==(const Reached&) const = default;
};
Reached reached(const Examination& e) {
    return {!e.signatures.empty(), e.identity.has_value(), !e.media_type.empty(), !e.json_sha256.empty(), e.report.has_value()};
}

}  // namespace

TEST_CASE("an acceptable mail of every shape, examined here and in a cell") {
    Expected<Cell> cell = Cell::start(limits);
    REQUIRE(cell.has_value());
    for (const SenderShape shape :
         {SenderShape::Google, SenderShape::Microsoft, SenderShape::MailRu, SenderShape::Stalwart, SenderShape::Halon, SenderShape::Bare}) {
        CAPTURE(static_cast<int>(shape));
        const std::string mail = signed_mail(shape);
        const Examination e = examine(mail, keys_of(shape), received_at, limits);
        CHECK(e.detail == "d=reporter.example s=s1");
        REQUIRE(e.slug == Slug::Acceptable);
        CHECK(reached(e) == Reached{true, true, true, true, true});
        CHECK(e.report_like);
        CHECK(e.from_domain == "reporter.example");
        CHECK(e.subject.starts_with("Report Domain: example.com Submitter: reporter.example Report-ID: "));
        CHECK(e.submitter == "reporter.example");
        CHECK(e.report_domain == "example.com");
        CHECK(e.identity->signature.sdid == "reporter.example");
        CHECK(e.identity->from_domain == "reporter.example");
        CHECK(e.inflated_bytes == test::sample_report().size());
        CHECK(e.report->policies.at(0).summary.total_failure_session_count == 2);

        const Expected<Preview> preview = cell->preview(mail);
        REQUIRE(preview.has_value());
        CHECK(preview->key_names == key_names(mail, limits));
        CHECK(preview->key_names == std::vector<KeyName>{key_name});
        const Expected<Examination> from_cell = cell->examine(mail, keys_of(shape), received_at);
        REQUIRE(from_cell.has_value());
        CHECK(encode(*from_cell) == encode(e));
    }
}

TEST_CASE("each stage refuses before the next one sees an octet") {
    struct Case {
        const char* what;
        std::string mail;
        KeyAnswers keys;
        std::chrono::sys_seconds at;
        Slug slug;
        Reached reached;
    };
    const std::string good = signed_mail(SenderShape::Google);
    const std::string broken = replaced(make_report_mail(), "H4sI", "AAAA");
    const std::string no_part = replaced(make_report_mail(), "application/tlsrpt+gzip", "application/x-other+gzip");
    const Case cases[] = {
        {"doubled Subject", "Subject: again\r\n" + good, keys, received_at, Slug::MessageUnreadable, {false, false, false, false, false}},
        {"unsigned, its attachment broken", broken, keys, received_at, Slug::NoSignature, {false, false, false, false, false}},
        {"body changed", replaced(good, "H4sI", "H4sJ"), keys, received_at, Slug::SignatureFailed, {true, false, false, false, false}},
        {"key unavailable", good, {}, received_at, Slug::KeyUnavailable, {true, false, false, false, false}},
        {"expired", good, keys, received_at + 24h * 8, Slug::SignatureFailed, {true, false, false, false, false}},
        {"key for email only",
         good,
         found(test::key_record(test::KeyKind::Rsa2048, "s=email; ")),
         received_at,
         Slug::ServiceNotAllowed,
         {true, false, false, false, false}},
        {"signed, no report part", test::sign(no_part), keys, received_at, Slug::NoReportPart, {true, true, false, false, false}},
        {"signed, its attachment broken", test::sign(broken), keys, received_at, Slug::ReportInvalid, {true, true, true, true, false}},
        {"signed, no report inside",
         signed_mail(SenderShape::Google, R"({"report-id": 7})"),
         keys,
         received_at,
         Slug::ReportInvalid,
         {true, true, true, true, false}},
        {"a report of next month",
         signed_mail(SenderShape::Microsoft, replaced(test::sample_report(), "2026-11-17T23", "2026-12-17T23")),
         keys_of(SenderShape::Microsoft),
         received_at,
         Slug::ReportImplausible,
         {true, true, true, true, true}},
        {"an old report",
         signed_mail(SenderShape::Microsoft),
         keys_of(SenderShape::Microsoft),
         received_at + 24h * 400,
         Slug::ReportImplausible,
         {true, true, true, true, true}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const Examination e = examine(c.mail, c.keys, c.at, limits);
        CAPTURE(e.detail);
        CHECK(outcome_of(e.slug).name == outcome_of(c.slug).name);
        CHECK(reached(e) == c.reached);
        CHECK_FALSE(e.detail.empty());
        CHECK(e.report_like);
        CHECK(e.subject.find("Report Domain") != (c.slug == Slug::MessageUnreadable ? 0 : std::string::npos));
        // What an honest examiner says must pass the parent's decoder.
        CHECK(decode_answer_to({.kind = CellRequest::Kind::Examine, .received_at = c.at, .keys = c.keys}, encode(e), limits));
    }
}

TEST_CASE("an answer is held against the keys that its request had") {
    const CellRequest request{.kind = CellRequest::Kind::Examine, .received_at = received_at, .keys = keys};
    const Examination honest = examine(signed_mail(SenderShape::Google), keys, received_at, limits);
    REQUIRE(decode_answer_to(request, encode(honest), limits));

    CellRequest without_keys = request;
    without_keys.keys = {};
    const Expected<Examination> refused = decode_answer_to(without_keys, encode(honest), limits);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Error{Slug::ExaminerFailed, "the examiner's examination does not follow from the keys that it was given"});

    Examination other_author = honest;
    other_author.from_domain = "google.com";
    CHECK_FALSE(decode_answer_to(request, encode(other_author), limits));
    Examination waits_for_nothing;
    waits_for_nothing.slug = Slug::KeyUnavailable;
    CHECK_FALSE(decode_answer_to(request, encode(waits_for_nothing), limits));
}

TEST_CASE("an invalid report says where") {
    const Examination e = examine(signed_mail(SenderShape::Google, R"({"report-id": 7})"), keys, received_at, limits);
    CHECK(e.slug == Slug::ReportInvalid);
    CHECK_FALSE(e.violations.empty());
    CHECK(e.inflated_bytes == 16);
}

TEST_CASE("limits are part of the input") {
    Limits small;
    small.max_inflated_bytes = 100;
    CHECK(examine(signed_mail(SenderShape::Google), keys, received_at, small).slug == Slug::ReportTooLarge);
    small.max_mail_bytes = 1000;
    CHECK(examine(signed_mail(SenderShape::Google), keys, received_at, small).slug == Slug::MessageUnreadable);
}

TEST_CASE("a policy without domain takes TLS-Report-Domain only where the signature covers all of them") {
    const std::string nameless = replaced(test::sample_report(), R"("policy-domain":"example.com",)", "");
    const auto domain_in = [](const std::string& mail, const KeyAnswers& answers) {
        const Examination e = examine(mail, answers, received_at, limits);
        REQUIRE(e.slug == Slug::Acceptable);
        return e.report->policies.at(0).policy.policy_domain;
    };
    const std::string google = signed_mail(SenderShape::Google, nameless);  // signs the field
    CHECK(domain_in(google, keys) == "example.com");
    CHECK(domain_in(signed_mail(SenderShape::Microsoft, nameless), keys_of(SenderShape::Microsoft)) == "");
    // RFC 6376 section 5.4.2: the one name in h= takes the lowest field, so the one on top is anybody's.
    CHECK(domain_in("TLS-Report-Domain: attacker.example\r\n" + google, keys) == "");
}

TEST_CASE("the number of deviations is bounded for the mail as a whole") {
    Limits few;
    few.max_deviations = 2;
    std::string json = test::sample_report();
    for (const char* member : {"sending-mta-ip", "receiving-ip", "receiving-mx-hostname"})
        json = replaced(json, std::string{"\""} + member + "\":\"", std::string{"\""} + member + "\":\"\",\"x-" + member + "\":\"");
    ReportMail mail;
    mail.json = json;
    const std::string stand_in = replaced(make_report_mail(mail), "application/tlsrpt+gzip", "application/octet-stream");
    const Examination all = examine(test::sign(stand_in), keys, received_at, limits);
    REQUIRE(all.slug == Slug::Acceptable);
    REQUIRE(all.deviations.size() > 3);
    const Examination e = examine(test::sign(stand_in), keys, received_at, few);
    CHECK(e.deviations.size() == 3);
    CHECK(e.deviations.front() == all.deviations.front());
    CHECK(e.deviations.back().name == "deviations-left-out");
    CHECK(decode_examination(encode(e), few));
}

TEST_CASE("a preview tells keys, time of receipt and kind in one pass") {
    const std::string received = "Received: from mail.reporter.example by mx.example.com; Wed, 18 Nov 2026 12:08:20 +0100\r\n";
    struct Case {
        const char* what;
        std::string mail;
        Preview preview;
    };
    const std::string good = signed_mail(SenderShape::Google);
    const Case cases[] = {
        {"signed", received + good, {{key_name}, received_at, true}},
        {"without Received", good, {{key_name}, std::nullopt, true}},
        {"refused by the prescan", received + "Subject: again\r\n" + good, {{}, received_at, true}},
        {"junk", "From: a@example.com\r\nSubject: Cheap watches\r\n\r\nBuy.\r\n", {}},
        {"nothing", "", {}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        CHECK(encode(preview(c.mail, limits)) == encode(c.preview));
    }
}

TEST_CASE("an attempt is a preview, and the examination as of the time of receipt where the keys suffice") {
    const std::string received = "Received: from mail.reporter.example by mx.example.com; Wed, 18 Nov 2026 12:08:20 +0100\r\n";
    const ReceiptBounds bounds{.earliest = received_at - 1h, .latest = received_at + 48h};
    KeyAnswers more = keys;
    more.emplace("other._domainkey.reporter.example", KeyAnswer{.kind = KeyAnswer::Kind::Found, .text = "p=AA==", .detail = ""});
    const KeyAnswers others{*more.find("other._domainkey.reporter.example")};
    const std::string good = received + signed_mail(SenderShape::Google);
    const std::string junk = "From: a@example.com\r\nSubject: Cheap watches\r\n\r\nBuy.\r\n";
    struct Case {
        const char* what;
        std::string mail;
        KeyAnswers keys;
        bool suffices;
        std::chrono::sys_seconds judged_as_of;
    };
    const Case cases[] = {
        {"the key", good, keys, true, received_at},
        {"the key and another", good, more, true, received_at},
        {"no key", good, {}, false, {}},
        {"another key", good, others, false, {}},
        {"nothing signed", junk, {}, true, bounds.latest},
        {"refused by the prescan", received + "Subject: again\r\n" + good, {}, true, received_at},
        {"received too early to be true", replaced(good, "Nov", "Oct"), keys, true, bounds.earliest},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const Attempt made = attempt(c.mail, c.keys, bounds, limits);
        CHECK(encode(made.preview) == encode(preview(c.mail, limits)));
        REQUIRE(made.examination.has_value() == c.suffices);
        if (c.suffices) CHECK(encode(*made.examination) == encode(examine(c.mail, c.keys, c.judged_as_of, limits)));
    }
}
