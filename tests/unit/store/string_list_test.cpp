#include "store/string_list.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("a list of text survives its column") {
    const std::vector<std::vector<std::string>> lists{
        {},
        {""},
        {"a", "b"},
        {"quote \" backslash \\ slash / brackets ],["},
        {"tab\t cr\r lf\n nul" + std::string(1, '\0') + " escape \x1b del \x7f"},
        {"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"},
        {"bidi \xe2\x80\xae end"},
        {"tag \xf3\xa0\x80\x81 end"},  // U+E0001: beyond U+FFFF and escaped
    };
    for (const auto& list : lists) {
        const std::string json = to_json_array(list);
        CAPTURE(json);
        const auto read = from_json_array(json);
        REQUIRE(read.has_value());
        CHECK(*read == list);
    }
}

TEST_CASE("what we would not write is not read") {
    for (const std::string json : {"", "[", "]", "[\"a\"", "[\"a\",]", "[\"a\"] ", "[a]", "[\"\\x\"]", "[\"\\u12\"]", "[\"\\ud800\"]",
                                   "[\"\\ud800\\u0041\"]", "{}", "[\"a\\"}) {
        CAPTURE(json);
        CHECK_FALSE(from_json_array(json).has_value());
    }
}
