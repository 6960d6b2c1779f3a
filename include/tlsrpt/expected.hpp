// A value, or the reason why there is none.
//
//     Expected<T>  =  T  or  Error{slug, detail}
//
// Exceptions stay inside a directory; at its edge they become an Error. The one idiom to pass an error on is
//
//     auto fields = split(bytes);
//     if (!fields) return fields.error();
//
// The interface is the part of C++23's std::expected that we use, so that it can be replaced by it one day.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "tlsrpt/outcome.hpp"

namespace tlsrpt {

struct Error {
    Slug slug{Slug::Internal};
    std::string detail;    ///< for a person; may quote bytes of a mail, so escape it when printing
    bool operator==(const Error&) const = default;
};

template <typename T>
class [[nodiscard]] Expected {
    static_assert(!std::is_same_v<std::remove_cv_t<T>, Error>);

public:
    Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Expected(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value; std::bad_variant_access when there is none (a bug of the caller).
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    [[nodiscard]] Error& error() & { return std::get<1>(state_); }
    [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
    [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Expected<void> {
public:
    Expected() = default;
    Expected(Error error) : error_(std::move(error)), failed_(true) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return !failed_; }
    explicit operator bool() const noexcept { return has_value(); }
    [[nodiscard]] const Error& error() const& { return error_; }
    [[nodiscard]] Error&& error() && { return std::move(error_); }

private:
    Error error_;
    bool failed_{false};
};

}  // namespace tlsrpt
