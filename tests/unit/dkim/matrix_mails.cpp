// The mail around the signature: what was changed, whose From it is, which of several signatures counts.
#include "matrix.hpp"

namespace tlsrpt::test {

namespace {

Case edited(std::string name, std::string section, Slug slug, std::string detail, std::string canonicalization,
            const std::function<std::string(std::string)>& edit) {
    SignOptions options;
    options.canonicalization = std::move(canonicalization);
    Case result = signed_case(std::move(name), std::move(section), slug, std::move(detail), options);
    result.mail = edit(std::move(result.mail));
    return result;
}

void add_changes(std::vector<Case>& cases) {
    constexpr const char* header = "RFC 6376 section 3.4.2";
    constexpr const char* body = "RFC 6376 section 3.4.4";
    constexpr const char* relaxed = "relaxed/relaxed";
    constexpr const char* simple = "simple/simple";
    const auto replace = [](std::string_view word, std::string_view by) {
        return [word, by](std::string mail) { return replaced(std::move(mail), word, by); };
    };
    const auto prepend = [](std::string_view field) { return [field](std::string mail) { return std::string(field) + mail; }; };
    const auto append = [](std::string_view text) { return [text](std::string mail) { return std::move(mail) + std::string(text); }; };

    cases.push_back(edited("subject-changed", header, Slug::SignatureFailed, "does not fit", relaxed,
                           replace("Submitter: reporter", "Submitter: reportex")));
    cases.push_back(
        edited("from-changed", header, Slug::SignatureFailed, "does not fit", relaxed, replace("noreply-smtp", "noreply-Smtp")));
    cases.push_back(edited("field-name-case-relaxed", header, Slug::Acceptable, "", relaxed, replace("\nSubject:", "\nSUBJECT  :")));
    cases.push_back(edited("field-folded-relaxed", header, Slug::Acceptable, "", relaxed,
                           replace("Submitter: reporter", "\r\n\t Submitter:   reporter")));
    cases.push_back(edited("field-folded-simple", "RFC 6376 section 3.4.1", Slug::SignatureFailed, "does not fit", simple,
                           replace(" Submitter: reporter", "\r\n Submitter: reporter")));
    cases.push_back(edited("field-vertical-tab", header, Slug::SignatureFailed, "control characters", relaxed,
                           replace(" Submitter: reporter", "\vSubmitter: reporter")));
    cases.push_back(edited("unsigned-field-added", "RFC 6376 section 3.7", Slug::Acceptable, "", relaxed,
                           prepend("Received: from a by b; Wed, 18 Nov 2026 11:07:00 +0000\r\nX-Spam: no\r\n")));
    cases.push_back(
        edited("unsigned-control-character", "RFC 6376 section 3.7", Slug::Acceptable, "", relaxed, prepend("X-Odd: a\x01z\r\n")));
    cases.push_back(edited("second-tls-report-domain", "RFC 6376 section 5.4.2", Slug::Acceptable, "", relaxed,
                           prepend("TLS-Report-Domain: example.net\r\n")));
    cases.push_back(edited("field-below-repeated", "RFC 6376 section 5.4.2", Slug::SignatureFailed, "does not fit", relaxed,
                           replace("\nMIME-Version:", "\nTLS-Report-Domain: example.net\r\nMIME-Version:")));
    for (const char* field : {"From: x@reporter.example\r\n", "Subject: x\r\n", "Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n",
                              "To: x@example.com\r\n", "Content-Type: text/plain\r\n", "MIME-Version: 1.0\r\n"}) {
        const std::string name(field, std::string_view(field).find(':'));
        cases.push_back(edited("second-" + name, "RFC 5322 section 3.6", Slug::MessageUnreadable, "", relaxed, prepend(field)));
    }

    cases.push_back(edited("body-changed", body, Slug::SignatureFailed, "the body is not", relaxed, replace("aggregate", "aggregatE")));
    cases.push_back(edited("body-appended", body, Slug::SignatureFailed, "the body is not", relaxed, append("x\r\n")));
    cases.push_back(edited("body-empty-lines-appended", "RFC 6376 section 3.4.3", Slug::Acceptable, "", simple, append("\r\n\r\n\r\n")));
    cases.push_back(edited("body-empty-lines-appended-relaxed", body, Slug::Acceptable, "", relaxed, append("\r\n \t\r\n\r\n")));
    cases.push_back(edited("body-blanks-relaxed", body, Slug::Acceptable, "", relaxed, replace("aggregate TLS", "aggregate \t TLS")));
    cases.push_back(edited("body-blank-at-line-end-relaxed", body, Slug::Acceptable, "", relaxed,
                           replace("reporter.example\r\n\r\n--", "reporter.example \t\r\n\r\n--")));
    cases.push_back(edited("body-blanks-simple", "RFC 6376 section 3.4.3", Slug::SignatureFailed, "the body is not", simple,
                           replace("aggregate TLS", "aggregate  TLS")));
    cases.push_back(edited("body-bare-cr", body, Slug::SignatureFailed, "bare CR or LF", relaxed, replace("aggregate", "aggre\rgate")));
    cases.push_back(edited("body-bare-lf", body, Slug::SignatureFailed, "bare CR or LF", relaxed, replace("aggregate", "aggre\ngate")));
    cases.push_back(edited("body-last-line-end-lost", "RFC 6376 section 3.4.3", Slug::Acceptable, "", simple,
                           [](std::string mail) { return mail.substr(0, mail.size() - 2); }));
    cases.push_back(edited("body-last-line-end-lost-relaxed", body, Slug::Acceptable, "", relaxed,
                           [](std::string mail) { return mail.substr(0, mail.size() - 2); }));
    for (const char* canonicalization : {simple, relaxed}) {
        SignOptions options;
        options.canonicalization = canonicalization;
        const std::string mail = make_report_mail();
        cases.push_back({"body-empty-" + replaced(canonicalization, "/", "-"), "RFC 6376 section 3.4.3",
                         sign(mail.substr(0, mail.find("\r\n\r\n") + 4), options), usual_keys(), Slug::Acceptable, ""});
    }
}

Case from_case(std::string name, std::string section, Slug slug, std::string detail, std::string from,
               std::string domain = "reporter.example") {
    ReportMail mail;
    mail.from = std::move(from);
    SignOptions options;
    options.domain = domain;
    return {std::move(name),
            std::move(section),
            sign(make_report_mail(mail), options),
            {{"s1._domainkey." + domain, found(key_record(KeyKind::Rsa2048))}},
            slug,
            std::move(detail)};
}

void add_authors(std::vector<Case>& cases) {
    constexpr const char* alignment = "RFC 7489 section 3.1.1";
    constexpr const char* from = "RFC 5322 section 3.6.2";
    cases.push_back(from_case("aligned-below", alignment, Slug::Acceptable, "", "a@reporter.example", "mail.reporter.example"));
    cases.push_back(from_case("aligned-above", alignment, Slug::Acceptable, "", "a@corp.reporter.example"));
    cases.push_back(from_case("aligned-beside", alignment, Slug::Acceptable, "", "a@corp.reporter.example", "mail.reporter.example"));
    cases.push_back(from_case("aligned-case", alignment, Slug::Acceptable, "", "a@REPORTER.Example"));
    cases.push_back(from_case("aligned-two-part-suffix", alignment, Slug::Acceptable, "", "a@x.reporter.co.uk", "reporter.co.uk"));
    cases.push_back(from_case("aligned-a-labels", alignment, Slug::Acceptable, "", "a@x.xn--bcher-kva.example", "xn--bcher-kva.example"));
    cases.push_back(
        from_case("aligned-idn-suffix", alignment, Slug::Acceptable, "", "a@x.reporter.xn--55qx5d.cn", "reporter.xn--55qx5d.cn"));
    cases.push_back(from_case("stranger", alignment, Slug::SignerNotAligned, "no organizational domain in common", "a@google.com"));
    cases.push_back(from_case("stranger-same-ending", alignment, Slug::SignerNotAligned, "no organizational", "a@reporter.example",
                              "evilreporter.example"));
    cases.push_back(
        from_case("stranger-below-suffix", alignment, Slug::SignerNotAligned, "no organizational", "a@reporter.co.uk", "evil.co.uk"));
    cases.push_back(from_case("stranger-is-suffix", alignment, Slug::SignerNotAligned, "no organizational", "a@reporter.co.uk", "co.uk"));
    cases.push_back(from_case("stranger-private-suffix", alignment, Slug::SignerNotAligned, "no organizational", "a@reporter.github.io",
                              "evil.github.io"));
    cases.push_back(from_case("stranger-idn-suffix", alignment, Slug::SignerNotAligned, "no organizational", "a@reporter.xn--55qx5d.cn",
                              "evil.xn--55qx5d.cn"));
    cases.push_back(
        from_case("from-display-name", from, Slug::Acceptable, "", "\"Reports, \\\"TLS\\\"\" (daily (nested)) <a@reporter.example>"));
    cases.push_back(from_case("from-two", from, Slug::SignerNotAligned, "more than one address", "a@reporter.example, b@example.net"));
    cases.push_back(
        from_case("from-two-named", from, Slug::SignerNotAligned, "more than one address", "A <a@reporter.example>, B <b@example.net>"));
    cases.push_back(from_case("from-group", from, Slug::SignerNotAligned, "a group", "undisclosed: a@reporter.example;"));
    cases.push_back(
        from_case("from-address-in-name", from, Slug::SignerNotAligned, "no organizational", "\"a@reporter.example\" <b@example.net>"));
    cases.push_back(from_case("from-u-label", "RFC 6531 section 3.3", Slug::SignerNotAligned, "no domain name in ASCII",
                              "a@b\xc3\xbc"
                              "cher.example"));
    cases.push_back(from_case("from-literal", from, Slug::SignerNotAligned, "From is unusable", "a@[192.0.2.1]"));
    cases.push_back(from_case("from-empty", from, Slug::SignerNotAligned, "From is unusable", "<>"));
}

/// The mail with a signature for each options, the last one on top, and all their keys.
Case several(std::string name, Slug slug, std::string detail, const std::vector<SignOptions>& signatures) {
    Case result{std::move(name), "RFC 6376 section 4.2", make_report_mail(), {}, slug, std::move(detail)};
    for (const SignOptions& options : signatures) {
        result.mail = sign(std::move(result.mail), options);
        result.keys[options.selector + "._domainkey." + options.domain] = found(key_record(options.key));
    }
    return result;
}

SignOptions by(std::string domain, std::string selector = "s1", KeyKind key = KeyKind::Rsa1024) {
    SignOptions options;
    options.domain = std::move(domain);
    options.selector = std::move(selector);
    options.key = key;
    return options;
}

SignOptions broken(SignOptions options) {
    options.bend = [](SignatureTags& tags) { tag(tags, "bh").value = std::string(43, 'A') + "="; };
    return options;
}

}  // namespace

std::vector<Case> mail_cases() {
    std::vector<Case> cases;
    add_changes(cases);
    add_authors(cases);
    cases.push_back({"unsigned", "RFC 6376 section 6.1", make_report_mail(), usual_keys(), Slug::NoSignature, "no DKIM-Signature field"});
    SignOptions spelled;
    spelled.field_name = "dkim-SIGNATURE ";
    cases.push_back(signed_case("field-name-spelled-otherwise", "RFC 5322 section 1.2.2", Slug::Acceptable, "", spelled));
    return cases;
}

std::vector<Case> several_signature_cases() {
    std::vector<Case> cases;
    cases.push_back(several("two-good", Slug::Acceptable, "d=reporter.example",
                            {by("reporter.example"), by("reporter.example", "e1", KeyKind::Ed25519)}));
    cases.push_back(several("stranger-on-top", Slug::Acceptable, "d=reporter.example", {by("reporter.example"), by("list.example.net")}));
    cases.push_back(several("stranger-below", Slug::Acceptable, "d=reporter.example", {by("list.example.net"), by("reporter.example")}));
    cases.push_back(several("broken-and-good", Slug::Acceptable, "s=s2", {broken(by("reporter.example")), by("reporter.example", "s2")}));
    cases.push_back(several("good-and-broken", Slug::Acceptable, "s=s2", {by("reporter.example", "s2"), broken(by("reporter.example"))}));
    cases.push_back(several("broken-own-and-good-stranger", Slug::SignatureFailed, "the body is not",
                            {broken(by("reporter.example")), by("list.example.net")}));

    SignOptions length = by("reporter.example");
    length.length = 5;
    cases.push_back(several("length-and-good", Slug::Acceptable, "s=s2", {length, by("reporter.example", "s2")}));
    cases.push_back(several("length-and-broken", Slug::SignatureHasLength, "s=s1", {length, broken(by("reporter.example", "s2"))}));
    SignOptions weak = by("reporter.example", "weak", KeyKind::Rsa512);
    cases.push_back(several("weak-and-length", Slug::AlgorithmRefused, "512 bits", {weak, length}));
    cases.push_back(several("service-and-weak", Slug::ServiceNotAllowed, "s=email", {by("reporter.example"), weak}));
    cases.back().keys["s1._domainkey.reporter.example"] = found(key_record(KeyKind::Rsa1024, "s=email; "));

    cases.push_back(several("exact-domain-wins", Slug::Acceptable, "d=reporter.example",
                            {by("mail.reporter.example"), by("reporter.example"), by("a.reporter.example")}));
    cases.push_back(
        several("then-name-wins", Slug::Acceptable, "d=a.reporter.example", {by("b.reporter.example"), by("a.reporter.example")}));

    const KeyAnswer unavailable{KeyAnswer::Kind::Unavailable, "", "deadline", KeyAnswer::Dnssec::Unavailable};
    cases.push_back(several("one-key-unavailable", Slug::Acceptable, "s=s2", {by("reporter.example"), by("reporter.example", "s2")}));
    cases.back().keys["s1._domainkey.reporter.example"] = unavailable;
    cases.push_back(several("key-unavailable-and-broken", Slug::KeyUnavailable, "deadline",
                            {by("reporter.example"), broken(by("reporter.example", "s2"))}));
    cases.back().keys["s1._domainkey.reporter.example"] = unavailable;
    cases.push_back(several("key-unavailable-of-stranger", Slug::SignatureFailed, "the body is not",
                            {by("example.net"), broken(by("reporter.example", "s2"))}));
    cases.back().keys["s1._domainkey.example.net"] = unavailable;

    SignOptions signs_signature = by("reporter.example", "s2");
    signs_signature.signed_fields.emplace_back("DKIM-Signature");
    cases.push_back(several("signature-over-signature", Slug::Acceptable, "", {by("reporter.example"), signs_signature}));
    cases.push_back(several("signature-over-refused-signature", Slug::SignatureHasLength, "", {length, signs_signature}));

    std::vector<SignOptions> many(12, broken(by("reporter.example", "bad")));
    many.push_back(by("reporter.example"));
    cases.push_back(several("good-below-many-broken", Slug::SignatureFailed, "", many));
    std::vector<SignOptions> strangers(12, by("example.net"));
    strangers.insert(strangers.begin(), by("reporter.example"));
    cases.push_back(several("good-below-many-strangers", Slug::Acceptable, "d=reporter.example", strangers));
    return cases;
}

}  // namespace tlsrpt::test
