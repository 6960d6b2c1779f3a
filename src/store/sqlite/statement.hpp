// One prepared statement, each bind and each step checked.
//
//     SQL + values → rows
//
// Surprises of SQLite: a null data pointer binds NULL, also with length 0, so an empty view binds ""; text ends at its
// length, not at a NUL, as long as the length is asked for.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <span>
#include <string_view>

#include "store/sql/rows.hpp"
#include "store/sql/value.hpp"

namespace tlsrpt::sqlite {

class Statement final : public sql::Cursor {
public:
    Statement(sqlite3* db, std::string_view sql);

    /// The values live until reset(), or the last step().
    void start(std::span<const sql::Value> values);
    bool step();            ///< true: there is a row
    void reset() noexcept;  ///< forgets rows and values

    bool next() override { return step(); }
    [[nodiscard]] bool is_null(int column) const override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] std::string_view view(int column) const override;
    void finish() noexcept override { reset(); }

    [[nodiscard]] sqlite3_stmt* handle() const { return handle_.get(); }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    void bind(int index, const sql::Value& value);

    sqlite3* db_;  // borrowed; outlives this
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
    std::size_t parameters_{0};
    bool has_values_of_others_{false};  // a value that stands in a comment for another engine
    bool in_use_{false};
};

}  // namespace tlsrpt::sqlite
