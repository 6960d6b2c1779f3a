#include "config/domain_list.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("patterns of policy domains") {
    CHECK(canonical_domain_pattern("Example.COM") == "example.com");
    CHECK(canonical_domain_pattern("*.Example.COM") == "*.example.com");
    CHECK(canonical_domain_pattern("mx1.example.com") == "mx1.example.com");
    for (const char* bad : {"", "*", "*.", "*example.com", "a.*.example.com", "*.*.example.com", "exa mple.com",
                            "b\xc3\xbc"
                            "cher.example"}) {
        CAPTURE(bad);
        CHECK_FALSE(canonical_domain_pattern(bad));
    }
}

TEST_CASE("a list of domains") {
    const auto names = parse_domain_list("# ours\nexample.com\n\n  *.Example.net \t# and all below\r\nlast.example", "domains");
    REQUIRE(names);
    CHECK(*names == std::vector<std::string>{"example.com", "*.example.net", "last.example"});
}

TEST_CASE("a list that is wrong, or says nothing") {
    struct Row {
        const char* text;
        const char* detail;
    };
    const Row rows[] = {
        {"example.com\nnot a name\n", "domains:2: \"not a name\" is no domain name"},
        {"", "domains: no domain name in it"},  // would mean every domain
        {"# nothing yet\n\n", "domains: no domain name in it"},
    };
    for (const Row& row : rows) {
        const auto names = parse_domain_list(row.text, "domains");
        REQUIRE_FALSE(names);
        CHECK(names.error() == Error{Slug::Misconfigured, row.detail});
    }
}
