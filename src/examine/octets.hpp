// Values as octets and back: the alphabet of the wire format.
//
//     values ──OctetWriter──► octets ──OctetReader──► the same values, or a refusal
//
// Both classes have the same calls, so that one description of a struct (wire.cpp) serves both directions and they cannot
// disagree. Integers are little-endian and of fixed width, text and lists carry their length before them, an enum is one
// octet, a truth value is 0 or 1.
//
// The reader may be fed by a captured cell. It checks each length and count against what is left and against limits.hpp
// before it allocates, refuses what the writer would never write, and after the first refusal yields only zeros, so that its
// caller asks once, at the end, whether all was well.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "tlsrpt/limits.hpp"

namespace tlsrpt {

/// The bound of a count or a number, by its name: `&Limits::max_signatures`.
using Bound = std::size_t Limits::*;
static_assert(std::is_same_v<std::size_t, std::uint64_t>, "counts travel as 64 bits");

/// A zone of RFC 5322 section 3.3 has four digits: a date can be this much off the calendar that its text names.
inline constexpr std::chrono::hours widest_zone{100};

class OctetWriter {
public:
    template <typename T>
    using Value = const T&;

    OctetWriter() = default;
    explicit OctetWriter(std::size_t expected) { octets_.reserve(expected); }

    void number(std::uint64_t value, Bound) { integer(value); }
    void number(std::uint32_t value) { integer(value); }
    void truth(bool value) { octets_.push_back(value ? '\1' : '\0'); }
    template <typename Enum>
    void choice(Enum value, Enum /*last*/) {
        octets_.push_back(static_cast<char>(value));
    }
    void time(std::chrono::sys_seconds value, std::chrono::sys_seconds /*latest*/) {
        integer(static_cast<std::uint64_t>(value.time_since_epoch().count()));
    }
    void text(std::string_view value) {
        integer(static_cast<std::uint32_t>(value.size()));
        octets_.append(value);
    }
    template <typename T, typename PassItem>
    void list(const std::vector<T>& values, Bound, PassItem pass_item) {
        integer(static_cast<std::uint32_t>(values.size()));
        for (const T& value : values) pass_item(value);
    }
    template <typename T, typename PassValue>
    void maybe(const std::optional<T>& value, PassValue pass_value) {
        truth(value.has_value());
        if (value) pass_value(*value);
    }

    [[nodiscard]] std::string take() && { return std::move(octets_); }

private:
    template <typename Integer>
    void integer(Integer value) {
        char octets[sizeof value];
        for (char& octet : octets) {
            octet = static_cast<char>(value & 0xff);
            value = static_cast<Integer>(value >> 8);
        }
        octets_.append(octets, sizeof octets);
    }

    std::string octets_;
};

class OctetReader {
public:
    template <typename T>
    using Value = T&;

    /// Both borrowed; must outlive this.
    OctetReader(std::string_view octets, const Limits& limits)
        : left_(octets),
          limits_(limits),
          room_for_items_(limits.max_answer_bytes),
          // No text is longer than a header field, or than a JSON pointer whose every octet is escaped (RFC 6901 section 3).
          max_text_bytes_(std::max(limits.max_folded_field_bytes, 2 * limits.max_json_depth * limits.max_json_string_bytes)) {}

    /// Everything read was well-formed, and nothing is left over.
    [[nodiscard]] bool finished() const { return !refused_ && left_.empty(); }
    [[nodiscard]] bool refused() const { return refused_; }
    void refuse() {
        refused_ = true;
        left_ = {};
    }

    void number(std::uint64_t& value, Bound most) {
        value = integer<std::uint64_t>();
        if (value > limits_.*most) value = 0, refuse();
    }
    void number(std::uint32_t& value) { value = integer<std::uint32_t>(); }
    void truth(bool& value) {
        const std::uint8_t octet = integer<std::uint8_t>();
        if (octet > 1) refuse();
        value = octet == 1;
    }
    template <typename Enum>
    void choice(Enum& value, Enum last) {
        const std::uint8_t octet = integer<std::uint8_t>();
        if (octet > static_cast<std::uint8_t>(last)) return refuse();
        value = static_cast<Enum>(octet);
    }
    void time(std::chrono::sys_seconds& value, std::chrono::sys_seconds latest) {
        constexpr std::chrono::sys_seconds earliest{-widest_zone};  // dates are read from 1970 on
        value = std::chrono::sys_seconds{std::chrono::seconds{static_cast<std::int64_t>(integer<std::uint64_t>())}};
        if (value < earliest || value > latest) value = {}, refuse();
    }
    void text(std::string& value) {
        const std::uint32_t size = integer<std::uint32_t>();
        if (size > max_text_bytes_) return refuse();
        value = take(size);
    }
    /// One item more than the bound may say how many were left out. All lists of one reader together take no more memory than
    /// an answer may have octets: else few octets could claim many empty items.
    template <typename T, typename PassItem>
    void list(std::vector<T>& values, Bound most, PassItem pass_item) {
        const std::uint32_t count = integer<std::uint32_t>();
        if (count > limits_.*most + 1 || count > left_.size() || count > room_for_items_ / sizeof(T)) return refuse();
        room_for_items_ -= count * sizeof(T);
        values.reserve(count);
        for (std::uint32_t i = 0; i < count && !refused_; ++i) pass_item(values.emplace_back());
    }
    template <typename T, typename PassValue>
    void maybe(std::optional<T>& value, PassValue pass_value) {
        bool present = false;
        truth(present);
        if (present) pass_value(value.emplace());
    }
    /// The next octets themselves, borrowed.
    std::string_view take(std::size_t size) {
        if (size > left_.size()) {
            refuse();
            return {};
        }
        const std::string_view taken = left_.substr(0, size);
        left_.remove_prefix(size);
        return taken;
    }
    [[nodiscard]] std::string_view left() const { return left_; }
    std::string_view take_rest() { return take(left_.size()); }

private:
    template <typename Integer>
    Integer integer() {
        const std::string_view octets = take(sizeof(Integer));
        Integer value = 0;
        for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet)
            value = static_cast<Integer>(static_cast<Integer>(value << 8) | static_cast<unsigned char>(*octet));
        return value;
    }

    std::string_view left_;
    const Limits& limits_;
    std::size_t room_for_items_;
    std::size_t max_text_bytes_;
    bool refused_{false};
};

}  // namespace tlsrpt
