// The store's SQL as PostgreSQL reads it. The subset is described in store/sql/connection.hpp.
//
//     SELECT … ?1 … CROSS JOIN x ON … /*pg ::bigint*/  →  SELECT … $1 … JOIN x ON … ::bigint
//
// Rules:
//   - ? is the parameter after the highest so far, ?N is parameter N; each becomes $N
//   - CROSS JOIN, SQLite's way to fix the order of tables, becomes JOIN
//   - /*pg TEXT*/ becomes TEXT; /*pg TEXT |*/ other /*|*/ becomes TEXT, and `other` is SQLite's alone
//   - string literals stay as they are
//
// Pure.
#pragma once

#include <string>
#include <string_view>

namespace tlsrpt::postgresql {

std::string translate(std::string_view sql);

/// For an INSERT INTO table (…) VALUES (…) of one row: the same with an id, whose value is one more parameter at the end.
/// @param count  of the statement's own parameters
struct InsertWithId {
    std::string table;
    std::string sql;
};
InsertWithId translate_insert(std::string_view sql, std::size_t count);

}  // namespace tlsrpt::postgresql
