// What a store consists of, for whom it is no more than rows: which tables and columns, and in which order they are read and written.
//
//     table + engine → SQL to read on after a key, to write a row, to count
//
// A table of counters that PostgreSQL keeps in a row for each writer is read as their sum. What follows from other tables, and is kept by triggers, is
// compared but not written.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/value.hpp"

namespace tlsrpt::sql {

enum class Engine : std::uint8_t { Sqlite, Postgresql };

struct CopyColumn {
    std::string_view name;
    Value::Kind kind;
    enum class Role : std::uint8_t { Plain, Summed, Placed } role{Role::Plain};    ///< Placed: tells PostgreSQL where a row belongs; follows from other tables
};

struct CopyTable {
    std::string_view name;
    std::vector<CopyColumn> columns;
    std::vector<CopyColumn> sqlite_key;
    std::vector<CopyColumn> postgresql_key;
    enum class Way : std::uint8_t { Written, Replaced, Compared } way{Way::Written};    ///< Replaced: triggers have filled it, in part
    std::string_view postgresql_filter{};    ///< which rows count there: those of pruned reports stay until their month goes
    bool has_octets{false};      ///< a batch of it is bounded by their size
    bool has_sequence{false};    ///< its ids must never be given out again

    [[nodiscard]] const std::vector<CopyColumn>& key(Engine engine) const { return engine == Engine::Sqlite ? sqlite_key : postgresql_key; }
    [[nodiscard]] bool is_summed() const;
};

/// In an order in which each row finds what it refers to.
std::span<const CopyTable> copy_tables();

struct CopyQuery {
    std::string first;    ///< parameter: how many rows
    std::string next;     ///< parameters: the key of the last row so far, how many rows
};
/// The table's columns, then those of the key.
CopyQuery rows_query(const CopyTable& table, Engine engine);
/// The sizes of their octets, in the same order, with the same parameters.
CopyQuery sizes_query(const CopyTable& table, Engine engine);

/// The columns that a row has there; their values are the parameters.
std::vector<std::size_t> written_columns(const CopyTable& table, Engine engine);
std::string insert_statement(const CopyTable& table, Engine engine);
std::string count_query(const CopyTable& table, Engine engine);

/// The highest id that was ever given out, as far as is known.
std::string last_id_query(const CopyTable& table, Engine engine);
/// Parameter: that id. More than one statement where the row may be missing.
std::vector<std::string> set_last_id_statements(const CopyTable& table, Engine engine);

}  // namespace tlsrpt::sql
