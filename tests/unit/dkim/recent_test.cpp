// What is kept for octets that come again, and what pushes it out.
#include "dkim/recent.hpp"

#include <doctest/doctest.h>

#include <string>

using tlsrpt::dkim::Recent;

TEST_CASE("a value is found by its exact octets, and by no others") {
    Recent<int> recent;
    CHECK(recent.find("") == nullptr);
    CHECK(recent.keep("example.com", 1) == 1);
    CHECK(recent.keep(std::string_view{"a\0b", 3}, 2) == 2);
    REQUIRE(recent.find("example.com") != nullptr);
    CHECK(*recent.find("example.com") == 1);
    CHECK(*recent.find(std::string("a\0b", 3)) == 2);
    for (const char* other : {"", "Example.com", "example.co", "example.com.", "a"}) CHECK(recent.find(other) == nullptr);
}

TEST_CASE("of one slot the last value stays, however many come") {
    Recent<std::string, 1> recent;
    for (int i = 0; i < 100; ++i) {
        const std::string octets = std::to_string(i);
        CHECK(recent.keep(octets, "value " + octets) == "value " + octets);
        CHECK(*recent.find(octets) == "value " + octets);
        if (i > 0) CHECK(recent.find(std::to_string(i - 1)) == nullptr);
    }
    CHECK(recent.keep("99", "another") == "another");
    CHECK(*recent.find("99") == "another");
}
