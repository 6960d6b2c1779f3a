// One prepared statement, each bind and each step checked; and its rows, which end with their scope.
//
//     SQL + values → Rows
//
// Surprises of SQLite: a null data pointer binds NULL, also with length 0, so an empty view binds ""; text ends at its
// length, not at a NUL, as long as the length is asked for.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tlsrpt::sqlite {

/// Octets for a BLOB column. Borrowed.
struct Blob {
    std::string_view octets;
};

class Statement {
public:
    Statement(sqlite3* db, std::string_view sql);

    void bind(int index, std::int64_t value);
    void bind(int index, int value) { bind(index, std::int64_t{value}); }
    void bind(int index, bool value) { bind(index, std::int64_t{value ? 1 : 0}); }
    void bind(int index, std::uint32_t value) { bind(index, std::int64_t{value}); }
    void bind(int index, std::uint64_t value);  ///< over 2^63-1: DatabaseError of kind Bound
    void bind(int index, std::string_view text);
    void bind(int index, const std::string& text) { bind(index, std::string_view{text}); }
    void bind(int index, const char* text) { bind(index, std::string_view{text}); }
    void bind(int index, Blob blob);
    void bind(int index, std::chrono::sys_seconds time) { bind(index, std::int64_t{time.time_since_epoch().count()}); }
    void bind(int index, std::chrono::sys_days day) { bind(index, std::int64_t{day.time_since_epoch().count()}); }
    template <typename T>
    void bind(int index, const std::optional<T>& value) {
        if (value)
            bind(index, *value);
        else
            bind_null(index);
    }

    bool step();            ///< true: there is a row
    void reset() noexcept;  ///< forgets rows and values

    [[nodiscard]] sqlite3_stmt* handle() const { return handle_.get(); }
    [[nodiscard]] bool in_use() const { return in_use_; }
    void set_in_use() { in_use_ = true; }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    void bind_null(int index);
    void check(int code);

    sqlite3* db_;  // borrowed; outlives this
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    bool in_use_{false};
};

/// A running statement. The values bound to it must live as long as this, or until the last next().
class Rows {
public:
    explicit Rows(Statement& statement) : statement_(&statement) {}
    Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows() {
        if (statement_ != nullptr) statement_->reset();
    }

    bool next() { return statement_->step(); }

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    [[nodiscard]] bool truth(int column) const { return integer(column) != 0; }
    [[nodiscard]] std::string_view view(int column) const;  ///< until the next row
    [[nodiscard]] std::string text(int column) const { return std::string{view(column)}; }
    [[nodiscard]] std::chrono::sys_seconds time(int column) const {
        return std::chrono::sys_seconds{std::chrono::seconds{integer(column)}};
    }
    [[nodiscard]] std::chrono::sys_days day(int column) const;
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
    [[nodiscard]] std::optional<std::chrono::sys_seconds> maybe_time(int column) const;
    [[nodiscard]] std::vector<std::string> list(int column) const;  ///< written by to_json_array()

private:
    Statement* statement_;
};

}  // namespace tlsrpt::sqlite
