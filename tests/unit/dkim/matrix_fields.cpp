// The DKIM-Signature field, tag by tag.
#include "matrix.hpp"

namespace tlsrpt::test {

namespace {

constexpr const char* rfc_list = "RFC 6376 section 3.2";
constexpr const char* rfc_field = "RFC 6376 section 3.5";
constexpr std::int64_t signed_at = 1'795'000'000;

/// A case that sets one tag to a value.
Case with_tag(std::string name, std::string section, Slug slug, std::string detail, std::string tag_name, std::string value) {
    return bent_case(
        std::move(name), std::move(section), slug, std::move(detail),
        [tag_name = std::move(tag_name), value = std::move(value)](SignatureTags& tags) { tag(tags, tag_name).value = value; });
}

/// A case that adds a tag in front of bh=.
Case plus_tag(std::string name, std::string section, Slug slug, std::string detail, std::string tag_name, std::string value) {
    return bent_case(
        std::move(name), std::move(section), slug, std::move(detail),
        [added = SignatureTag{std::move(tag_name), std::move(value)}](SignatureTags& tags) { tags.insert(tags.end() - 2, added); });
}

Case without_tag(std::string tag_name) {
    return bent_case("signature-without-" + tag_name, rfc_field, Slug::SignatureFailed, tag_name + "= is missing",
                     [tag_name](SignatureTags& tags) { remove_tag(tags, tag_name); });
}

SignOptions with_key(KeyKind key, std::string canonicalization = "relaxed/relaxed") {
    SignOptions options;
    options.key = key;
    options.canonicalization = std::move(canonicalization);
    return options;
}

void add_algorithms(std::vector<Case>& cases) {
    for (const char* canonicalization : {"relaxed/relaxed", "simple/simple", "simple/relaxed", "relaxed/simple"}) {
        const std::string suffix = replaced(canonicalization, "/", "-");
        cases.push_back(signed_case("good-rsa2048-" + suffix, "RFC 6376 section 3.4", Slug::Acceptable, "",
                                    with_key(KeyKind::Rsa2048, canonicalization)));
        cases.push_back(signed_case("good-ed25519-" + suffix, "RFC 8463 section 3", Slug::Acceptable, "",
                                    with_key(KeyKind::Ed25519, canonicalization)));
    }
    cases.push_back(signed_case("good-rsa1024", "RFC 8301 section 3.2", Slug::Acceptable, "", with_key(KeyKind::Rsa1024)));
    cases.push_back(signed_case("good-rsa4096", "RFC 8301 section 3.2", Slug::Acceptable, "", with_key(KeyKind::Rsa4096)));
    cases.push_back(signed_case("rsa1023", "RFC 8301 section 3.2", Slug::AlgorithmRefused, "1023 bits", with_key(KeyKind::Rsa1023)));
    cases.push_back(signed_case("rsa512", "RFC 8301 section 3.2", Slug::AlgorithmRefused, "512 bits", with_key(KeyKind::Rsa512)));
    SignOptions sha1;
    sha1.algorithm = "rsa-sha1";
    cases.push_back(signed_case("rsa-sha1", "RFC 8301 section 3.1", Slug::AlgorithmRefused, "a=rsa-sha1", sha1));
    cases.push_back(with_tag("algorithm-unknown", rfc_field, Slug::AlgorithmRefused, "a=rsa-sha512", "a", "rsa-sha512"));
    cases.push_back(with_tag("algorithm-capitals", "RFC 5234 section 2.3", Slug::Acceptable, "", "a", "RSA-SHA256"));
    cases.push_back(with_tag("algorithm-blank-inside", rfc_field, Slug::AlgorithmRefused, "a=rsa -sha256", "a", "rsa -sha256"));
}

void add_list_syntax(std::vector<Case>& cases) {
    cases.push_back(bent_case("version-last", rfc_field, Slug::Acceptable, "", [](SignatureTags& tags) {
        remove_tag(tags, "v");
        tags.push_back({"v", "1"});
    }));
    cases.push_back(with_tag("version-2", rfc_field, Slug::SignatureFailed, "v= is not 1", "v", "2"));
    cases.push_back(with_tag("version-1-0", rfc_field, Slug::SignatureFailed, "v= is not 1", "v", "1.0"));
    for (const char* name : {"v", "a", "b", "bh", "d", "h", "s"}) cases.push_back(without_tag(name));
    cases.push_back(plus_tag("tag-twice-same", rfc_list, Slug::SignatureFailed, "d occurs twice", "d", "reporter.example"));
    cases.push_back(plus_tag("tag-twice-other", rfc_list, Slug::SignatureFailed, "d occurs twice", "d", "example.net"));
    cases.push_back(bent_case("unknown-tag-twice", rfc_list, Slug::SignatureFailed, "foo occurs twice", [](SignatureTags& tags) {
        tags.insert(tags.begin(), {"foo", "1"});
        tags.insert(tags.begin(), {"foo", "1"});
    }));
    cases.push_back(plus_tag("unknown-tag", rfc_list, Slug::Acceptable, "", "foo_1", "bar"));
    cases.push_back(plus_tag("unknown-tag-empty", rfc_list, Slug::Acceptable, "", "foo", ""));
    cases.push_back(plus_tag("unknown-tag-in-b", rfc_list, Slug::SignatureFailed, "would be taken for b=", "ab", "bar"));
    cases.push_back(plus_tag("tag-name-with-dash", rfc_list, Slug::SignatureFailed, "no \"=\" after tag foo", "foo-1", "bar"));
    cases.push_back(plus_tag("tag-name-empty", rfc_list, Slug::SignatureFailed, "no tag name", "", "bar"));
    cases.push_back(plus_tag("tag-name-digit", rfc_list, Slug::SignatureFailed, "no tag name", "1a", "bar"));
    cases.push_back(plus_tag("tag-eight-bit", rfc_list, Slug::SignatureFailed, "byte 0xc3", "foo", "b\xc3\xa4r"));
    cases.push_back(plus_tag("tag-control", rfc_list, Slug::SignatureFailed, "byte 0x01", "foo", "b\x01r"));
    cases.push_back(bent_case("tag-name-capital", rfc_list, Slug::SignatureFailed, "v= is missing",
                              [](SignatureTags& tags) { tag(tags, "v").name = "V"; }));
    cases.push_back(with_tag("empty-tag-inside", rfc_list, Slug::SignatureFailed, "no tag name", "s", "s1;"));
    cases.push_back(bent_case("semicolon-at-end", rfc_list, Slug::Acceptable, "", [](SignatureTags& tags) {
        std::swap(tags.back(), *(tags.end() - 2));
        tags.back().value += ";";
    }));
    cases.push_back(bent_case("semicolon-and-blank-at-end", rfc_list, Slug::Acceptable, "", [](SignatureTags& tags) {
        std::swap(tags.back(), *(tags.end() - 2));
        tags.back().value += "; ";
    }));
    cases.push_back(bent_case("blanks-around-equals", rfc_list, Slug::Acceptable, "", [](SignatureTags& tags) {
        tag(tags, "d") = {"d ", " reporter.example "};
        tag(tags, "h").value.insert(0, "\r\n\t ");
    }));
    cases.push_back(bent_case("blank-after-b", rfc_list, Slug::SignatureFailed, "white space between b",
                              [](SignatureTags& tags) { tag(tags, "b").name = "b "; }));
    cases.push_back(bent_case("many-tags", rfc_list, Slug::SignatureFailed, "more than 64 tags", [](SignatureTags& tags) {
        for (int i = 0; i < 60; ++i) tags.insert(tags.begin(), {"t" + std::to_string(i), ""});
    }));
}

void add_octets(std::vector<Case>& cases) {
    cases.push_back(bent_case("b-in-the-middle", rfc_field, Slug::Acceptable, "", [](SignatureTags& tags) {
        remove_tag(tags, "b");
        tags.insert(tags.begin() + 1, {"b", ""});
    }));
    const Case good = signed_case("", "", Slug::Acceptable, "");
    const auto edited = [&good](std::string name, std::string detail, std::string mail) {
        return Case{std::move(name), rfc_field, std::move(mail), good.keys, Slug::SignatureFailed, std::move(detail)};
    };
    const std::size_t b = good.mail.find("\tb=") + 3;
    const std::size_t padding = good.mail.find("=\r\n", b);
    cases.push_back(edited("b-junk-character", "b= is no base64", std::string(good.mail).replace(b + 5, 1, "!")));
    cases.push_back(edited("b-junk-added", "b= is no base64", std::string(good.mail).insert(b + 5, "*")));
    cases.push_back(edited("b-padding-missing", "b= is no base64", std::string(good.mail).erase(padding, 1)));
    cases.push_back(edited("b-text-after-padding", "b= is no base64", std::string(good.mail).insert(padding + 1, "AAAA")));
    cases.push_back(edited("b-one-bit-changed", "does not fit", std::string(good.mail).replace(b, 1, good.mail[b] == 'A' ? "B" : "A")));
    cases.push_back(edited("b-cut", "does not fit", std::string(good.mail).erase(b, 4)));
    cases.push_back(edited("b-empty", "b= is no base64", std::string(good.mail).erase(b, padding + 1 - b)));
    cases.push_back(with_tag("bh-empty", rfc_field, Slug::SignatureFailed, "bh= is no base64", "bh", ""));
    cases.push_back(
        with_tag("bh-junk", rfc_field, Slug::SignatureFailed, "bh= is no base64", "bh", "AAA!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    cases.push_back(with_tag("bh-short", rfc_field, Slug::SignatureFailed, "bh= is no SHA-256 hash", "bh", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    cases.push_back(with_tag("bh-of-another-body", rfc_field, Slug::SignatureFailed, "the body is not the one", "bh",
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
}

void add_canonicalization(std::vector<Case>& cases) {
    SignOptions half = with_key(KeyKind::Rsa2048, "relaxed/simple");
    half.bend = [](SignatureTags& tags) { tag(tags, "c").value = "relaxed"; };
    cases.push_back(signed_case("c-one-half", rfc_field, Slug::Acceptable, "", half));
    SignOptions absent = with_key(KeyKind::Rsa2048, "simple/simple");
    absent.bend = [](SignatureTags& tags) { remove_tag(tags, "c"); };
    cases.push_back(signed_case("c-absent", rfc_field, Slug::Acceptable, "", absent));
    cases.push_back(with_tag("c-capitals", "RFC 5234 section 2.3", Slug::Acceptable, "", "c", "Relaxed/RELAXED"));
    cases.push_back(with_tag("c-unknown-header", rfc_field, Slug::SignatureFailed, "c= names", "c", "nofws/relaxed"));
    cases.push_back(with_tag("c-unknown-body", rfc_field, Slug::SignatureFailed, "c= names", "c", "relaxed/nofws"));
    cases.push_back(with_tag("c-three-halves", rfc_field, Slug::SignatureFailed, "c= names", "c", "relaxed/relaxed/relaxed"));
}

void add_names(std::vector<Case>& cases) {
    cases.push_back(with_tag("d-capitals", rfc_field, Slug::Acceptable, "", "d", "Reporter.EXAMPLE"));
    cases.push_back(with_tag("d-final-dot", rfc_field, Slug::SignatureFailed, "d= is no domain", "d", "reporter.example."));
    cases.push_back(with_tag("d-one-label", rfc_field, Slug::SignatureFailed, "d= is no domain", "d", "example"));
    cases.push_back(with_tag("d-empty", rfc_field, Slug::SignatureFailed, "d= is no domain", "d", ""));
    cases.push_back(with_tag("d-empty-label", rfc_field, Slug::SignatureFailed, "d= is no domain", "d", "reporter..example"));
    cases.push_back(with_tag("d-address", rfc_field, Slug::SignatureFailed, "d= is no domain", "d", "192.0.2.1"));
    cases.push_back(
        with_tag("d-too-long", rfc_field, Slug::SignatureFailed, "d= is no domain", "d", std::string(250, 'a') + ".reporter.example"));
    cases.push_back(with_tag("s-capitals", "RFC 4343 section 3", Slug::Acceptable, "", "s", "S1"));
    SignOptions dotted;
    dotted.selector = "2026.november.k_1";
    cases.push_back(signed_case("s-dotted", rfc_field, Slug::Acceptable, "", dotted));
    cases.push_back(with_tag("s-empty", rfc_field, Slug::SignatureFailed, "s= is no selector", "s", ""));
    cases.push_back(with_tag("s-slash", rfc_field, Slug::SignatureFailed, "s= is no selector", "s", "s1/x"));
    cases.push_back(with_tag("s-final-dot", rfc_field, Slug::SignatureFailed, "s= is no selector", "s", "s1."));
    cases.push_back(with_tag("s-long-label", rfc_field, Slug::SignatureFailed, "s= is no selector", "s", std::string(64, 's')));
    cases.push_back(with_tag("s-and-d-too-long", "RFC 1035 section 2.3.4", Slug::SignatureFailed, "too long for a domain name", "s",
                             std::string(60, 'a') + "." + std::string(60, 'b') + "." + std::string(60, 'c') + "." + std::string(60, 'd')));

    cases.push_back(plus_tag("i-equal", rfc_field, Slug::Acceptable, "", "i", "reports@reporter.example"));
    cases.push_back(plus_tag("i-no-local-part", rfc_field, Slug::Acceptable, "", "i", "@reporter.example"));
    cases.push_back(plus_tag("i-below", rfc_field, Slug::Acceptable, "", "i", "reports@MX.Reporter.example"));
    cases.push_back(plus_tag("i-elsewhere", rfc_field, Slug::SignatureFailed, "i= is not within d=", "i", "reports@example.com"));
    cases.push_back(plus_tag("i-above", rfc_field, Slug::SignatureFailed, "i= has no domain", "i", "reports@example"));
    cases.push_back(
        plus_tag("i-suffix-without-dot", rfc_field, Slug::SignatureFailed, "i= is not within d=", "i", "reports@evilreporter.example"));
    cases.push_back(plus_tag("i-without-at", rfc_field, Slug::SignatureFailed, "i= needs one", "i", "reporter.example"));
    cases.push_back(plus_tag("i-two-at", rfc_field, Slug::SignatureFailed, "i= needs one", "i", "a@b@reporter.example"));
    cases.push_back(plus_tag("i-quoted-printable", rfc_field, Slug::SignatureFailed, "quoted-printable", "i", "a=20b@reporter.example"));
    cases.push_back(
        plus_tag("i-too-long", rfc_field, Slug::SignatureFailed, "i= is over 255", "i", std::string(250, 'a') + "@reporter.example"));
}

void add_signed_fields(std::vector<Case>& cases) {
    SignOptions options;
    options.signed_fields = {"To", "Subject", "Date"};
    cases.push_back(signed_case("from-not-signed", "RFC 6376 section 5.4", Slug::SignatureFailed, "From is not signed", options));
    options.signed_fields = {"From"};
    cases.push_back(signed_case("only-from-signed", "RFC 6376 section 5.4", Slug::Acceptable, "", options));
    options.signed_fields = {"from", "FROM", "From", "Subject", "SUBJECT", "X-Absent", "X-Absent"};
    cases.push_back(signed_case("oversigned", "RFC 6376 section 5.4.2", Slug::Acceptable, "", options));
    cases.push_back(with_tag("h-empty", rfc_field, Slug::SignatureFailed, "h= lists something", "h", ""));
    cases.push_back(with_tag("h-empty-name", rfc_field, Slug::SignatureFailed, "h= lists something", "h", "From::Subject"));
    cases.push_back(with_tag("h-blank-in-name", rfc_field, Slug::SignatureFailed, "h= lists something", "h", "From:Sub ject"));
    options.signed_fields = {"From", "Subject"};
    options.bend = [](SignatureTags& tags) { tag(tags, "h").value = "From \r\n\t: Subject"; };
    cases.push_back(signed_case("h-folded", rfc_field, Slug::Acceptable, "", options));
    options.bend = nullptr;
    options.signed_fields.assign(129, "from");
    cases.push_back(signed_case("h-too-many", rfc_field, Slug::SignatureFailed, "over 128 names", options));
    options.signed_fields.assign(40, std::string(110, 'x'));
    options.signed_fields.insert(options.signed_fields.begin(), "from");
    cases.push_back(signed_case("h-too-long", rfc_field, Slug::SignatureFailed, "h= is over 4000 bytes", options));
    options.signed_fields.assign(128, "from");
    cases.push_back(signed_case("h-as-many-as-allowed", rfc_field, Slug::Acceptable, "", options));
    cases.push_back(plus_tag("z-ignored", rfc_field, Slug::Acceptable, "", "z", "From:foo@eng.example.net|To:joe@example.com"));
}

void add_length(std::vector<Case>& cases) {
    constexpr const char* rfc = "RFC 8460 section 3";
    for (const std::size_t length : {std::size_t{0}, std::size_t{10}, std::size_t{1} << 20}) {
        SignOptions options;
        options.length = length;
        cases.push_back(signed_case("l-" + std::to_string(length), rfc, Slug::SignatureHasLength, "l= tag", options));
        if (length != 10) continue;
        cases.push_back(cases.back());
        cases.back().name = "l-and-text-appended";
        cases.back().mail += "appended\r\n";
    }
    cases.push_back(plus_tag("l-huge", rfc, Slug::SignatureHasLength, "l= tag", "l", "18446744073709551615"));
    cases.push_back(plus_tag("l-nonsense", rfc, Slug::SignatureHasLength, "l= tag", "l", "all"));
    cases.push_back(plus_tag("l-empty", rfc, Slug::SignatureHasLength, "l= tag", "l", ""));
}

void add_query(std::vector<Case>& cases) {
    cases.push_back(plus_tag("q-usual", rfc_field, Slug::Acceptable, "", "q", "dns/txt"));
    cases.push_back(plus_tag("q-one-of-several", rfc_field, Slug::Acceptable, "", "q", "https/x : dns/txt"));
    cases.push_back(plus_tag("q-unknown", rfc_field, Slug::SignatureFailed, "q= does not list", "q", "https"));
    cases.push_back(plus_tag("q-without-option", rfc_field, Slug::SignatureFailed, "q= does not list", "q", "dns"));
}

void add_times(std::vector<Case>& cases) {
    const auto at = [&cases](std::string name, Slug slug, std::string detail, std::optional<std::int64_t> t,
                             std::optional<std::int64_t> x) {
        SignOptions options;
        options.signed_at = t;
        options.expires_at = x;
        cases.push_back(signed_case(std::move(name), rfc_field, slug, std::move(detail), options));
    };
    constexpr std::int64_t received_at = signed_at + 60;
    at("t-and-x-absent", Slug::Acceptable, "", std::nullopt, std::nullopt);
    at("t-in-drift", Slug::Acceptable, "", received_at + 300, std::nullopt);
    at("t-in-future", Slug::SignatureFailed, "t= is in the future", received_at + 301, std::nullopt);
    at("t-far-future", Slug::SignatureFailed, "t= is in the future", 999'999'999'999, std::nullopt);
    at("t-before-dkim", Slug::SignatureFailed, "t= is before DKIM", 0, std::nullopt);
    at("x-ahead", Slug::Acceptable, "", signed_at, signed_at + 25 * 3600);
    at("x-far-ahead", Slug::Acceptable, "", signed_at, 999'999'999'999);
    at("x-in-drift", Slug::Acceptable, "", signed_at - 3600, received_at - 300);
    at("x-passed", Slug::SignatureFailed, "x= expired 2026-11-18T11:02:39Z", signed_at - 3600, received_at - 301);
    at("x-passed-without-t", Slug::SignatureFailed, "x= expired", std::nullopt, received_at - 301);
    at("x-equals-t", Slug::SignatureFailed, "x= is not after t=", signed_at, signed_at);
    at("x-before-t", Slug::SignatureFailed, "x= is not after t=", signed_at, signed_at - 1);
    cases.push_back(with_tag("t-negative", rfc_field, Slug::SignatureFailed, "t= is no time", "t", "-1"));
    cases.push_back(with_tag("t-thirteen-digits", rfc_field, Slug::SignatureFailed, "t= is no time", "t", "0001795000000"));
    cases.push_back(with_tag("t-empty", rfc_field, Slug::SignatureFailed, "t= is no time", "t", ""));
    cases.push_back(plus_tag("x-nonsense", rfc_field, Slug::SignatureFailed, "x= is no time", "x", "never"));
    cases.push_back(plus_tag("x-fraction", rfc_field, Slug::SignatureFailed, "x= is no time", "x", "1795000000.5"));
}

}  // namespace

std::vector<Case> signature_field_cases() {
    std::vector<Case> cases;
    add_algorithms(cases);
    add_list_syntax(cases);
    add_octets(cases);
    add_canonicalization(cases);
    add_names(cases);
    add_signed_fields(cases);
    add_length(cases);
    add_query(cases);
    add_times(cases);
    return cases;
}

}  // namespace tlsrpt::test
