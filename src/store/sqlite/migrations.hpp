// The SQL files of schemas/store, embedded at build (embed_migrations.cmake).
#pragma once

#include <span>
#include <string_view>

namespace tlsrpt::sqlite {

struct Migration {
    unsigned number;        ///< the schema version it leads to: 1, 2, 3 …
    std::string_view name;  ///< "0001-initial"
    const char* sql;
};

std::span<const Migration> migrations();

}  // namespace tlsrpt::sqlite
