#include "lmtp/path.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tlsrpt;
using namespace std::string_literals;

TEST_CASE("a path is what stands between the brackets") {
    struct Row {
        std::string text;
        std::string path;
        std::vector<std::string_view> parameters;
    };
    const Row rows[] = {
        {"<a@example.net>", "a@example.net", {}},
        {" <a@example.net>", "a@example.net", {}},                                // Deviation: a blank after the colon
        {"<>", "", {}},                                                           // RFC 5321 section 4.5.5
        {"<> SIZE=10  BODY=8BITMIME ", "", {"SIZE=10", "BODY=8BITMIME"}},
        {"<\"a b\"@example.net>", "\"a b\"@example.net", {}},
        {"<\"a>b\"@example.net> SIZE=1", "\"a>b\"@example.net", {"SIZE=1"}},
        {"<\"a\\\"> b\"@example.net>", "\"a\\\"> b\"@example.net", {}},
        {"<@one.example,@two.example:a@example.net>", "a@example.net", {}},       // RFC 5321 appendix C
        {"<postmaster>", "postmaster", {}},
        {"<gr\xC3\xBC\xC3\x9F" "e@example.net>", "gr\xC3\xBC\xC3\x9F" "e@example.net", {}},
        {"<a@[IPv6:::1]>", "a@[IPv6:::1]", {}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto argument = parse_path(row.text, 256);
        REQUIRE(argument);
        CHECK(argument->path == row.path);
        CHECK(argument->parameters == row.parameters);
    }
}

TEST_CASE("what is no path is refused") {
    const std::string texts[] = {"", " ", "a@example.net", "<a@example.net", "a@example.net>", "<a b@example.net>", "<a<b@example.net>", "<a@example.net>x",
                                 "<a@example.net>>", "<\"a@example.net>", "<\"a\\", "<a\tb@example.net>", "<a\0b@example.net>"s, "<a\x7F@example.net>",
                                 "<@one.example>", "<@one.example:>", "\t<a@example.net>"};
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK_FALSE(parse_path(text, 256));
    }
}

TEST_CASE("a path has its longest length") {
    CHECK(parse_path("<" + std::string(256, 'a') + ">", 256));
    CHECK_FALSE(parse_path("<" + std::string(257, 'a') + ">", 256));
}
