#include "config/keys.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <set>

using namespace tlsrpt;

TEST_CASE("each key is there once, and takes its own default") {
    std::set<std::string_view> names;
    for (const Key& key : all_keys()) {
        CAPTURE(key.name);
        CHECK(names.insert(key.name).second);
        CHECK(key_named(key.name) == &key);
        const Value standard = key.value(Config{});
        Config config;
        CHECK(key.set(config, standard) == std::nullopt);
        CHECK(key.value(config) == standard);
    }
    CHECK(key_named("") == nullptr);
    CHECK(key_named("dns") == nullptr);
}

TEST_CASE("each key writes its own member, and no other") {
    for (const Key& key : all_keys()) {
        CAPTURE(key.name);
        const Value standard = key.value(Config{});
        const Value others[] = {true, std::get_if<std::int64_t>(&standard) != nullptr ? std::get<std::int64_t>(standard) + 1 : 0,
                                "/elsewhere", "0600", std::vector<std::string>{"192.0.2.1"}, std::vector<std::string>{"example.com"},
                                std::vector<std::string>{"127.0.0.1:24"}, std::vector<std::string>{"tlsrpt@example.com"}};
        bool taken = false;
        for (const Value& other : others) {
            Config config;
            if (key.set(config, other)) continue;
            taken = true;
            for (const Key& each : all_keys()) {
                CAPTURE(each.name);
                CHECK(each.value(config) == (&each == &key ? other : each.value(Config{})));
            }
        }
        CHECK(taken);
    }
}

TEST_CASE("each key refuses what is of another type or out of its range") {
    for (const Key& key : all_keys()) {
        CAPTURE(key.name);
        const Value standard = key.value(Config{});
        const Value wrong[] = {std::monostate{},
                               true,
                               std::numeric_limits<std::int64_t>::min(),
                               std::int64_t{-1},
                               std::numeric_limits<std::int64_t>::max(),
                               "no path",
                               std::vector<std::string>{"no name, no address"},
                               std::vector<std::string>{""},
                               std::vector<std::string>{"example.com", "-"}};
        for (const Value& value : wrong) {
            if (std::holds_alternative<bool>(standard) && std::holds_alternative<bool>(value)) continue;
            Config config;
            CHECK(key.set(config, value));
            CHECK(key.value(config) == standard);
        }
    }
}

TEST_CASE("values as they stand in the file") {
    CHECK(to_toml(true) == "true");
    CHECK(to_toml(std::int64_t{-5}) == "-5");
    CHECK(to_toml("a \"b\"") == "\"a \\\"b\\\"\"");
    CHECK(to_toml(std::vector<std::string>{}) == "[]");
    CHECK(to_toml(std::vector<std::string>{"a", "b"}) == "[\"a\", \"b\"]");
}

TEST_CASE("the key that was meant") {
    struct Row {
        const char* written;
        const char* meant;
    };
    const Row rows[] = {
        {"databse", "database"},
        {"policy_domain", "policy_domains"},
        {"dns.forwarder", "dns.forwarders"},
        {"dsn.forwarders", "dns.forwarders"},
        {"resolver.forwarders", "dns.forwarders"},
        {"lookup_deadline_ms", "dns.lookup_deadline_ms"},  // above the first table
        {"dns.database", "database"},                      // below one
        {"dns.lookup_deadline", "dns.lookup_deadline_ms"},
        {"retention.raw", nullptr},
        {"colour", nullptr},
        {"", nullptr},
    };
    for (const Row& row : rows) {
        CAPTURE(row.written);
        const Key* meant = nearest_key(row.written);
        if (row.meant == nullptr) {
            CHECK(meant == nullptr);
        } else {
            REQUIRE(meant != nullptr);
            CHECK(meant->name == row.meant);
        }
    }
}
