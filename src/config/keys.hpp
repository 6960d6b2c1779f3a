// The one table of configuration keys: what each is called, which values it takes, and where they go.
//
//     name, value → a member of Config          Config → the value of a name
//
// Parsing, the list of config_keys(), and the tests of the example file and of the manual page all read this table, so that a key
// cannot be known to one of them only.
//
// Pure. toml++ is not seen here: a value is what is left of TOML when dates and fractions are taken away.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tlsrpt/config.hpp"

namespace tlsrpt {

/// monostate: something that no key takes, so that each refuses it in its own words.
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, std::vector<std::string>>;

/// As it stands in the file: 5000, true, "/etc/resolv.conf", ["a", "b"]; "" for monostate.
std::string to_toml(const Value& value);

struct Key {
    std::string_view name;  ///< dotted: "dns.lookup_deadline_ms"
    std::function<Value(const Config&)> value;
    /// @return what is wrong, as the end of a sentence that begins with the name: "must be true or false"
    std::function<std::optional<std::string>(Config&, const Value&)> set;
};

/// In the order of the example file.
std::span<const Key> all_keys();
const Key* key_named(std::string_view name);

/// The key that a misspelt name was probably meant to be; none when nothing is near.
const Key* nearest_key(std::string_view name);

}  // namespace tlsrpt
