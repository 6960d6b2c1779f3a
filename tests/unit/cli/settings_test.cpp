#include "cli/settings.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace tlsrpt;

namespace {

Environment with(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const char* name) -> std::optional<std::string> {
        const auto it = variables.find(name);
        if (it == variables.end()) return std::nullopt;
        return it->second;
    };
}

Config from_file(const char* database) {
    Config config;
    config.store.database = database;
    return config;
}

}  // namespace

TEST_CASE("flag before variable before configuration") {
    const Environment environment = with({{"TLSRPT_DATABASE", "/variable.db"}, {"TLSRPT_CONFIG", "/variable.toml"}});
    CHECK(overridden(from_file("/file.db"), {.config = {}, .database = "/flag.db"}, environment)->store.database == "/flag.db");
    CHECK(overridden(from_file("/file.db"), {}, environment)->store.database == "/variable.db");
    CHECK(overridden(from_file("/file.db"), {}, with({}))->store.database == "/file.db");
    CHECK(*config_path({.config = "/flag.toml", .database = {}}, environment) == "/flag.toml");
    CHECK(*config_path({}, environment) == "/variable.toml");
    CHECK(config_path({}, with({}))->empty());
}

TEST_CASE("an empty --config is a slip, not the default") { CHECK_FALSE(config_path({.config = "", .database = {}}, with({})).has_value()); }

TEST_CASE("a database that would lose mail, or that we do not know, is refused wherever it is named") {
    for (const char* database : {"", ":memory:", "mysql://mx@db/tlsrpt"}) {
        CAPTURE(database);
        const auto from_flag = overridden(from_file("/file.db"), {.config = {}, .database = database}, with({}));
        REQUIRE_FALSE(from_flag.has_value());
        CHECK(from_flag.error().slug == Slug::Misconfigured);
        CHECK_FALSE(overridden(from_file(database), {}, with({})).has_value());
    }
    CHECK(overridden(from_file("postgresql://mx@db/tlsrpt"), {}, with({}))->store.database == "postgresql://mx@db/tlsrpt");
}
