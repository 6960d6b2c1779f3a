#include <doctest/doctest.h>

#include <algorithm>

#include "config/keys.hpp"
#include "tlsrpt/config.hpp"

using namespace tlsrpt;

TEST_CASE("a named file that is missing is misconfigured") {
    const auto config = load_config("/nonexistent/tlsrpt.toml");
    REQUIRE_FALSE(config);
    CHECK(config.error() == Error{Slug::Misconfigured, "cannot read /nonexistent/tlsrpt.toml: No such file or directory"});
}

TEST_CASE("a folder is no configuration") {
    const auto config = load_config("/");
    REQUIRE_FALSE(config);
    CHECK(config.error() == Error{Slug::Misconfigured, "cannot read /: Is a directory"});
}

TEST_CASE("config_keys() names the table's keys") {
    const auto names = config_keys();
    REQUIRE(names.size() == all_keys().size());
    CHECK(std::ranges::equal(names, all_keys(), {}, {}, &Key::name));
}
