#include "dkim/signature_field.hpp"

#include <doctest/doctest.h>

#include "support/keys.hpp"

using namespace tlsrpt;
using dkim::parse_signature_field;
using dkim::SignatureField;

namespace {

const std::string hash_text = test::encode_base64(std::string(32, 'h'));

std::string field(const std::string& more = "") {
    return " v=1; a=RSA-sha256; c=Relaxed; d=Mail.Reporter.example; s=S1.x;\r\n\tt=1795000000; x=1795600000; h=From : subject:From;" +
           more + " bh=" + hash_text + ";\r\n\tb=c2ln\r\n\t bmF0dXJl";
}

}  // namespace

TEST_CASE("what a field says") {
    const auto parsed = parse_signature_field(field(" i=reports@X.mail.reporter.example;"), Limits());
    REQUIRE(parsed);
    CHECK(parsed->algorithm == SignatureField::Algorithm::RsaSha256);
    CHECK(parsed->algorithm_name == "rsa-sha256");
    CHECK(parsed->sdid == "mail.reporter.example");
    CHECK(parsed->selector == "s1.x");
    CHECK(parsed->key_name() == "s1.x._domainkey.mail.reporter.example");
    CHECK(parsed->auid == "reports@X.mail.reporter.example");
    CHECK(parsed->auid_domain == "x.mail.reporter.example");
    CHECK(parsed->canonicalization == "relaxed/simple");
    CHECK(parsed->signed_fields == std::vector<std::string>{"from", "subject", "from"});
    CHECK(parsed->signs("from"));
    CHECK_FALSE(parsed->signs("to"));
    CHECK(parsed->body_hash == std::string(32, 'h'));
    CHECK(parsed->signature == "signature");
    CHECK(parsed->signed_at == std::chrono::sys_seconds{std::chrono::seconds{1'795'000'000}});
    CHECK(parsed->expires_at == std::chrono::sys_seconds{std::chrono::seconds{1'795'600'000}});
    CHECK_FALSE(parsed->has_length);
}

TEST_CASE("defaults of a field") {
    const auto parsed = parse_signature_field("v=1;a=ed25519-sha256;d=reporter.example;s=s1;h=from;bh=" + hash_text + ";b=QUJD", Limits());
    REQUIRE(parsed);
    CHECK(parsed->algorithm == SignatureField::Algorithm::Ed25519Sha256);
    CHECK(parsed->auid == "@reporter.example");
    CHECK(parsed->auid_domain == "reporter.example");
    CHECK(parsed->canonicalization == "simple/simple");
    CHECK_FALSE(parsed->signed_at);
    CHECK_FALSE(parsed->expires_at);
}

TEST_CASE("bounds of a field") {
    struct Row {
        const char* what;
        std::string more;
        bool good;
    };
    const std::string local(255 - std::string("@mail.reporter.example").size(), 'a');
    const Row rows[] = {
        {"an i= of 255 bytes", " i=" + local + "@mail.reporter.example;", true},
        {"an i= of 256 bytes", " i=a" + local + "@mail.reporter.example;", false},
        {"a field of 16 KiB", " foo=" + std::string((16u << 10) - field().size() - 6, 'x') + ";", true},
        {"one byte more", " foo=" + std::string((16u << 10) - field().size() - 5, 'x') + ";", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(parse_signature_field(field(row.more), Limits()).has_value() == row.good);
    }
}

TEST_CASE("the reason names the field and what is wrong with it") {
    const auto parsed = parse_signature_field(field(" v=1;"), Limits());
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().slug == Slug::SignatureFailed);
    CHECK(parsed.error().detail == "malformed DKIM-Signature: tag v occurs twice");
}
