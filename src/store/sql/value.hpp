// A value on its way into a statement, for any engine.
//
//     C++ value → kind + integer or octets
//
// Text and octets are borrowed: they live as long as the call that takes them says. A NULL keeps the kind of what it stands for, so that a
// statement has the same types whatever is bound.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "store/sql/database_error.hpp"

namespace tlsrpt::sql {

/// Octets for a column of octets. Borrowed.
struct Blob {
    std::string_view octets;
};

class Value {
public:
    enum class Kind : std::uint8_t { Integer, Truth, Text, Octets };

    Value(std::int64_t value)
        : integer_(value), kind_(Kind::Integer) {}    // NOLINT(google-explicit-constructor): a list of values is what calls look like
    Value(int value) : Value(std::int64_t{value}) {}  // NOLINT(google-explicit-constructor)
    Value(std::uint32_t value) : Value(std::int64_t{value}) {}  // NOLINT(google-explicit-constructor)
    /// @throws DatabaseError of kind Bound  over 2^63-1
    Value(std::uint64_t value) : Value(checked(value)) {}               // NOLINT(google-explicit-constructor)
    Value(bool value) : integer_(value ? 1 : 0), kind_(Kind::Truth) {}  // NOLINT(google-explicit-constructor)
    Value(std::string_view text) : octets_(text), kind_(Kind::Text) {}  // NOLINT(google-explicit-constructor)
    Value(const std::string& text) : Value(std::string_view{text}) {}   // NOLINT(google-explicit-constructor)
    Value(const char* text) : Value(std::string_view{text}) {}          // NOLINT(google-explicit-constructor)
    Value(Blob blob) : octets_(blob.octets), kind_(Kind::Octets) {}     // NOLINT(google-explicit-constructor)
    Value(std::chrono::sys_seconds time)
        : Value(static_cast<std::int64_t>(time.time_since_epoch().count())) {}  // NOLINT(google-explicit-constructor)
    Value(std::chrono::sys_days day)
        : Value(static_cast<std::int64_t>(day.time_since_epoch().count())) {}  // NOLINT(google-explicit-constructor)
    template <typename T>
    Value(const std::optional<T>& value) : Value(value ? Value{*value} : Value{T{}}) {  // NOLINT(google-explicit-constructor)
        is_null_ = !value;
    }

    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] bool is_null() const { return is_null_; }
    [[nodiscard]] std::int64_t integer() const { return integer_; }    ///< of Integer and Truth
    [[nodiscard]] std::string_view octets() const { return octets_; }  ///< of Text and Octets

private:
    static std::int64_t checked(std::uint64_t value) {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            throw DatabaseError({Slug::Internal, "a count is over 2^63-1"}, DatabaseError::Kind::Bound);
        return static_cast<std::int64_t>(value);
    }

    std::int64_t integer_{0};
    std::string_view octets_;
    Kind kind_;
    bool is_null_{false};
};

}  // namespace tlsrpt::sql
