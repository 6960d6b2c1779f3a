#include "tlsrpt/policy_text.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("what reporters spell differently is one policy") {
    const Lines plain{"version: STSv1", "mode: enforce", "mx: mx1.example.com", "mx: *.example.net", "max_age: 604800"};
    for (const Lines& same : {Lines{"version: STSv1", "mx: *.example.net", "mx: mx1.example.com", "max_age: 604800", "mode: enforce"},
                              Lines{" Version:STSv1 ", "MODE : Enforce", "mx:MX1.example.com", "mx: *.EXAMPLE.net\t", "", "max_age:604800"}})
        CHECK(canonical_policy("sts", same) == canonical_policy("sts", plain));
    for (const Lines& other : {Lines{"version: STSv1", "mode: testing", "mx: mx1.example.com", "mx: *.example.net", "max_age: 604800"},
                               Lines{"version: STSv1", "mode: enforce", "mx: mx1.example.com", "max_age: 604800"},
                               Lines{"version: STSv1", "mode: enforce", "mx: mx1.example.com", "mx: *.example.net", "max_age: 86400"}})
        CHECK(canonical_policy("sts", other) != canonical_policy("sts", plain));
    CHECK(canonical_policy("tlsa", Lines{"3 1 1 ABCD EF", "3 1 1 0123"}) == canonical_policy("tlsa", Lines{"3 1 1 0123", " 3  1 1\tabcdef"}));
    CHECK(canonical_policy("tlsa", Lines{"3 1 1 0123"}) != canonical_policy("tlsa", Lines{"3 1 2 0123"}));
    CHECK(canonical_policy("tlsa", Lines{"3 1 1 01"}) != canonical_policy("sts", Lines{"3 1 1 01"}));
    // Nothing is known about the order of what we do not know.
    CHECK(canonical_policy("new", Lines{"b", "a"}) != canonical_policy("new", Lines{"a", "b"}));
    for (const Lines& nothing : {Lines{}, Lines{""}, Lines{" ", "\t"}}) CHECK(canonical_policy("sts", nothing).empty());
}

TEST_CASE("the mode of an STS policy") {
    CHECK(sts_mode(Lines{"version: STSv1", "mode: testing"}) == "testing");
    CHECK(sts_mode(Lines{"MODE:Enforce "}) == "enforce");
    CHECK(sts_mode(Lines{"mode: none", "mode: enforce"}) == "none");
    for (const Lines& unknown : {Lines{}, Lines{"mode"}, Lines{"mode: strict"}, Lines{"model: testing"}, Lines{"mode testing"}}) CHECK(sts_mode(unknown).empty());
}

TEST_CASE("MX patterns are read in any case") {
    const Lines patterns = sts_mx(Lines{"version: STSv1", "mx: MX1.example.com", "MX: *.example.net", "max_age: 1"});
    CHECK(patterns == Lines{"mx1.example.com", "*.example.net"});
}
