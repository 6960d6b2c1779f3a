// The key record, tag by tag, and the answers that are none.
#include "matrix.hpp"

namespace tlsrpt::test {

namespace {

constexpr const char* rfc_key = "RFC 6376 section 3.6.1";
constexpr const char* rfc_dns = "RFC 6376 section 3.6.2.2";
constexpr const char* rfc_service = "RFC 8460 section 3";

void add_syntax(std::vector<Case>& cases) {
    const std::string p = "p=" + public_key(KeyKind::Rsa2048);
    const auto good = [&cases](std::string name, std::string record) {
        cases.push_back(record_case(std::move(name), rfc_key, Slug::Acceptable, "", std::move(record)));
    };
    const auto bad = [&cases](std::string name, std::string detail, std::string record) {
        cases.push_back(record_case(std::move(name), rfc_key, Slug::SignatureFailed, std::move(detail), std::move(record)));
    };
    good("key-only-p", p);
    good("key-v-first", "v=DKIM1; " + p);
    good("key-v-blanks", " v = DKIM1 ; " + p);
    bad("key-v-second", "v= is not first", "k=rsa; v=DKIM1; " + p);
    bad("key-v-unknown", "v= is not DKIM1", "v=DKIM2; " + p);
    bad("key-v-small", "v= is not DKIM1", "v=dkim1; " + p);
    good("key-k-capitals", "v=DKIM1; k=RSA; " + p);
    bad("key-k-other", "the key is of type ed25519", "v=DKIM1; k=ed25519; " + p);
    bad("key-k-unknown", "the key is of type x-dsa", "v=DKIM1; k=x-dsa; " + p);
    bad("key-k-empty", "k= is no word", "v=DKIM1; k=; " + p);
    good("key-h-sha256", "v=DKIM1; h=sha256; " + p);
    good("key-h-several", "v=DKIM1; h= sha1 : SHA256; " + p);
    good("key-h-unknown-too", "v=DKIM1; h=sha512:sha256; " + p);
    bad("key-h-sha1", "h= list does not allow", "v=DKIM1; h=sha1; " + p);
    bad("key-h-unknown", "h= list does not allow", "v=DKIM1; h=sha512; " + p);
    bad("key-h-empty", "h= is no list", "v=DKIM1; h=; " + p);
    good("key-n-ignored", "v=DKIM1; n=call =+1 555 0100; " + p);
    good("key-g-ignored", "v=DKIM1; g=someone; " + p);
    good("key-unknown-tag", "v=DKIM1; x_y=1; " + p);
    good("key-semicolon-at-end", "v=DKIM1; " + p + ";");
    good("key-blank-at-end", "v=DKIM1; " + p + "; ");
    good("key-no-blanks", "v=DKIM1;k=rsa;" + p);
    bad("key-tag-twice", "tag k occurs twice", "v=DKIM1; k=rsa; k=rsa; " + p);
    bad("key-p-twice", "tag p occurs twice", "v=DKIM1; p=; " + p);
    bad("key-empty-tag", "no tag name", "v=DKIM1;; " + p);
    bad("key-eight-bit", "byte 0xc3", "v=DKIM1; n=\xc3\xa4; " + p);
    bad("key-nul", "byte 0x00", std::string("v=DKIM1; n=\0; ", 14) + p);
    bad("key-empty-record", "no tag name", "");
    bad("key-not-a-list", "no \"=\"", "hello world");
    bad("key-too-long", "over 4096 bytes", "v=DKIM1; n=" + std::string(4096, 'x') + "; " + p);
}

void add_flags(std::vector<Case>& cases) {
    const std::string p = "p=" + public_key(KeyKind::Rsa2048);
    cases.push_back(record_case("key-t-y", rfc_key, Slug::Acceptable, "", "v=DKIM1; t=y; " + p));
    cases.push_back(record_case("key-t-s-same-domain", rfc_key, Slug::Acceptable, "", "v=DKIM1; t=s; " + p));
    cases.push_back(record_case("key-t-unknown", rfc_key, Slug::Acceptable, "", "v=DKIM1; t=y : s : z9; " + p));
    for (const char* flags : {"s", "y:S"}) {
        Case below = bent_case(std::string("key-t-s-below-") + (flags[0] == 's' ? "alone" : "among-others"), rfc_key, Slug::SignatureFailed,
                               "t=s forbids", [](SignatureTags& tags) {
                                   tags.insert(tags.end() - 2, {"i", "@mx.reporter.example"});
                               });
        below.keys = keys_with("v=DKIM1; t=" + std::string(flags) + "; " + p);
        cases.push_back(std::move(below));
    }
}

void add_services(std::vector<Case>& cases) {
    const auto with = [&cases](std::string name, Slug slug, std::string detail, std::string_view tags) {
        cases.push_back(record_case(std::move(name), rfc_service, slug, std::move(detail), key_record(KeyKind::Rsa2048, tags)));
    };
    with("service-absent", Slug::Acceptable, "", "");
    with("service-tlsrpt", Slug::Acceptable, "", "s=tlsrpt; ");
    with("service-all", Slug::Acceptable, "", "s=*; ");
    with("service-email-and-tlsrpt", Slug::Acceptable, "", "s=email:tlsrpt; ");
    with("service-blanks-and-case", Slug::Acceptable, "", "s= email :\r\n\t TLSrpt ; ");
    with("service-unknown-and-all", Slug::Acceptable, "", "s=x-future:*; ");
    with("service-email", Slug::ServiceNotAllowed, "the key is for s=email", "s=email; ");
    with("service-longer-word", Slug::ServiceNotAllowed, "s=tlsrpt2", "s=tlsrpt2; ");
    with("service-several-others", Slug::ServiceNotAllowed, "s=email:other", "s=email:other; ");
    with("service-empty", Slug::SignatureFailed, "s= is no list", "s=; ");
    with("service-empty-element", Slug::SignatureFailed, "s= is no list", "s=email:; ");
}

void add_public_keys(std::vector<Case>& cases) {
    const auto bad = [&cases](std::string name, std::string detail, std::string record) {
        cases.push_back(record_case(std::move(name), rfc_key, Slug::SignatureFailed, std::move(detail), std::move(record)));
    };
    const std::string der = public_key_octets(KeyKind::Rsa2048);
    const std::string text = public_key(KeyKind::Rsa2048);
    bad("key-revoked", "revoked", "v=DKIM1; p=");
    bad("key-without-p", "p= is missing", "v=DKIM1; k=rsa");
    bad("key-p-junk", "p= is no base64", "v=DKIM1; p=" + replaced(text, "MII", "M!I"));
    bad("key-p-padding-missing", "p= is no base64", "v=DKIM1; p=" + encode_base64(der + "xx").substr(0, 394));
    bad("key-p-other-key", "does not fit", "v=DKIM1; p=" + public_key(KeyKind::Rsa4096));
    bad("key-p-text", "malformed RSA key", "v=DKIM1; p=" + encode_base64("this is no key"));
    bad("key-p-octets-after", "malformed RSA key", "v=DKIM1; p=" + encode_base64(der + std::string(3, '\0')));
    bad("key-p-cut", "malformed RSA key", "v=DKIM1; p=" + encode_base64(der.substr(0, der.size() - 3)));
    cases.push_back(record_case("key-p-rsa-public-key", rfc_key, Slug::Acceptable, "",
                                "v=DKIM1; p=" + public_key(KeyKind::Rsa2048, PublicForm::RsaPublicKey)));
    cases.push_back(record_case("key-p-blanks", rfc_key, Slug::Acceptable, "",
                                "v=DKIM1; p=" + text.substr(0, 100) + " " + text.substr(100, 99) + " \t" + text.substr(199)));

    const auto ed25519 = [&cases](std::string name, Slug slug, std::string detail, std::string record) {
        SignOptions options;
        options.key = KeyKind::Ed25519;
        cases.push_back(signed_case(std::move(name), "RFC 8463 section 4", slug, std::move(detail), options));
        cases.back().keys = keys_with(std::move(record));
    };
    const std::string raw = public_key_octets(KeyKind::Ed25519);
    const std::string info = std::string("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12) + raw;
    ed25519("ed25519-usual", Slug::Acceptable, "", "v=DKIM1; k=ed25519; s=tlsrpt; p=" + encode_base64(raw));
    ed25519("ed25519-as-public-key-info", Slug::SignatureFailed, "not 32 octets", "v=DKIM1; k=ed25519; p=" + encode_base64(info));
    ed25519("ed25519-short", Slug::SignatureFailed, "not 32 octets", "v=DKIM1; k=ed25519; p=" + encode_base64(raw.substr(1)));
    ed25519("ed25519-without-k", Slug::SignatureFailed, "the key is of type rsa", "v=DKIM1; p=" + encode_base64(raw));
    ed25519("ed25519-other-key", Slug::SignatureFailed, "does not fit", "v=DKIM1; k=ed25519; p=" + encode_base64(std::string(32, '\x05')));
}

void add_answers(std::vector<Case>& cases) {
    const auto with = [&cases](std::string name, Slug slug, std::string detail, KeyAnswers keys) {
        cases.push_back(record_case(std::move(name), rfc_dns, slug, std::move(detail), ""));
        cases.back().keys = std::move(keys);
    };
    const auto answer = [](KeyAnswer::Kind kind, std::string detail) {
        return KeyAnswers{{std::string(matrix_key_name), KeyAnswer{kind, "", std::move(detail), KeyAnswer::Dnssec::Insecure}}};
    };
    with("answer-none", Slug::SignatureFailed, "no key at s1._domainkey.reporter.example (NXDOMAIN)",
         answer(KeyAnswer::Kind::None, "NXDOMAIN"));
    with("answer-several", Slug::SignatureFailed, "more than one key record", answer(KeyAnswer::Kind::Multiple, "2 records"));
    with("answer-unavailable", Slug::KeyUnavailable, "(SERVFAIL)", answer(KeyAnswer::Kind::Unavailable, "SERVFAIL"));
    with("answer-not-asked", Slug::KeyUnavailable, "(not asked)", {});
    with("answer-of-another-name", Slug::KeyUnavailable, "(not asked)",
         {{"s2._domainkey.reporter.example", found(key_record(KeyKind::Rsa2048))}});
    // Waiting for the key of a mail whose body was changed would not help.
    with("answer-unavailable-body-changed", Slug::SignatureFailed, "the body is not the one",
         answer(KeyAnswer::Kind::Unavailable, "SERVFAIL"));
    cases.back().mail += "more\r\n";
}

}  // namespace

std::vector<Case> key_record_cases() {
    std::vector<Case> cases;
    add_syntax(cases);
    add_flags(cases);
    add_services(cases);
    add_public_keys(cases);
    add_answers(cases);
    return cases;
}

}  // namespace tlsrpt::test
