// What the resolver does without a network; tests/e2e/resolver_test.py has the rest.
#include <doctest/doctest.h>

#include <vector>

#include "tlsrpt/dns.hpp"

using namespace tlsrpt;

TEST_CASE("a forwarder that is no address is misconfigured") {
    const auto resolver = open_resolver({.forwarders = {"192.0.2.1", "resolver.example"}});
    REQUIRE_FALSE(resolver);
    CHECK(resolver.error() == Error{Slug::Misconfigured, "forwarder \"resolver.example\" is neither ADDRESS nor ADDRESS@PORT"});
}

TEST_CASE("nothing is read before there is a name to ask") {
    const auto resolver = open_resolver({.forwarders = {}, .resolv_conf = "/nonexistent/resolv.conf"});
    REQUIRE(resolver);
    CHECK((*resolver)->resolve({}).empty());

    const std::vector<KeyName> names{"not a name", "_smtp._tls.example.com"};
    const KeyAnswer no_name{.kind = KeyAnswer::Kind::None, .text = {}, .detail = "not the name of a DKIM key"};
    CHECK((*resolver)->resolve(names) == KeyAnswers{{names[0], no_name}, {names[1], no_name}});
}

TEST_CASE("without a resolver every name is unavailable, with the reason") {
    const auto resolver = open_resolver({.forwarders = {}, .resolv_conf = "/nonexistent/resolv.conf"});
    REQUIRE(resolver);
    const std::vector<KeyName> names{"s._domainkey.example.com", "s._domainkey.example.org"};
    const KeyAnswer unavailable{
        .kind = KeyAnswer::Kind::Unavailable, .text = {}, .detail = "cannot read /nonexistent/resolv.conf: No such file or directory"};
    CHECK((*resolver)->resolve(names) == KeyAnswers{{names[0], unavailable}, {names[1], unavailable}});
}
