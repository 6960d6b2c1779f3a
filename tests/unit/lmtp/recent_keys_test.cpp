// Which key answers go along with the next mail.
#include "lmtp/recent_keys.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

constexpr RecentKeys::Clock::time_point noon{};

KeyAnswer found(std::string text) { return {.kind = KeyAnswer::Kind::Found, .text = std::move(text), .detail = ""}; }

}  // namespace

TEST_CASE("an answer is sent along until its time is over, however often it is used") {
    RecentKeys keys;
    const KeyAnswers answers{{"a", found("1")}};
    keys.remember(answers, noon);
    const std::vector<KeyName> names{"a", "unknown"};
    keys.use(names);
    CHECK(*keys.at(noon) == answers);
    CHECK(*keys.at(noon + RecentKeys::lifetime - 1ns) == answers);
    keys.use(names);
    CHECK(keys.at(noon + RecentKeys::lifetime)->empty());
}

TEST_CASE("a later answer takes the place of an earlier one, and lives as long from then on") {
    RecentKeys keys;
    keys.remember({{"a", found("1")}}, noon);
    keys.remember({{"a", found("2")}}, noon + 1s);
    CHECK(*keys.at(noon + RecentKeys::lifetime) == KeyAnswers{{"a", found("2")}});
    CHECK(keys.at(noon + RecentKeys::lifetime + 1s)->empty());
}

TEST_CASE("only what was found is kept") {
    RecentKeys keys;
    keys.remember({{"none", {.kind = KeyAnswer::Kind::None, .text = "", .detail = ""}},
                   {"multiple", {.kind = KeyAnswer::Kind::Multiple, .text = "", .detail = ""}},
                   {"unavailable", {.kind = KeyAnswer::Kind::Unavailable, .text = "", .detail = ""}}},
                  noon);
    CHECK(keys.at(noon)->empty());
}

TEST_CASE("of too many the one that was used longest ago goes") {
    RecentKeys keys;
    for (std::size_t i = 0; i < RecentKeys::most; ++i) keys.remember({{std::to_string(i), found("")}}, noon);
    keys.use(std::vector<KeyName>{"0"});
    keys.remember({{"one more", found("")}}, noon);
    const SharedKeyAnswers left = keys.at(noon);
    CHECK(left->size() == RecentKeys::most);
    CHECK(left->contains("0"));
    CHECK_FALSE(left->contains("1"));
    CHECK(left->contains("one more"));
}
