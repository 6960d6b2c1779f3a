#include "store/postgresql/error.hpp"

#include <algorithm>
#include <array>

namespace tlsrpt::postgresql {
namespace {

using Kind = sql::DatabaseError::Kind;

struct Meaning {
    std::string_view sqlstate;  // its beginning
    Slug slug;
    Kind kind;
};

// PostgreSQL's manual, appendix A. The first that matches counts.
constexpr std::array meanings{
    Meaning{"", Slug::StoreUnavailable, Kind::Lost},  // matches only an empty one: see below
    Meaning{"08", Slug::StoreUnavailable, Kind::Lost},
    Meaning{"40001", Slug::StoreBusy, Kind::Conflict},
    Meaning{"40P01", Slug::StoreBusy, Kind::Conflict},
    Meaning{"40003", Slug::StoreUnavailable, Kind::Lost},          // statement completion unknown
    Meaning{"23505", Slug::StoreBusy, Kind::Conflict},             // another writer was faster with the same row
    Meaning{"23514", Slug::Internal, Kind::Bound},
    Meaning{"22003", Slug::Internal, Kind::Bound},
    Meaning{"54000", Slug::Internal, Kind::Bound},                 // a key too long for an index
    Meaning{"53100", Slug::StoreFull, Kind::Statement},
    Meaning{"53", Slug::StoreUnavailable, Kind::Lost},             // memory, connections
    Meaning{"55P03", Slug::StoreBusy, Kind::Statement},            // lock_timeout
    Meaning{"57014", Slug::StoreBusy, Kind::Statement},            // statement_timeout
    Meaning{"57", Slug::StoreUnavailable, Kind::Lost},             // shutdown, crash, starting up
    Meaning{"25006", Slug::StoreUnavailable, Kind::Lost},          // a standby now: another connection may find the primary
    Meaning{"28", Slug::StoreUnavailable, Kind::Connection},       // password, role
    Meaning{"3D", Slug::StoreUnavailable, Kind::Connection},       // no such database
    Meaning{"3F", Slug::StoreUnavailable, Kind::Connection},       // no such schema
    Meaning{"42", Slug::StoreUnavailable, Kind::Connection},       // missing rights or tables: not what we opened
    Meaning{"26000", Slug::StoreUnavailable, Kind::Connection},    // a pooler without prepared statements
    Meaning{"0A000", Slug::StoreUnavailable, Kind::Connection},    // tables changed under a prepared statement
    Meaning{"58", Slug::StoreUnavailable, Kind::Connection},
    Meaning{"XX", Slug::StoreUnavailable, Kind::Connection},
};

}  // namespace

sql::DatabaseError error_of(std::string_view sqlstate, std::string detail) {
    const auto meaning = std::find_if(meanings.begin(), meanings.end(), [&](const Meaning& one) {
        return one.sqlstate.empty() ? sqlstate.empty() : sqlstate.starts_with(one.sqlstate);
    });
    if (meaning == meanings.end()) return {{Slug::Internal, std::move(detail)}, Kind::Statement};
    return {{meaning->slug, std::move(detail)}, meaning->kind};
}

void throw_lost(std::string detail) { throw sql::DatabaseError({Slug::StoreUnavailable, std::move(detail)}, Kind::Lost); }

}  // namespace tlsrpt::postgresql
