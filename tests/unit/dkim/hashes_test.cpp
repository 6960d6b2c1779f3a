#include "dkim/hashes.hpp"

#include <doctest/doctest.h>

#include "library_verdict.hpp"
#include "matrix.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

/// The record without its s= tag: what libopendkim can judge.
std::string without_services(const std::string& record) {
    const std::size_t start = record.find("s=");
    if (start == std::string::npos || (start > 0 && record[start - 1] != ' ')) return record;
    return std::string(record).erase(start, record.find(';', start) + 1 - start);
}

}  // namespace

// libopendkim's hashes and OpenSSL under our keys must say what libopendkim says alone, wherever the question is only whether a signature
// is good.
TEST_CASE("our verification agrees with libopendkim's own") {
    const Limits limits;
    std::size_t good = 0;
    std::size_t bad = 0;
    for (const Case& each : matrix()) {
        const Prescan mail = prescan(each.mail, limits);
        const Verification ours = verify(mail, each.keys, matrix_time, limits);
        const bool failed_to_verify =
            ours.slug == Slug::SignatureFailed && (ours.detail.find("the body is not the one") != std::string::npos ||
                                                   ours.detail.find("does not fit the header") != std::string::npos);
        // RFC 6376 section 3.6.1 says that p= holds an RSAPublicKey; libopendkim reads only the SubjectPublicKeyInfo of the RFC's examples.
        if (each.name == "key-p-rsa-public-key") continue;
        if (ours.slug != Slug::Acceptable && (!failed_to_verify || ours.signatures.size() > 1)) continue;
        std::map<std::string, std::string> records;
        for (const auto& [name, answer] : each.keys)
            if (answer.kind == KeyAnswer::Kind::Found) records[name] = without_services(answer.text);
        CAPTURE(each.name);
        CHECK(library_passes(mail, records) == (ours.slug == Slug::Acceptable));
        ++(ours.slug == Slug::Acceptable ? good : bad);
    }
    CHECK(good > 60);
    CHECK(bad > 10);
}

TEST_CASE("the hashes are those of an independent canonicalisation") {
    const Limits limits;
    for (const char* canonicalization : {"relaxed/relaxed", "simple/simple", "relaxed/simple", "simple/relaxed"}) {
        SignOptions options;
        options.canonicalization = canonicalization;
        const std::string signed_mail = sign(make_report_mail(), options);
        const Prescan mail = prescan(signed_mail, limits);
        const auto parsed = dkim::parse_signature_field(mail.fields.front().value, limits);
        REQUIRE(parsed);
        const dkim::SignatureInMail signature{&mail.fields.front(), &*parsed};
        const auto hashes = dkim::hash_signed(mail, {&signature, 1});
        REQUIRE(hashes.size() == 1);
        REQUIRE(hashes.front());
        CHECK(hashes.front()->body == parsed->body_hash);
        CHECK(hashes.front()->header.size() == 32);
    }
}

TEST_CASE("a signature that names the guard field is hashed all the same") {
    SignOptions options;
    options.signed_fields = {"From", "X-Guard-0", "X-Guard-1", "X-Guard-0"};
    const std::string mail = "X-Guard-1: here\r\n" + make_report_mail();
    const Limits limits;
    const Verification result = verify(prescan(sign(mail, options), limits), usual_keys(), matrix_time, limits);
    CHECK(result.slug == Slug::Acceptable);
}

TEST_CASE("every field named in h=, and more names than fields") {
    const std::string mail = make_report_mail();
    SignOptions options;
    options.signed_fields.clear();
    for (const Field& field : prescan(mail, Limits()).fields) options.signed_fields.emplace_back(field.name);
    for (std::size_t i = 0; i < 60; ++i) options.signed_fields.push_back("From");
    const Limits limits;
    CHECK(verify(prescan(sign(mail, options), limits), usual_keys(), matrix_time, limits).slug == Slug::Acceptable);
}

TEST_CASE("no signatures, no hashes") {
    const Limits limits;
    const std::string mail = make_report_mail();
    CHECK(dkim::hash_signed(prescan(mail, limits), {}).empty());
}
