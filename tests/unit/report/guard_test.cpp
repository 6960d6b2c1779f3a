#include "report/guard.hpp"

#include <doctest/doctest.h>

#include "samples.hpp"

using namespace tlsrpt;
using report::read_json;
using samples::repeated;
using namespace std::string_literals;

TEST_CASE("a document comes out as it went in") {
    const auto document = read_json(R"( {"a":[1,-2,3.5,true,false,null,"\u00e9\ud83d\ude00"],"b":{"c":{}},"":[]} )", {});
    REQUIRE(document);
    CHECK(document->dump() == "{\"a\":[1,-2,3.5,true,false,null,\"\u00e9\U0001F600\"],\"b\":{\"c\":{}},\"\":[]}");
}

TEST_CASE("a name that comes twice is found among few and among many") {
    for (const int names : {1, 15, 16, 17, 18, 1000, 100'000}) {
        CAPTURE(names);
        std::string text = "{";
        for (int i = 0; i < names; ++i) text += (i == 0 ? "\"name" : ",\"name") + std::to_string(i) + "\":" + std::to_string(i);
        const auto document = read_json(text + "}", {});
        REQUIRE(document);
        CHECK(document->size() == static_cast<std::size_t>(names));
        CHECK(document->at("name" + std::to_string(names - 1)) == names - 1);
        for (const int again : {0, names / 2, names - 1}) {
            const std::string name = "name" + std::to_string(again);
            const auto twice = read_json(text + ",\"" + name + "\":0}", {});
            REQUIRE_FALSE(twice);
            CHECK(twice.error().detail == "the same member name twice at /" + name);
        }
    }
}

TEST_CASE("a number without fraction is an integer, however it is written") {
    const auto document = read_json("[5.0,5e0,50e-1,-5.0,-0.0,9007199254740991.0]", {});
    REQUIRE(document);
    CHECK(document->dump() == "[5,5,5,-5,0,9007199254740991]");
    const auto kept = read_json("[1e16,0.5]", {});
    REQUIRE(kept);
    CHECK((*kept)[0].is_number_float());
    CHECK((*kept)[1].is_number_float());
}

TEST_CASE("what is refused, and what is said of it") {
    const struct {
        std::string text;
        std::string_view detail;
    } cases[]{
        {"", "not JSON: syntax error at octet 1"},
        {"   ", "not JSON: syntax error at octet 4"},
        {"{", "not JSON: syntax error at octet 2"},
        {"[1,]", "not JSON: syntax error at octet 4 at /1"},
        {"{\"a\":1,}", "not JSON: syntax error at octet 8 at /a"},
        {"{} {}", "not JSON: syntax error at octet 4"},
        {"[NaN]", "not JSON: syntax error at octet 2 at /0"},
        {"[01]", "not JSON: syntax error at octet 3 at /1"},
        {"['a']", "not JSON: syntax error at octet 2 at /0"},
        {"// comment\n{}", "not JSON: syntax error at octet 1"},
        {"\"line\nend\"", "not JSON: syntax error at octet 6"},
        {"<html>", "not JSON: syntax error at octet 1"},
        {"[1]\0 garbage"s, "NUL at octet 4"},
        {"{\"a\":\"\0\"}"s, "NUL at octet 7"},
        {R"({"a":"x\u0000y"})", "a string with NUL at /a"},
        {R"({"a\u0000":1})", "a string with NUL"},
        {"[\"\xff\"]", "not UTF-8 (RFC 7493 section 2.1)"},
        {"[\"\xc0\xaf\"]", "not UTF-8 (RFC 7493 section 2.1)"},
        {"[\"\xed\xa0\x80\"]", "not UTF-8 (RFC 7493 section 2.1)"},
        {"\xff\xfe{}", "not UTF-8 (RFC 7493 section 2.1)"},
        {R"(["\ud800"])", "not JSON: syntax error at octet 9 at /0"},
        {R"(["\udc00x"])", "not JSON: syntax error at octet 8 at /0"},
        {R"({"a":{"b":1,"b":2}})", "the same member name twice at /a/b"},
        {R"({"b":1,"\u0062":2})", "the same member name twice at /b"},
        {R"({"a/b~":[{},{"c":9007199254740992}]})", "an integer over 2^53 - 1 at /a~1b~0/1/c"},
        {"[9223372036854775808]", "an integer over 2^53 - 1 at /0"},
        {"[-9007199254740992]", "an integer below -(2^53 - 1) at /0"},
        {"[1e999]", "a number that no double can hold at /0"},
        {"[-1e999]", "a number that no double can hold at /0"},
        {repeated("[", 100'000), "nested deeper than 16 at /0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"},
        {repeated("{\"a\":", 17), "nested deeper than 16 at /a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"},
        {"[\"" + std::string((16u << 10) + 1, 'x') + "\"]", "a string over 16384 bytes at /0"},
        {"{\"" + std::string((16u << 10) + 1, 'x') + "\":1}", "a string over 16384 bytes"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.text.substr(0, 60));
        const auto result = read_json(c.text, {});
        REQUIRE_FALSE(result);
        CHECK(result.error().slug == Slug::ReportInvalid);
        CHECK(result.error().detail == c.detail);
    }
}

TEST_CASE("the limits are exact") {
    Limits limits;
    limits.max_json_depth = 2;
    limits.max_json_nodes = 5;
    limits.max_json_string_bytes = 3;
    CHECK(read_json(R"({"a":[1,2]})", limits));  // object, name, array, two numbers
    CHECK_FALSE(read_json(R"({"a":[1,2,3]})", limits));
    CHECK_FALSE(read_json(R"([[[]]])", limits));
    CHECK(read_json(R"(["abc"])", limits));
    CHECK_FALSE(read_json(R"(["abcd"])", limits));
}

TEST_CASE("many small values stop at the limit") {
    Limits limits;
    limits.max_json_nodes = 10'000;
    const auto result = read_json("[" + repeated("{},", 20'000) + "{}]", limits);
    REQUIRE_FALSE(result);
    CHECK(result.error().detail == "over 10000 values and names at /9999");
}

TEST_CASE("a long digit string is a number like any other") {
    const auto result = read_json("[" + std::string(50'000, '9') + "]", {});
    REQUIRE_FALSE(result);
    CHECK(result.error().detail == "a number that no double can hold at /0");
    CHECK(read_json("[0." + std::string(50'000, '9') + "]", {}));
}
