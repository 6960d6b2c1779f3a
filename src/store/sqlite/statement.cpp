#include "store/sqlite/statement.hpp"

#include <stdexcept>
#include <string>

#include "store/sqlite/error.hpp"

namespace tlsrpt::sqlite {

Statement::Statement(sqlite3* db, std::string_view sql) : db_(db) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) throw_error(db, code, "prepare");
    parameters_ = static_cast<std::size_t>(sqlite3_bind_parameter_count(handle));
    has_values_of_others_ = sql.find("/*pg ") != std::string_view::npos;
}

// Octets are bound without a copy: the statement is reset before its values die.
void Statement::bind(int index, const sql::Value& value) {
    const std::string_view octets = value.octets();
    const char* data = octets.data() != nullptr ? octets.data() : "";
    int code = SQLITE_OK;
    if (value.is_null())
        code = sqlite3_bind_null(handle(), index);
    else if (value.kind() == sql::Value::Kind::Text)
        code = sqlite3_bind_text64(handle(), index, data, octets.size(), nullptr, SQLITE_UTF8);
    else if (value.kind() == sql::Value::Kind::Octets)
        code = sqlite3_bind_blob64(handle(), index, data, octets.size(), nullptr);
    else
        code = sqlite3_bind_int64(handle(), index, value.integer());
    if (code != SQLITE_OK) throw_error(db_, code, "bind");
}

void Statement::start(std::span<const sql::Value> values) {
    if (in_use_) throw std::logic_error("a statement was started again within its own rows");
    if (values.size() != parameters_ && !(has_values_of_others_ && values.size() > parameters_))
        throw std::logic_error(std::string{"values do not match: "} + sqlite3_sql(handle()));
    in_use_ = true;
    try {
        int index = 0;
        for (const sql::Value& value : values.first(parameters_)) bind(++index, value);
    } catch (...) {
        reset();
        throw;
    }
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

bool Statement::is_null(int column) const { return sqlite3_column_type(handle(), column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle(), column); }

std::string_view Statement::view(int column) const {
    const void* octets = sqlite3_column_blob(handle(), column);  // as stored: no conversion of text takes place
    const int size = sqlite3_column_bytes(handle(), column);
    if (octets == nullptr || size <= 0) return {};
    return {static_cast<const char*>(octets), static_cast<std::size_t>(size)};
}

}  // namespace tlsrpt::sqlite
