// The name of a member, as a document holds it.
//
//     text  →  a name that reports have, which costs nothing to keep; any other is copied to the arena
//
// A report of 20,000 failures has 130,000 names, of which two dozen differ.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "report/arena.hpp"

namespace tlsrpt::report {

/// The same text as it stands in the program, when it is a name of RFC 8460 section 4.4 or was one before; null when not.
const char* find_known_name(std::string_view text);

class MemberName {
public:
    MemberName() = default;
    MemberName(std::string_view text) : text_(find_known_name(text)), size_(checked(text.size())) {    // NOLINT(google-explicit-constructor): like text
        if (text_ != nullptr) return;
        char* const copy = ArenaAllocator<char>{}.allocate(size_);
        text.copy(copy, size_);
        text_ = copy;
        is_copy_ = true;
    }
    MemberName(const std::string& text) : MemberName(std::string_view{text}) {}    // NOLINT(google-explicit-constructor)
    MemberName(const char* text) : MemberName(std::string_view{text}) {}           // NOLINT(google-explicit-constructor)
    MemberName(const MemberName& other) : MemberName(other.view()) {}
    MemberName(MemberName&& other) noexcept
        : text_(std::exchange(other.text_, "")), size_(std::exchange(other.size_, 0)), is_copy_(std::exchange(other.is_copy_, false)) {}
    MemberName& operator=(MemberName other) noexcept {
        std::swap(text_, other.text_);
        std::swap(size_, other.size_);
        std::swap(is_copy_, other.is_copy_);
        return *this;
    }
    ~MemberName() {
        if (is_copy_) ArenaAllocator<char>{}.deallocate(const_cast<char*>(text_), size_);
    }

    /// Holds when the name is moved.
    [[nodiscard]] std::string_view view() const { return {text_, size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }
    operator std::string_view() const { return view(); }            // NOLINT(google-explicit-constructor)
    operator std::string() const { return std::string{view()}; }    // NOLINT(google-explicit-constructor)

    // Equal names are mostly the same octets of the program, and different ones seldom of one length.
    friend bool operator==(const MemberName& a, std::string_view b) {
        return a.size_ == b.size() && (a.text_ == b.data() || a.view() == b);
    }
    friend bool operator==(const MemberName& a, const MemberName& b) { return a == b.view(); }
    friend std::strong_ordering operator<=>(const MemberName& a, std::string_view b) { return a.view() <=> b; }
    friend std::strong_ordering operator<=>(const MemberName& a, const MemberName& b) { return a.view() <=> b.view(); }

private:
    static std::uint32_t checked(std::size_t size) {
        if (size > std::numeric_limits<std::uint32_t>::max()) throw std::bad_array_new_length{};
        return static_cast<std::uint32_t>(size);
    }

    const char* text_{""};
    std::uint32_t size_{0};
    bool is_copy_{false};
};

}  // namespace tlsrpt::report
