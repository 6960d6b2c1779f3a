// What a captured cell may say of signers: what verify() could have said, and no more.
#include "tlsrpt/claims.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "matrix.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using namespace std::chrono_literals;

namespace {

const Limits limits;

/// A verdict, and what it was reached with.
struct Claim {
    std::optional<Identity> identity;
    std::vector<SignatureVerdict> signatures;
    KeyAnswers keys;
    std::chrono::sys_seconds received_at{matrix_time};
    Limits within;

    [[nodiscard]] bool holds() const { return follows_from(identity, signatures, keys, received_at, within); }
    /// Changes the signature wherever it stands.
    void lie(const std::function<void(SignatureVerdict&)>& change) {
        change(signatures.front());
        change(identity->signature);
    }
    KeyAnswer& key() { return keys.begin()->second; }
};

Claim honest(KeyKind kind = KeyKind::Rsa2048) {
    SignOptions options;
    options.key = kind;
    options.expires_at = *options.signed_at + 3600;
    const KeyAnswers keys = keys_with(key_record(kind, "s=tlsrpt; "));
    Verification result = verify(prescan(sign(make_report_mail(), options), limits), keys, matrix_time, limits);
    REQUIRE(result.identity);
    return {std::move(result.identity), std::move(result.signatures), keys, matrix_time, limits};
}

}  // namespace

TEST_CASE("whatever verify() says follows from what it was given") {
    for (const Case& each : matrix()) {
        CAPTURE(each.name);
        const Verification result = verify(prescan(each.mail, limits), each.keys, matrix_time, limits);
        CHECK(follows_from(result.identity, result.signatures, each.keys, matrix_time, limits));
    }
    CHECK(honest().holds());
    CHECK(honest(KeyKind::Ed25519).holds());
}

TEST_CASE("a claim about a signer does not hold without his key, or against it") {
    struct Lie {
        const char* what;
        std::function<void(Claim&)> tell;
    };
    const Lie lies[] = {
        {"another signer, whose key was not asked for",
         [](Claim& c) {
             c.lie([](SignatureVerdict& v) { v.sdid = "google.com"; v.auid = "@google.com"; });
             c.identity->from_address = "noreply@google.com";
             c.identity->from_domain = c.identity->organizational_domain = "google.com";
         }},
        {"another selector", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.selector = "s2"; }); }},
        {"no key was handed in", [](Claim& c) { c.keys.clear(); }},
        {"there is no such key", [](Claim& c) { c.key().kind = KeyAnswer::Kind::None; }},
        {"two keys", [](Claim& c) { c.key().kind = KeyAnswer::Kind::Multiple; }},
        {"no answer", [](Claim& c) { c.key().kind = KeyAnswer::Kind::Unavailable; }},
        {"a record that is none", [](Claim& c) { c.key().text = "hello world"; }},
        {"a revoked key", [](Claim& c) { c.key().text = "v=DKIM1; s=tlsrpt; p="; }},
        {"a key of another size", [](Claim& c) { c.key().text = key_record(KeyKind::Rsa1024, "s=tlsrpt; "); }},
        {"a key that is too small", [](Claim& c) { c.key().text = key_record(KeyKind::Rsa512, "s=tlsrpt; "); c.lie([](SignatureVerdict& v) { v.key_bits = 512; }); }},
        {"a key of another type", [](Claim& c) { c.key().text = key_record(KeyKind::Ed25519, "s=tlsrpt; "); }},
        {"a key for mail alone", [](Claim& c) { c.key().text = key_record(KeyKind::Rsa2048, "s=email; "); c.lie([](SignatureVerdict& v) { v.services = "email"; }); }},
        {"a key for sha1 alone", [](Claim& c) { c.key().text = key_record(KeyKind::Rsa2048, "s=tlsrpt; h=sha1; "); }},
        {"i= below d= against t=s",
         [](Claim& c) {
             c.key().text = key_record(KeyKind::Rsa2048, "s=tlsrpt; t=s; ");
             c.lie([](SignatureVerdict& v) { v.auid = "@mx.reporter.example"; });
         }},
        {"i= of another domain", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.auid = "@example.com"; }); }},
        {"i= that is none", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.auid.clear(); }); }},
        {"other services", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.services = "*"; }); }},
        {"no test, though the key says so", [](Claim& c) { c.key().text = key_record(KeyKind::Rsa2048, "s=tlsrpt; t=y; "); }},
        {"DNSSEC that was not there", [](Claim& c) { c.key().dnssec = KeyAnswer::Dnssec::Insecure; }},
        {"rsa-sha1", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.algorithm = "rsa-sha1"; }); }},
        {"From not signed", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.signed_fields = {"subject"}; }); }},
        {"not aligned", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.aligned = false; }); }},
        {"an author elsewhere", [](Claim& c) { c.identity->from_domain = "example.net"; c.identity->from_address = "a@example.net"; }},
        {"an author that is no domain", [](Claim& c) { c.identity->from_domain = "Reporter.example"; c.identity->from_address = "a@Reporter.example"; }},
        {"an address of another domain", [](Claim& c) { c.identity->from_address = "a@example.net"; }},
        {"another organization", [](Claim& c) { c.identity->organizational_domain = "example"; }},
        {"an identity that none of the signatures has", [](Claim& c) { c.identity->signature.auid = "a@reporter.example"; }},
        {"an identity without signatures", [](Claim& c) { c.signatures.clear(); }},
        {"an acceptable signature of nobody", [](Claim& c) { c.identity.reset(); }},
        {"a reason against an acceptable one", [](Claim& c) { c.lie([](SignatureVerdict& v) { v.detail = "all is well"; }); }},
        {"expired", [](Claim& c) { c.received_at += 2h; }},
        {"signed later", [](Claim& c) { c.received_at -= 2h; }},
        {"the word tlsrpt is demanded", [](Claim& c) {
             c.within.require_tlsrpt_service = true;
             c.key().text = key_record(KeyKind::Rsa2048);
             c.lie([](SignatureVerdict& v) { v.services.clear(); });
         }},
    };
    for (const Lie& lie : lies) {
        CAPTURE(lie.what);
        Claim claim = honest();
        lie.tell(claim);
        CHECK_FALSE(claim.holds());
    }
}

TEST_CASE("a refusal is the cell's to say, but not that the DNS was silent when it was not") {
    Claim claim = honest();
    claim.identity.reset();
    SignatureVerdict& said = claim.signatures.front();
    said.slug = Slug::SignatureFailed;
    CHECK(claim.holds());
    said.slug = Slug::KeyUnavailable;
    CHECK_FALSE(claim.holds());
    claim.key() = {.kind = KeyAnswer::Kind::Unavailable, .text = {}, .detail = "SERVFAIL"};
    CHECK_FALSE(claim.holds());  // no answer, no DNSSEC
    said.dnssec = KeyAnswer::Dnssec::Unavailable;
    CHECK(claim.holds());
}

TEST_CASE("a key is needed by a signature that nothing in its field speaks against") {
    CHECK(needs_key(honest().signatures.front()));
    for (const auto& [name, needed] : {std::pair{"answer-none", true}, std::pair{"answer-unavailable", true}, std::pair{"key-revoked", true},
                                       std::pair{"body-changed", true}, std::pair{"stranger", false}}) {
        CAPTURE(name);
        const auto found = std::ranges::find(matrix(), std::string{name}, &Case::name);
        REQUIRE(found != matrix().end());
        CHECK(needs_key(verify(prescan(found->mail, limits), found->keys, matrix_time, limits).signatures.front()) == needed);
    }
    for (const Case& each : matrix()) {  // it is asked for exactly then
        CAPTURE(each.name);
        const Prescan mail = prescan(each.mail, limits);
        const auto names = key_names_of(mail, limits);
        for (const SignatureVerdict& verdict : verify(mail, each.keys, matrix_time, limits).signatures)
            CHECK(needs_key(verdict) == (std::ranges::find(names, verdict.selector + "._domainkey." + verdict.sdid) != names.end()));
    }
}
