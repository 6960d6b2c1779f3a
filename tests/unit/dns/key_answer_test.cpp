#include "dns/key_answer.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "tlsrpt/limits.hpp"

using namespace tlsrpt;

TEST_CASE("names that may be asked") {
    const std::string label(63, 'a');
    const std::string long_name = label + "." + label + "." + label + "._domainkey." + std::string(46, 'b') + ".org";
    REQUIRE(long_name.size() == 253);
    for (const std::string& good :
         {std::string{"s._domainkey.example.com"}, std::string{"2026-11.mail._domainkey.example.com"},
          std::string{"S1._domainkey.Example.COM"}, std::string{"a_b._domainkey.xn--bcher-kva.example"}, std::string{"s._domainkey.com"},
          std::string{"s._domainkey._domainkey.example.com"}, label + "._domainkey.example.com", long_name}) {
        CAPTURE(good);
        CHECK(is_key_name(good));
    }
    for (const std::string& bad : {std::string{}, std::string{"."}, std::string{"example.com"}, std::string{"_domainkey.example.com"},
                                   std::string{"s._domainkey"}, std::string{"s._domainkey."}, std::string{"s._domainkey.example.com."},
                                   std::string{"s.._domainkey.example.com"}, std::string{".s._domainkey.example.com"},
                                   std::string{"s domain._domainkey.example.com"}, std::string{"s\\046._domainkey.example.com"},
                                   std::string{"s._domainkey.b\xc3\xbc"
                                               "cher.example"},
                                   std::string("s\0._domainkey.example.com", 24), std::string{"s;._domainkey.example.com"},
                                   std::string{"s.xdomainkey.example.com"}, "a" + label + "._domainkey.example.com", "b" + long_name}) {
        CAPTURE(bad);
        CHECK_FALSE(is_key_name(bad));
    }
}

TEST_CASE("character-strings are joined with nothing in between, RFC 6376 section 3.6.2.2") {
    using namespace std::string_literals;
    const std::string long_text(300, 'k');
    struct Row {
        const char* what;
        std::string rdata;
        std::optional<std::string> text;
    };
    const Row rows[] = {
        {"one", "\x05v=DK1"s, "v=DK1"},
        {"two", "\x03v=D\x02KI"s, "v=DKI"},
        {"an empty one between",
         "\x01"
         "a\0\x01"
         "b"s,
         "ab"},
        {"only an empty one", "\0"s, ""},
        {"255 octets and the rest", "\xff"s + long_text.substr(0, 255) + "\x2d" + long_text.substr(0, 45), long_text},
        {"every octet is text", "\x04\0\n\xff;"s, "\0\n\xff;"s},
        {"no octets at all", "", ""},
        {"the length runs past the end", "\x05v=D"s, std::nullopt},
        {"the second length runs past the end",
         "\x01"
         "a\x01"s,
         std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(join_character_strings(row.rdata) == row.text);
    }
}

TEST_CASE("texts under one name") {
    const std::string longest(Limits{}.max_key_record_bytes, 'k');
    struct Row {
        const char* what;
        std::vector<std::string> texts;
        KeyAnswer answer;
    };
    const Row rows[] = {
        {"none", {}, {.kind = KeyAnswer::Kind::None, .text = {}, .detail = "no TXT record"}},
        {"one", {"v=DKIM1; p=abc"}, {.kind = KeyAnswer::Kind::Found, .text = "v=DKIM1; p=abc", .detail = {}}},
        {"an empty one is still a record", {""}, {.kind = KeyAnswer::Kind::Found, .text = "", .detail = {}}},
        {"two", {"a", "b"}, {.kind = KeyAnswer::Kind::Multiple, .text = {}, .detail = "2 TXT records"}},
        {"the same twice", {"a", "a"}, {.kind = KeyAnswer::Kind::Multiple, .text = {}, .detail = "2 TXT records"}},
        {"the longest", {longest}, {.kind = KeyAnswer::Kind::Found, .text = longest, .detail = {}}},
        {"one octet too long",
         {longest + "k"},
         {.kind = KeyAnswer::Kind::None, .text = {}, .detail = "a TXT record of 4097 octets, over 4096"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(answer_from_texts(row.texts) == row.answer);
    }
}
