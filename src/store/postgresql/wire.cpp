#include "store/postgresql/wire.hpp"

#include <fmt/format.h>

#include "store/sql/database_error.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::postgresql {
namespace {

// Of the server's catalogue (pg_type.dat); they never change.
constexpr Oid type_boolean = 16;
constexpr Oid type_bytea = 17;
constexpr Oid type_bigint = 20;
constexpr Oid type_smallint = 21;
constexpr Oid type_integer = 23;
constexpr Oid type_text = 25;

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Octets of the character that begins here, or 0 when none does.
std::size_t character_at(std::string_view text) {
    for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length)
        if (text.front() != '\0' && is_valid_utf8(text.substr(0, length))) return length;
    return 0;
}

Oid type_of(sql::Value::Kind kind) {
    switch (kind) {
        case sql::Value::Kind::Integer:
            return type_bigint;
        case sql::Value::Kind::Truth:
            return type_boolean;
        case sql::Value::Kind::Text:
            return type_text;
        case sql::Value::Kind::Octets:
            break;
    }
    return type_bytea;
}

void write_big_endian(std::int64_t value, std::array<char, 8>& octets) {
    auto bits = static_cast<std::uint64_t>(value);
    for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet) {
        *octet = static_cast<char>(bits & 0xFFu);
        bits >>= 8;
    }
}

}  // namespace

bool is_storable(std::string_view text) { return text.find('\0') == std::string_view::npos && is_valid_utf8(text); }

std::string storable(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const std::size_t length = character_at(text);
        kept += length == 0 ? replacement : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return kept;
}

std::vector<Oid> types_of(std::span<const sql::Value> values) {
    std::vector<Oid> types;
    types.reserve(values.size());
    for (const sql::Value& value : values) types.push_back(type_of(value.kind()));
    return types;
}

Parameters::Parameters(std::span<const sql::Value> values) : formats_(values.size(), 1) {
    data_.reserve(values.size());
    lengths_.reserve(values.size());
    const auto add = [this](std::string_view octets) {
        data_.push_back(octets.data() != nullptr ? octets.data() : "");
        lengths_.push_back(static_cast<int>(octets.size()));
    };
    for (const sql::Value& value : values) {
        if (value.is_null()) {
            data_.push_back(nullptr);
            lengths_.push_back(0);
        } else if (value.kind() == sql::Value::Kind::Integer) {
            write_big_endian(value.integer(), integers_.emplace_back());
            add({integers_.back().data(), 8});
        } else if (value.kind() == sql::Value::Kind::Truth) {
            add(value.integer() != 0 ? std::string_view{"\1", 1} : std::string_view{"\0", 1});
        } else if (value.kind() == sql::Value::Kind::Text && !is_storable(value.octets())) {
            add(texts_.emplace_back(storable(value.octets())));
        } else {
            add(value.octets());
        }
    }
}

std::int64_t integer_in(Oid type, std::string_view octets) {
    const bool is_number = (type == type_bigint && octets.size() == 8) || (type == type_integer && octets.size() == 4) ||
                           (type == type_smallint && octets.size() == 2) || (type == type_boolean && octets.size() == 1);
    if (!is_number) sql::throw_unavailable(fmt::format("a number of the database has type {} and {} octets", type, octets.size()));
    std::uint64_t bits = (static_cast<unsigned char>(octets.front()) & 0x80u) != 0 ? ~std::uint64_t{0} : 0;
    for (const char octet : octets) bits = bits << 8 | static_cast<unsigned char>(octet);
    return static_cast<std::int64_t>(bits);
}

}  // namespace tlsrpt::postgresql
