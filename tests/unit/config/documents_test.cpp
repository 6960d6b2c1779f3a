// The example file and the manual page say what the table of keys says.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "config/file.hpp"
#include "config/keys.hpp"
#include "config/summary_groups.hpp"
#include "tlsrpt/file.hpp"

using namespace tlsrpt;

namespace {

std::string document(const char* path) {
    const auto text = read_file(path, 1u << 20);
    REQUIRE_MESSAGE(text, path);
    return *text;
}

Expected<std::string> no_file(const std::string& path) { return Error{Slug::Internal, path}; }

std::map<std::string, std::string> defaults() {
    std::map<std::string, std::string> values;
    for (const Key& key : all_keys()) values.emplace(key.name, to_toml(key.value(Config{})));
    return values;
}

/// "#key = value" is a default that can be switched on; prose never has an equals sign after its first word.
bool is_default_line(std::string_view line) {
    const auto is_key_character = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    if (!line.starts_with('#')) return false;
    const std::size_t equals = line.find(" = ");
    return equals != std::string_view::npos && equals > 1 && std::ranges::all_of(line.substr(1, equals - 1), is_key_character);
}

}  // namespace

TEST_CASE("the example has every key below its table, commented out, with its default") {
    std::map<std::string, std::string> values;
    std::string table;
    std::string switched_on;
    std::string text = document(TLSRPT_EXAMPLE_CONFIG);
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        std::string_view line = std::string_view{text}.substr(start, end - start);
        start = end + 1;
        if (line.starts_with('[')) table = std::string{line.substr(1, line.find(']') - 1)} + ".";
        if (is_default_line(line)) {
            line.remove_prefix(1);
            const std::size_t equals = line.find(" = ");
            values.emplace(table + std::string{line.substr(0, equals)}, line.substr(equals + 3));
        }
        switched_on += std::string{line} + "\n";
    }
    CHECK(values == defaults());

    for (const std::string& one : {text, switched_on}) {
        const auto config = parse_config(one, "tlsrpt.toml.example", no_file);
        REQUIRE_MESSAGE(config, config.error().detail);
        for (const Key& key : all_keys()) {
            CAPTURE(key.name);
            CHECK(key.value(*config) == key.value(Config{}));
        }
    }
}

TEST_CASE("the example and the manual page have every key of a [[summary]]") {
    const std::string example = document(TLSRPT_EXAMPLE_CONFIG);
    const std::string manual = document(TLSRPT_CONFIG_MANUAL);
    CHECK(example.find("# [[summary]]\n") != std::string::npos);
    for (const std::string_view key : summary_group_keys) {
        CAPTURE(key);
        CHECK(example.find("\n# " + std::string{key} + " = ") != std::string::npos);
        CHECK(manual.find("\n.IP " + std::string{key} + " ") != std::string::npos);
    }
}

TEST_CASE("the manual page has every key with its default, and no other") {
    const std::string text = document(TLSRPT_CONFIG_MANUAL);
    std::map<std::string, std::string> values;
    constexpr std::string_view mark = ".TP\n.B ";
    constexpr std::string_view standard = "\nDefault: ";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const std::size_t name = at + mark.size();
        const std::size_t name_end = text.find('\n', name);
        REQUIRE(text.compare(name_end, standard.size(), standard) == 0);
        const std::size_t value = name_end + standard.size();
        values.emplace(text.substr(name, name_end - name), text.substr(value, text.find(".\n", value) - value));
    }
    CHECK(values == defaults());
}
