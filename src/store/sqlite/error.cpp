#include "store/sqlite/error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>

namespace tlsrpt::sqlite {
namespace {

using Kind = DatabaseError::Kind;

bool is_full(int system_error) { return system_error == ENOSPC || system_error == EDQUOT; }

struct Meaning {
    Slug slug;
    Kind kind;
};

Meaning meaning_of(int code, int system_error) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:
            return {Slug::StoreBusy, Kind::Statement};
        case SQLITE_FULL:
            return {Slug::StoreFull, Kind::Statement};
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return {is_full(system_error) ? Slug::StoreFull : Slug::StoreUnavailable, Kind::Connection};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_NOLFS:
        case SQLITE_SCHEMA:
            return {Slug::StoreUnavailable, Kind::Connection};
        case SQLITE_CONSTRAINT:
            return {Slug::Internal, code == SQLITE_CONSTRAINT_CHECK || code == SQLITE_CONSTRAINT_DATATYPE ? Kind::Bound : Kind::Statement};
        case SQLITE_NOMEM:
            return {Slug::Internal, Kind::Connection};
        default:
            return {Slug::Internal, Kind::Statement};
    }
}

}  // namespace

void throw_error(sqlite3* db, int code, std::string_view doing) {
    const int system_error = db != nullptr ? sqlite3_system_errno(db) : 0;
    const Meaning meaning = meaning_of(code, system_error);
    std::string detail = fmt::format("{}: {}", doing, db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    const int primary = code & 0xff;
    if (system_error != 0 && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN))
        detail += fmt::format(" ({})", std::strerror(system_error));
    throw DatabaseError({meaning.slug, std::move(detail)}, meaning.kind);
}

}  // namespace tlsrpt::sqlite
