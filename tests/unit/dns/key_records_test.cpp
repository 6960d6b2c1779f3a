#include "dns/key_records.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace tlsrpt;

TEST_CASE("a key file answers as the DNS would") {
    const auto source = read_key_records(
        "# keys of two signers\n"
        "\n"
        "s1._domainkey.example.com v=DKIM1; k=rsa; p=abc def\n"
        "  S2._DomainKey.Example.COM.\tv=DKIM1; p=xyz  \r\n"
        "two._domainkey.example.com first\n"
        "two._domainkey.example.com second\n"
        "down._domainkey.example.com TEMPERROR\n"
        "last._domainkey.example.com p=no-line-end",
        "keys.txt");
    REQUIRE(source);
    const std::vector<KeyName> names{"s1._domainkey.example.com",   "s2._domainkey.example.com",   "two._domainkey.example.com",
                                     "down._domainkey.example.com", "last._domainkey.example.com", "missing._domainkey.example.com"};
    const KeyAnswers expected{
        {names[0], {.kind = KeyAnswer::Kind::Found, .text = "v=DKIM1; k=rsa; p=abc def", .detail = {}}},
        {names[1], {.kind = KeyAnswer::Kind::Found, .text = "v=DKIM1; p=xyz", .detail = {}}},
        {names[2], {.kind = KeyAnswer::Kind::Multiple, .text = {}, .detail = "2 TXT records"}},
        {names[3], {.kind = KeyAnswer::Kind::Unavailable, .text = {}, .detail = "SERVFAIL"}},
        {names[4], {.kind = KeyAnswer::Kind::Found, .text = "p=no-line-end", .detail = {}}},
        {names[5], {.kind = KeyAnswer::Kind::None, .text = {}, .detail = "NXDOMAIN"}},
    };
    CHECK((*source)->resolve(names) == expected);
    CHECK((*source)->resolve({}).empty());
}

TEST_CASE("an empty key file knows no name") {
    const auto source = read_key_records("", "keys.txt");
    REQUIRE(source);
    const std::vector<KeyName> names{"s._domainkey.example.com"};
    CHECK((*source)->resolve(names).at(names[0]).detail == "NXDOMAIN");
}

TEST_CASE("a line that is no key record is named") {
    struct Row {
        const char* text;
        const char* detail;
    };
    const Row rows[] = {
        {"s._domainkey.example.com p=abc\ns._domainkey.example.com\n", "keys.txt:2: a key record needs a name, a blank and a text"},
        {"s._domainkey.example.com   \n", "keys.txt:1: a key record needs a name, a blank and a text"},
        {"#\n\n_smtp._tls.example.com v=TLSRPTv1\n", "keys.txt:3: a key record's name is selector._domainkey.domain"},
        {"s._domainkey.example..com p=abc\n", "keys.txt:1: a key record's name is selector._domainkey.domain"},
    };
    for (const Row& row : rows) {
        const auto source = read_key_records(row.text, "keys.txt");
        REQUIRE_FALSE(source);
        CHECK(source.error() == Error{Slug::Misconfigured, row.detail});
    }
}

TEST_CASE("a key file that cannot be read is misconfigured") {
    const auto source = open_key_file("/nonexistent/keys.txt");
    REQUIRE_FALSE(source);
    CHECK(source.error() == Error{Slug::Misconfigured, "cannot read /nonexistent/keys.txt: No such file or directory"});
}
