#include "lmtp/listener.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tlsrpt;

TEST_CASE("addresses to listen on") {
    struct Row {
        std::string text;
        std::string path;
        std::string host;
        std::uint16_t port;
    };
    const Row rows[] = {
        {"unix:/run/tlsrpt/lmtp.sock", "/run/tlsrpt/lmtp.sock", "", 0},
        {"127.0.0.1:24", "", "127.0.0.1", 24},
        {"127.8.4.60:24", "", "127.8.4.60", 24},
        {"localhost:2400", "", "127.0.0.1", 2400},
        {"[::1]:24", "", "::1", 24},
        {"::1:24", "", "::1", 24},
        {"127.0.0.1:0", "", "127.0.0.1", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto address = parse_listen_address(row.text, false);
        REQUIRE(address);
        CHECK(address->path == row.path);
        CHECK(address->host == row.host);
        CHECK(address->port == row.port);
    }
}

TEST_CASE("what cannot be listened on is misconfigured, with the reason") {
    struct Row {
        std::string text;
        std::string why;
    };
    const Row rows[] = {
        {"", "neither"},
        {"/run/lmtp.sock", "neither"},
        {"unix:", "begins with"},
        {"unix:lmtp.sock", "begins with"},
        {"unix:/" + std::string(110, 'x'), "too long"},
        {"127.0.0.1:", "port"},
        {"127.0.0.1:65536", "port"},
        {"127.0.0.1:-1", "port"},
        {"mx.example.net:24", "not looked up"},
        {"127.1:24", "not looked up"},
        {":24", "not looked up"},
        {"0.0.0.0:24", "loopback"},
        {"192.0.2.1:24", "loopback"},
        {"[::]:24", "loopback"},
        {"[::ffff:127.0.0.1]:24", "loopback"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto address = parse_listen_address(row.text, false);
        REQUIRE_FALSE(address);
        CHECK(address.error().slug == Slug::Misconfigured);
        CHECK(address.error().detail.find(row.why) != std::string::npos);
    }
    CHECK(parse_listen_address("192.0.2.1:24", true));
    CHECK(parse_listen_address("[::]:24", true));
}
