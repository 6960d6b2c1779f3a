#include "tlsrpt/domain.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

using namespace tlsrpt;

TEST_CASE("canonical_domain takes host names of RFC 1123 and service labels, nothing else") {
    struct Case { std::string text; std::optional<std::string> want; };
    const Case cases[] = {
        {"Example.COM", "example.com"}, {"example.com.", "example.com"}, {"xn--bcher-kva.example", "xn--bcher-kva.example"},
        {"_smtp._tls.example.com", "_smtp._tls.example.com"}, {"localhost", "localhost"}, {"1.example", "1.example"},
        {"", {}}, {".", {}}, {"a..b", {}}, {".a", {}}, {"-a.example", {}}, {"a-.example", {}}, {"b\xC3\xBC" "cher.example", {}},
        {"192.0.2.1", {}}, {"a b.example", {}}, {"a.ex_ample", {}}, {std::string("a\0.example", 10), {}}, {"*.example.com", {}},
        {std::string(64, 'a') + ".example", {}}, {std::string(63, 'a') + ".example", std::string(63, 'a') + ".example"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(canonical_domain(c.text) == c.want);
    }
    std::string longest;
    while (longest.size() < 250) longest += "a.";
    CHECK(canonical_domain(longest + "com").has_value());
    CHECK_FALSE(canonical_domain(longest + "comm").has_value());
}

TEST_CASE("a wildcard matches what is below a domain, not the domain") {
    CHECK(domain_matches("example.com", "example.com"));
    CHECK_FALSE(domain_matches("example.com", "a.example.com"));
    CHECK(domain_matches("*.example.com", "a.example.com"));
    CHECK(domain_matches("*.example.com", "b.a.example.com"));
    CHECK_FALSE(domain_matches("*.example.com", "example.com"));
    CHECK_FALSE(domain_matches("*.example.com", "badexample.com"));
    CHECK_FALSE(domain_matches("*.example.com", ".example.com"));
}

TEST_CASE("the star of an MTA-STS pattern stands for exactly the first label, RFC 8461 section 4.1") {
    struct Case {
        const char* pattern;
        const char* host;
        bool matches;
    };
    for (const auto& [pattern, host, matches] : {
             Case{"mx.example.com", "mx.example.com", true},
             {"MX.example.com", "mx.Example.com.", true},
             {"*.example.com", "mx.example.com", true},
             {"*.Example.com", "MX.example.COM.", true},
             {"*.mail.protection.outlook.com", "example-com.mail.protection.outlook.com", true},
             {"*.mail.protection.outlook.com", "example.com.mail.protection.outlook.com", false},
             {"*.example.com", "example.com", false},
             {"*.example.com", "a.mx.example.com", false},
             {"*.example.com", "mxexample.com", false},
             {"*.example.com", ".example.com", false},
             {"*.example.com", "com", false},
             {"*.example.com", "", false},
             {"*.", "mx.", false},
             {"", "", false},
             {"", ".", false},
             {"mx.example.com", "mx2.example.com", false},
             {"mx.example.com", "mx.example.com.evil.example", false},
         }) {
        CAPTURE(pattern);
        CAPTURE(host);
        CHECK(mx_matches(pattern, host) == matches);
    }
}

TEST_CASE("canonical_ip gives RFC 5952 text") {
    CHECK(canonical_ip("192.0.2.1") == "192.0.2.1");
    CHECK(canonical_ip("2001:DB8:0:0:0:0:0:1") == "2001:db8::1");
    CHECK(canonical_ip("::ffff:192.0.2.1") == "::ffff:192.0.2.1");
    for (const char* bad : {"", "192.0.2", "192.0.2.256", "fe80::1%eth0", "example", " 192.0.2.1", "192.0.2.1 ", "::1::"}) {
        CAPTURE(bad);
        CHECK_FALSE(canonical_ip(bad).has_value());
    }
    CHECK_FALSE(canonical_ip(std::string("192.0.2.1\0", 10)).has_value());
}

TEST_CASE("canonical_ip writes every pattern of zeros as inet_ntop does") {
    // Each group is 0, 1 or a number of more digits: 3^8 addresses.
    constexpr std::array<unsigned, 3> groups{0, 1, 0xffff};
    constexpr std::array<unsigned, 4> longer{0x10, 0xabc, 0xf00d, 0xffff};
    for (unsigned which = 0; which < 6561; ++which) {
        std::array<unsigned char, sizeof(in6_addr)> address{};
        std::string written;
        for (std::size_t i = 0, rest = which; i < 8; ++i, rest /= 3) {
            const unsigned value = rest % 3 == 2 ? longer[(which + i) % longer.size()] : groups[rest % 3];
            address[2 * i] = static_cast<unsigned char>(value >> 8);
            address[2 * i + 1] = static_cast<unsigned char>(value & 0xff);
            written += (i == 0 ? "" : ":") + fmt::format("{:04X}", value);
        }
        std::array<char, INET6_ADDRSTRLEN> expected{};
        inet_ntop(AF_INET6, address.data(), expected.data(), expected.size());
        if (canonical_ip(written) == expected.data()) continue;
        CAPTURE(written);
        CHECK(canonical_ip(written) == expected.data());
    }
    CHECK(is_ip("::1"));
    CHECK_FALSE(is_ip("::g"));
}

TEST_CASE("with each octet of an address left out, doubled or another one, it is what inet_pton takes and inet_ntop writes") {
    int taken = 0;
    const auto agree = [&](const std::string& text) {
        const int family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
        std::array<unsigned char, sizeof(in6_addr)> address{};
        std::array<char, INET6_ADDRSTRLEN> written{};
        std::optional<std::string> expected;
        if (inet_pton(family, text.c_str(), address.data()) == 1) expected = inet_ntop(family, address.data(), written.data(), written.size());
        taken += expected ? 1 : 0;
        std::string in_place = text;
        if (canonical_ip(text) == expected && is_ip(text) == expected.has_value() && make_canonical_ip(in_place) == expected.has_value() &&
            in_place == expected.value_or(text))
            return;
        CAPTURE(text);
        CHECK(canonical_ip(text) == expected);
        CHECK(is_ip(text) == expected.has_value());
        CHECK(in_place == expected.value_or(text));
    };
    for (const std::string base : {"0.0.0.0", "10.0.100.255", "255.255.255.255", "1.2.3.4", "249.99.9.0", "2001:db8:1:22:333:4444:a:f", "1:0:2:0:3:0:4:0", "0:1:0:2:0:3:0:4",
                                   "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0:0:1:2:3:4:5:6", "1:2:3:4:5:6:0:0", "::1", "::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1"}) {
        agree(base);
        for (std::size_t at = 0; at < base.size(); ++at) {
            std::string less = base;
            less.erase(at, 1);
            agree(less);
            std::string more = base;
            more.insert(at, 1, base[at]);
            agree(more);
            for (const char other : std::string_view{"01259afgAF:. -/;@G`\x7f\xc3"}) {
                std::string changed = base;
                changed[at] = other;
                agree(changed);
                changed.insert(at, 1, base[at]);
                agree(changed);
            }
        }
    }
    CHECK(taken > 1000);    // else it would show nothing
}

TEST_CASE("a name is written canonically in place, and what is none stays as it is") {
    for (const auto& [text, written, is_name] : std::initializer_list<std::tuple<std::string, std::string, bool>>{
             {"mx.example.com", "mx.example.com", true},
             {"MX.Example.com.", "mx.example.com", true},
             {"mx.example.com.", "mx.example.com", true},
             {"MX.example.c_m", "MX.example.c_m", false},
             {"Mx..example", "Mx..example", false},
             {".", ".", false},
             {"A.1", "A.1", false},
             {std::string(251, 'a'), std::string(251, 'a'), false},
         }) {
        CAPTURE(text);
        std::string name = text;
        CHECK(make_canonical_domain(name) == is_name);
        CHECK(name == written);
        CHECK(is_domain(text) == is_name);
        CHECK(canonical_domain(text) == (is_name ? std::optional{written} : std::nullopt));
    }
}
