// The SQL files of schemas/store/ENGINE, embedded at build (embed_migrations.cmake).
#pragma once

#include <span>
#include <string_view>

namespace tlsrpt::sql {

struct Migration {
    unsigned number;        ///< the schema version it leads to: 1, 2, 3 …
    std::string_view name;  ///< "0001-initial"
    const char* sql;
};

}  // namespace tlsrpt::sql

namespace tlsrpt::sqlite {
std::span<const sql::Migration> migrations();
}
namespace tlsrpt::postgresql {
std::span<const sql::Migration> migrations();
}
