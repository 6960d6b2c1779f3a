#include <doctest/doctest.h>

#include "dkim/alignment.hpp"
#include "tlsrpt/dkim.hpp"

using namespace tlsrpt;

TEST_CASE("organizational domains by the public suffix list") {
    struct Row {
        std::string_view domain;
        std::string_view organizational;
    };
    const Row rows[] = {
        {"google.com", "google.com"},
        {"corp.mail.ru", "mail.ru"},
        {"a.b.c.example.co.uk", "example.co.uk"},
        {"co.uk", "co.uk"},  // a public suffix is alone
        {"com", "com"},
        {"www.city.kawasaki.jp", "city.kawasaki.jp"},  // an exception rule
        {"a.b.kawasaki.jp", "a.b.kawasaki.jp"},        // a wildcard rule
        {"me.github.io", "me.github.io"},              // a private suffix
        {"x.me.github.io", "me.github.io"},
        {"a.reporter.xn--55qx5d.cn", "reporter.xn--55qx5d.cn"},
        {"a.reporter.unlisted", "reporter.unlisted"},  // the implicit rule *
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.domain);
        CHECK(organizational_domain(row.domain) == row.organizational);
    }
}

TEST_CASE("aligned domains") {
    CHECK(dkim::aligned("mail.ru", "corp.mail.ru"));
    CHECK(dkim::aligned("a.example.co.uk", "b.example.co.uk"));
    CHECK_FALSE(dkim::aligned("example.co.uk", "other.co.uk"));
    CHECK_FALSE(dkim::aligned("co.uk", "other.co.uk"));
    CHECK_FALSE(dkim::aligned("", ""));
}

TEST_CASE("labels in common, from the right") {
    CHECK(dkim::common_labels("example.com", "example.com") == 2);
    CHECK(dkim::common_labels("a.example.com", "b.example.com") == 2);
    CHECK(dkim::common_labels("a.b.example.com", "b.example.com") == 3);
    CHECK(dkim::common_labels("evilexample.com", "example.com") == 1);
    CHECK(dkim::common_labels("example.com", "example.net") == 0);
    CHECK(dkim::common_labels("", "example.net") == 0);
}
