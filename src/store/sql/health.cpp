#include "store/sql/health.hpp"

namespace tlsrpt::sql {
namespace {

std::optional<std::chrono::sys_seconds> time_in(Connection& db, std::string_view sql) {
    Rows rows = db.query(sql);
    return rows.next() ? rows.maybe_time(0) : std::nullopt;
}

}  // namespace

void read_ages(Connection& db, StoreHealth& health) {
    health.last_report_at = time_in(db, "SELECT max(first_received_at) FROM report WHERE message_id IS NOT NULL");
    health.oldest_raw_at = time_in(db, "SELECT min(received_at) FROM message_raw WHERE quarantined = FALSE");
    health.oldest_quarantined_at = time_in(db, "SELECT min(received_at) FROM message_raw WHERE quarantined = TRUE");
}

}  // namespace tlsrpt::sql
