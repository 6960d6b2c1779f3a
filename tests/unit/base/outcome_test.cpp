#include "tlsrpt/outcome.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace tlsrpt;

TEST_CASE("every slug has its own name and is found by it") {
    std::set<std::string_view> names;
    for (const Outcome& o : outcomes) {
        CHECK(names.insert(o.name).second);
        REQUIRE(slug_named(o.name).has_value());
        CHECK(*slug_named(o.name) == o.slug);
    }
    CHECK_FALSE(slug_named("no-such-slug").has_value());
}

TEST_CASE("a status line is one bounded, printable line") {
    CHECK(status_line(Slug::Stored, "google.com") == "2.0.0 stored: google.com");
    CHECK(status_line(Slug::StoreFull, "") == "4.3.1 store-full: The disk is full.");
    CHECK(status_line(Slug::ReportInvalid, "a\r\n250 b") == "2.0.0 report-invalid: a\\x0D\\x0A250 b");
    CHECK(status_line(Slug::Internal, std::string(5000, 'x')).size() <= 500);
}
