// What a question to a database gives, row by row, and ends with its scope.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsrpt::sql {

/// An engine's side of Rows. Columns count from 0.
class Cursor {
public:
    virtual bool next() = 0;  ///< true: there is a row
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;   ///< 0 for NULL; a truth is 0 or 1
    [[nodiscard]] virtual std::string_view view(int column) const = 0;  ///< octets as stored; until the next row
    virtual void finish() noexcept = 0;                                 ///< forgets rows and values; the last call

protected:
    Cursor() = default;
    Cursor(const Cursor&) = default;
    Cursor(Cursor&&) = default;
    Cursor& operator=(const Cursor&) = default;
    Cursor& operator=(Cursor&&) = default;
    ~Cursor() = default;  // owned by nobody through this
};

/// The values bound to a question must live as long as this, or until the last next().
class Rows {
public:
    explicit Rows(Cursor& cursor) : cursor_(&cursor) {}
    Rows(Rows&& other) noexcept : cursor_(std::exchange(other.cursor_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows() {
        if (cursor_ != nullptr) cursor_->finish();
    }

    bool next() { return cursor_->next(); }

    [[nodiscard]] bool is_null(int column) const { return cursor_->is_null(column); }
    [[nodiscard]] std::int64_t integer(int column) const { return cursor_->integer(column); }
    [[nodiscard]] std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    [[nodiscard]] bool truth(int column) const { return integer(column) != 0; }
    [[nodiscard]] std::string_view view(int column) const { return cursor_->view(column); }  ///< until the next row
    [[nodiscard]] std::string text(int column) const { return std::string{view(column)}; }
    [[nodiscard]] std::chrono::sys_seconds time(int column) const {
        return std::chrono::sys_seconds{std::chrono::seconds{integer(column)}};
    }
    [[nodiscard]] std::chrono::sys_days day(int column) const {
        return std::chrono::sys_days{std::chrono::days{static_cast<int>(integer(column))}};
    }
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional{integer(column)};
    }
    [[nodiscard]] std::optional<std::chrono::sys_seconds> maybe_time(int column) const {
        return is_null(column) ? std::nullopt : std::optional{time(column)};
    }
    [[nodiscard]] std::vector<std::string> list(int column) const;  ///< written by to_json_array()

private:
    Cursor* cursor_;
};

}  // namespace tlsrpt::sql
