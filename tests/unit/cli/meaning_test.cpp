#include "cli/meaning.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

#include "cli/query.hpp"

using namespace tlsrpt;

TEST_CASE("every result type of RFC 8460 section 4.3 is explained to the end") {
    for (const char* type : {"starttls-not-supported", "certificate-host-mismatch", "certificate-expired", "certificate-not-trusted", "validation-failure", "tlsa-invalid",
                             "dnssec-invalid", "dane-required", "sts-policy-fetch-error", "sts-policy-invalid", "sts-webpki-invalid"}) {
        CAPTURE(type);
        const Meaning* meaning = meaning_of(type);
        REQUIRE(meaning != nullptr);
        CHECK(meaning->word == type);
        CHECK(meaning->kind == Meaning::Kind::ResultType);
    }
    CHECK(std::ranges::count(meanings(), Meaning::Kind::ResultType, &Meaning::kind) == 11);
}

TEST_CASE("no text is missing, and each spelling leads to its own meaning") {
    std::set<std::string_view> words;
    for (const Meaning& meaning : meanings()) {
        CAPTURE(meaning.word);
        CHECK(words.insert(meaning.word).second);
        CHECK(meaning.meaning.ends_with('.'));
        CHECK_FALSE(meaning.causes.empty());
        CHECK_FALSE(meaning.fixes.empty());
        CHECK_FALSE(meaning.verify.empty());
        CHECK(meaning_of(meaning.word) == &meaning);
        for (const std::string_view spelling : meaning.also) {
            CAPTURE(spelling);
            CHECK(meaning_of(spelling) == &meaning);
        }
    }
}

TEST_CASE("a word is recognised as senders spell it") {
    struct Row {
        const char* asked;
        const char* word;
    };
    for (const Row& row : {Row{"CERTIFICATE_EXPIRED", "certificate-expired"}, Row{" certificate expired ", "certificate-expired"},
                           Row{"VALIDATION_FAILURE", "validation-failure"}, Row{"MX_HOSTS_MISMATCH", "MX_HOSTS_MISMATCH"},
                           Row{"certificate verify failed: unable to get local issuer certificate (20)", "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY"},
                           Row{"4.7.5 [internal] SSL certificate subject does not match host", "certificate-host-mismatch"},
                           Row{"self signed certificate in certificate chain", "X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN"}, Row{"self signed certificate", "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT"}}) {
        CAPTURE(row.asked);
        const Meaning* meaning = meaning_of(row.asked);
        REQUIRE(meaning != nullptr);
        CHECK(meaning->word == row.word);
    }
    for (const char* unknown : {"", "---", "tls", "certificat", "\xFF\xFE"}) CHECK(meaning_of(unknown) == nullptr);
    CHECK(meaning_of("certificate-expiredX") == nullptr);    // whole words only
}

TEST_CASE("a misspelt word has a neighbour, nonsense has none") {
    CHECK(nearest_word("certificat-expird") == "certificate-expired");
    CHECK(nearest_word("tlsa") == "tlsa-invalid");
    CHECK(nearest_word("mx_host_mismatch") == "MX_HOSTS_MISMATCH");
    CHECK(nearest_word("qqqqqqqqqq").empty());
}

TEST_CASE("explain in words, in JSON, and what it does not know") {
    QueryOptions options;
    options.command = QueryOptions::Command::Explain;
    const auto run = [&options](std::string_view word, Format format) {
        options.word = word;
        options.format = format;
        Console console{Stream::in_memory(), Stream::in_memory(), "tlsrpt-query"};
        const int status = query_explain(options, console);
        return std::tuple{status, console.out.text(), console.err.text()};
    };
    const auto [status, words, nothing] = run("CERT HAS EXPIRED: certificate has expired\x1B[2J", Format::Table);
    CHECK(status == exit_ok);
    CHECK(words.starts_with("certificate-expired (result type)\n  The certificate of this MX has expired.\n  (This is what \"CERT HAS EXPIRED: certificate has expired\\x1B[2J\" is about.)\n"));
    CHECK(words.find("\n  - Postfix: ") != std::string::npos);
    CHECK(words.find("\n  $ openssl s_client -starttls smtp -connect MX:25 ") != std::string::npos);
    CHECK(nothing.empty());
    CHECK(std::get<1>(run("tlsa-invalid", Format::Json)).starts_with(R"({"format_version":1,"word":"tlsa-invalid","meaning":"No TLSA record)"));
    CHECK(std::get<1>(run("", Format::Csv)).starts_with("word,kind,meaning\nstarttls-not-supported,result type,"));
    const auto [no_status, no_words, hint] = run("tlsa-invalied\x07", Format::Table);
    CHECK(no_status == exit_no_match);
    CHECK(no_words.empty());
    CHECK(hint == "tlsrpt-query: nothing is known of \"tlsa-invalied\\x07\"; did you mean tlsa-invalid?\n");
}
