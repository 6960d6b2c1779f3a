#include <doctest/doctest.h>

#include <thread>

#include "matrix.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using namespace std::chrono_literals;

namespace {

const Limits limits;

Verification verified(const std::string& mail, const KeyAnswers& keys, std::chrono::sys_seconds at = matrix_time,
                      const Limits& within = limits) {
    return verify(prescan(mail, within), keys, at, within);
}

}  // namespace

TEST_CASE("the matrix: each mail is judged as its section says") {
    CHECK(matrix().size() > 250);
    for (const Case& each : matrix()) {
        CAPTURE(each.name);
        CAPTURE(each.section);
        const Verification result = verified(each.mail, each.keys);
        CAPTURE(result.detail);
        CHECK(outcome_of(result.slug).name == outcome_of(each.slug).name);
        CHECK(result.detail.find(each.detail) != std::string::npos);
        CHECK(result.identity.has_value() == (each.slug == Slug::Acceptable));
        CHECK(result.signatures.size() <= limits.max_signatures);
    }
}

TEST_CASE("the whole verdict on a good signature") {
    SignOptions options = sign_options(SenderShape::MailRu);
    options.domain = "corp.reporter.example";
    ReportMail report;
    report.from = "\"TLS reports\" <TLSrpt@Corp.Reporter.example>";
    const std::string mail = sign(make_report_mail(report), options);
    const KeyAnswers keys{{"s1._domainkey.corp.reporter.example", found(key_record(KeyKind::Rsa2048, "t=y; s= Email : tlsrpt; "))}};
    const Verification result = verified(mail, keys);
    REQUIRE(result.identity);
    CHECK(result.identity->from_address == "TLSrpt@corp.reporter.example");
    CHECK(result.identity->from_domain == "corp.reporter.example");
    CHECK(result.identity->organizational_domain == "reporter.example");
    CHECK(result.from_domain == "corp.reporter.example");
    REQUIRE(result.signatures.size() == 1);
    CHECK(result.identity->signature == result.signatures.front());
    const SignatureVerdict& verdict = result.signatures.front();
    CHECK(verdict.slug == Slug::Acceptable);
    CHECK(verdict.detail.empty());
    CHECK(verdict.sdid == "corp.reporter.example");
    CHECK(verdict.auid == "@corp.reporter.example");
    CHECK(verdict.selector == "s1");
    CHECK(verdict.algorithm == "rsa-sha256");
    CHECK(verdict.canonicalization == "relaxed/relaxed");
    CHECK(verdict.key_bits == 2048);
    CHECK(verdict.services == "email:tlsrpt");
    CHECK(verdict.testing);
    CHECK(verdict.aligned);
    CHECK(verdict.dnssec == KeyAnswer::Dnssec::Secure);
    CHECK(verdict.signed_at == matrix_time - 60s);
    CHECK(verdict.expires_at == matrix_time - 60s + 25h);
    CHECK(verdict.signed_fields == std::vector<std::string>{"date", "from", "to", "subject", "message-id", "content-type", "mime-version"});
}

TEST_CASE("senders' shapes are acceptable") {
    for (const auto shape :
         {SenderShape::Google, SenderShape::Microsoft, SenderShape::MailRu, SenderShape::Stalwart, SenderShape::Halon, SenderShape::Bare}) {
        CAPTURE(static_cast<int>(shape));
        ReportMail report;
        report.shape = shape;
        const SignOptions options = sign_options(shape);
        const std::string mail = sign(make_report_mail(report), options);
        const Verification result = verified(mail, keys_with(key_record(options.key)));
        CAPTURE(result.detail);
        CHECK(result.slug == Slug::Acceptable);
        CHECK(prescan(mail, limits).report_like);
    }
}

TEST_CASE("a refused signature keeps what is known of it") {
    SignOptions options;
    options.expires_at = *options.signed_at + 60;
    const Verification result =
        verified(sign(make_report_mail(), options), keys_with(key_record(KeyKind::Rsa2048, "s=tlsrpt; ")), matrix_time + 24h);
    CHECK_FALSE(result.identity);
    CHECK(result.slug == Slug::SignatureFailed);
    REQUIRE(result.signatures.size() == 1);
    CHECK(result.signatures.front().detail.find("x= expired") == 0);
    CHECK(result.signatures.front().key_bits == 2048);
    CHECK(result.signatures.front().services == "tlsrpt");
    CHECK(result.signatures.front().aligned);
    CHECK(result.from_domain == "reporter.example");
}

TEST_CASE("the administrator's limits") {
    Limits strict;
    strict.require_tlsrpt_service = true;
    const std::string mail = sign(make_report_mail());
    CHECK(verified(mail, usual_keys(), matrix_time, strict).slug == Slug::ServiceNotAllowed);
    CHECK(verified(mail, keys_with(key_record(KeyKind::Rsa2048, "s=*; ")), matrix_time, strict).slug == Slug::ServiceNotAllowed);
    CHECK(verified(mail, keys_with(key_record(KeyKind::Rsa2048, "s=email:tlsrpt; ")), matrix_time, strict).slug == Slug::Acceptable);
    strict = Limits();
    strict.min_rsa_bits = 2049;
    CHECK(verified(mail, usual_keys(), matrix_time, strict).slug == Slug::AlgorithmRefused);
    strict = Limits();
    strict.clock_drift = 0s;
    CHECK(verified(mail, usual_keys(), matrix_time - 60s, strict).slug == Slug::Acceptable);
    CHECK(verified(mail, usual_keys(), matrix_time - 61s, strict).slug == Slug::SignatureFailed);
}

TEST_CASE("keys are asked for signatures that can count, once each") {
    const auto names = [](const std::string& mail) { return key_names_of(prescan(mail, limits), limits); };
    using Names = std::vector<KeyName>;
    const std::string usual(matrix_key_name);
    CHECK(names(make_report_mail()) == Names{});
    CHECK(names(sign(make_report_mail())) == Names{usual});
    CHECK(names(sign(sign(make_report_mail()))) == Names{usual});

    SignOptions options;
    options.domain = "stranger.example";
    CHECK(names(sign(make_report_mail(), options)) == Names{});
    options = SignOptions();
    options.length = 3;
    CHECK(names(sign(make_report_mail(), options)) == Names{});
    options = SignOptions();
    options.algorithm = "rsa-sha1";
    CHECK(names(sign(make_report_mail(), options)) == Names{});
    options = SignOptions();
    options.domain = "a.Reporter.example";
    options.selector = "X";
    CHECK(names(sign(sign(make_report_mail(), options))) == Names{usual, "x._domainkey.a.reporter.example"});
    CHECK(names("From: b@example.net\r\n" + sign(make_report_mail())) == Names{});

    std::string many = make_report_mail();
    for (int i = 0; i < 20; ++i) {
        options.selector = "n" + std::to_string(i);
        many = sign(std::move(many), options);
    }
    CHECK(names(many).size() == limits.max_signatures);
}

TEST_CASE("the order of the fields and of the answers changes nothing") {
    const auto by = [](std::string domain) {
        SignOptions options;
        options.domain = std::move(domain);
        options.key = KeyKind::Ed25519;
        return options;
    };
    ReportMail report;
    report.from = "a@b.c.reporter.example";
    KeyAnswers keys;
    std::vector<std::string> domains{"c.reporter.example", "reporter.example", "x.reporter.example", "d.b.c.reporter.example"};
    for (const std::string& domain : domains) keys["s1._domainkey." + domain] = found(key_record(KeyKind::Ed25519));
    std::sort(domains.begin(), domains.end());
    do {
        std::string mail = make_report_mail(report);
        for (const std::string& domain : domains) mail = sign(std::move(mail), by(domain));
        const Verification result = verified(mail, keys);
        REQUIRE(result.identity);
        CHECK(result.identity->signature.sdid == "d.b.c.reporter.example");  // shares most labels with the From domain
        CHECK(result.signatures.size() == domains.size());
        CHECK(result.signatures.front().sdid == domains.back());  // in the order of the fields
    } while (std::next_permutation(domains.begin(), domains.end()));
}

TEST_CASE("a mail that the prescan refuses is vouched for by nobody") {
    const Verification result = verified("From: a@reporter.example\r\n" + sign(make_report_mail()), usual_keys());
    CHECK(result.slug == Slug::MessageUnreadable);
    CHECK_FALSE(result.identity);
    CHECK(result.signatures.empty());
}

// RFC 6376 section 6.1.2: a key that cannot be had for now is a temporary failure, and no word about the signature.
TEST_CASE("keys that are not to be had for now never make a good mail bad") {
    const KeyAnswer unavailable{KeyAnswer::Kind::Unavailable, "", "SERVFAIL", KeyAnswer::Dnssec::Unavailable};
    for (const Case& each : matrix()) {
        if (each.slug != Slug::Acceptable) continue;
        CAPTURE(each.name);
        const std::size_t subsets = std::size_t{1} << each.keys.size();
        for (std::size_t subset = 1; subset < subsets; ++subset) {
            KeyAnswers keys = each.keys;
            std::size_t position = 0;
            for (auto& [name, answer] : keys)
                if (subset >> position++ & 1) answer = unavailable;
            const Verification result = verified(each.mail, keys);
            CAPTURE(result.detail);
            const bool put_off = result.slug == Slug::KeyUnavailable;
            CHECK((put_off || result.slug == Slug::Acceptable));
            if (subset == subsets - 1) CHECK(put_off);
            for (const SignatureVerdict& verdict : result.signatures)
                CHECK_FALSE(verdict.detail.find("does not fit") != std::string::npos);
        }
    }
}

TEST_CASE("the cache of decoded keys changes no verdict of the matrix") {
    const auto same = [](const Verification& a, const Verification& b) {
        return a.slug == b.slug && a.detail == b.detail && a.identity == b.identity && a.signatures == b.signatures && a.from_domain == b.from_domain;
    };
    for (const Case& each : matrix()) {
        CAPTURE(each.name);
        Verification without;
        std::thread{[&] { without = verified(each.mail, each.keys); }}.join();  // a new thread has decoded no key yet
        const Verification first = verified(each.mail, each.keys);
        const Verification with = verified(each.mail, each.keys);  // its keys are those of the call before
        CHECK(same(without, first));
        CHECK(same(without, with));
    }
}
