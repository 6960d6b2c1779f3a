// Key sources for an event loop, without a network; tests/e2e/dns_test.py has the rest, since resolver.cpp waits for the same source.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "dns/key_records.hpp"
#include "tlsrpt/dns.hpp"

using namespace tlsrpt;

namespace {

using Clock = AsyncKeySource::Clock;

std::optional<KeyAnswers> ask(AsyncKeySource& source, const std::vector<KeyName>& names) {
    std::optional<KeyAnswers> heard;
    source.resolve(names, [&heard](KeyAnswers answers) { heard = std::move(answers); });
    CHECK_FALSE(heard);  // never from within resolve()
    REQUIRE(source.wake_at());
    CHECK(*source.wake_at() <= Clock::now());
    source.advance(Clock::now());
    return heard;
}

}  // namespace

TEST_CASE("records of a file, when the loop comes round") {
    const auto source = without_waiting(read_key_records("s._domainkey.example.com p=AA==\n", "keys.txt").value());
    CHECK_FALSE(source->wake_at());
    CHECK(source->fd() == -1);
    const auto heard = ask(*source, {"s._domainkey.example.com", "t._domainkey.example.com"});
    REQUIRE(heard);
    CHECK(heard->at("s._domainkey.example.com").text == "p=AA==");
    CHECK(heard->at("t._domainkey.example.com").kind == KeyAnswer::Kind::None);
    CHECK_FALSE(source->wake_at());
}

TEST_CASE("several mails at once each get their own answers") {
    const auto source = without_waiting(read_key_records("a._domainkey.example.com p=AA==\n", "keys.txt").value());
    std::vector<KeyAnswers> heard;
    for (const std::string name : {"a._domainkey.example.com", "b._domainkey.example.com"})
        source->resolve(std::vector{name}, [&heard](KeyAnswers answers) { heard.push_back(std::move(answers)); });
    source->advance(Clock::now());
    REQUIRE(heard.size() == 2);
    CHECK(heard[0].contains("a._domainkey.example.com"));
    CHECK(heard[1].contains("b._domainkey.example.com"));
}

TEST_CASE("a forwarder that is no address is misconfigured") {
    const auto source = open_async_resolver({.forwarders = {"resolver.example"}});
    REQUIRE_FALSE(source);
    CHECK(source.error().slug == Slug::Misconfigured);
}

TEST_CASE("the resolver: nothing is read before there is a name to ask") {
    const auto source = open_async_resolver({.forwarders = {}, .resolv_conf = "/nonexistent/resolv.conf"});
    REQUIRE(source);
    CHECK_FALSE((*source)->wake_at());
    const auto none = ask(**source, {});
    REQUIRE(none);
    CHECK(none->empty());
    const auto illegal = ask(**source, {"not a name", "not a name"});
    REQUIRE(illegal);
    CHECK(illegal->at("not a name") == KeyAnswer{.kind = KeyAnswer::Kind::None, .text = {}, .detail = "not the name of a DKIM key"});
}

TEST_CASE("the resolver: without name servers every name is unavailable, with the reason") {
    const auto source = open_async_resolver({.forwarders = {}, .resolv_conf = "/nonexistent/resolv.conf"});
    REQUIRE(source);
    for (int again = 0; again < 2; ++again) {
        const auto heard = ask(**source, {"s._domainkey.example.com"});
        REQUIRE(heard);
        CHECK(heard->at("s._domainkey.example.com").kind == KeyAnswer::Kind::Unavailable);
        CHECK(heard->at("s._domainkey.example.com").detail == "cannot read /nonexistent/resolv.conf: No such file or directory");
        CHECK_FALSE((*source)->wake_at());
    }
}
