#include "store/sqlite/statement.hpp"

#include <limits>

#include "store/sqlite/database_error.hpp"
#include "store/string_list.hpp"

namespace tlsrpt::sqlite {

Statement::Statement(sqlite3* db, std::string_view sql) : db_(db) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) throw_error(db, code, "prepare");
}

void Statement::check(int code) {
    if (code != SQLITE_OK) throw_error(db_, code, "bind");
}

void Statement::bind_null(int index) { check(sqlite3_bind_null(handle(), index)); }

void Statement::bind(int index, std::int64_t value) { check(sqlite3_bind_int64(handle(), index, value)); }

void Statement::bind(int index, std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw DatabaseError({Slug::Internal, "a count is over 2^63-1"}, DatabaseError::Kind::Bound);
    bind(index, static_cast<std::int64_t>(value));
}

// SQLITE_STATIC: Rows resets the statement before its values die.
void Statement::bind(int index, std::string_view text) {
    check(sqlite3_bind_text64(handle(), index, text.data() != nullptr ? text.data() : "", text.size(), nullptr, SQLITE_UTF8));
}

void Statement::bind(int index, Blob blob) {
    check(sqlite3_bind_blob64(handle(), index, blob.octets.data() != nullptr ? blob.octets.data() : "", blob.octets.size(), nullptr));
}

bool Statement::step() {
    const int code = sqlite3_step(handle());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_error(db_, code, sqlite3_sql(handle()));
}

void Statement::reset() noexcept {
    sqlite3_reset(handle());  // repeats the error of the last step, which was thrown then
    sqlite3_clear_bindings(handle());
    in_use_ = false;
}

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_->handle(), column) == SQLITE_NULL; }

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_->handle(), column); }

std::string_view Rows::view(int column) const {
    const void* octets = sqlite3_column_blob(statement_->handle(), column);  // as stored: no conversion of text takes place
    const int size = sqlite3_column_bytes(statement_->handle(), column);
    if (octets == nullptr || size <= 0) return {};
    return {static_cast<const char*>(octets), static_cast<std::size_t>(size)};
}

std::chrono::sys_days Rows::day(int column) const { return std::chrono::sys_days{std::chrono::days{static_cast<int>(integer(column))}}; }

std::optional<std::int64_t> Rows::maybe_integer(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::chrono::sys_seconds> Rows::maybe_time(int column) const {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

std::vector<std::string> Rows::list(int column) const {
    auto list = from_json_array(view(column));
    if (!list) throw_unavailable("a list of text in the database is damaged");
    return std::move(*list);
}

}  // namespace tlsrpt::sqlite
