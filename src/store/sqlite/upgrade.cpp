#include "store/sqlite/upgrade.hpp"

#include "store/contribution.hpp"
#include "store/counts.hpp"
#include "store/sql/report_rows.hpp"
#include "store/sql/rollup.hpp"
#include "store/sql/sightings.hpp"

namespace tlsrpt::sqlite {
namespace {

// Takes the report out of the rows that do not tell policies apart (policy_id 0), where schema 2 had added it.
// @return false: they are pruned by age
bool leave_nameless_policies(Connection& db, const Contribution::Domain& domain, std::chrono::sys_days day, std::string_view sdid) {
    bool found = true;
    for (auto type = domain.types.begin(); type != domain.types.end();) {
        const std::string_view name = type->policy_type;
        std::uint64_t successful = 0;
        std::uint64_t failure = 0;
        for (; type != domain.types.end() && type->policy_type == name; ++type) {
            successful = saturated_sum(successful, type->successful);
            failure = saturated_sum(failure, type->failure);
        }
        found = db.change(
                    "UPDATE daily_type SET reports = reports - 1, total_successful_session_count = total_successful_session_count - ?,"
                    " total_failure_session_count = total_failure_session_count - ? WHERE policy_domain = ? AND day = ? AND sdid = ? AND"
                    " policy_type = ? AND policy_id = 0",
                    successful, failure, domain.policy_domain, day, sdid, name) == 1 &&
                found;
    }
    return found;
}

void fill_incidents_and_policies(Connection& db) {
    sql::Rows row = db.query("SELECT id, day, sdid FROM report WHERE current AND message_id IS NOT NULL ORDER BY day");
    while (row.next()) {
        const auto report = sql::read_report(db, row.integer(0));
        const std::chrono::sys_days day = row.day(1);
        const std::string sdid = row.text(2);
        for (const Contribution::Domain& domain : contribution_of(*report).domains)
            if (leave_nameless_policies(db, domain, day, sdid)) sql::add_types(db, domain, day, sdid);
        sql::add_sightings(db, *report, day, sdid);
    }
    db.run("DELETE FROM daily_type WHERE reports = 0");
}

}  // namespace

void fill_new_tables(Connection& db, std::string_view migration) {
    if (migration == "0003-incidents") fill_incidents_and_policies(db);
}

}  // namespace tlsrpt::sqlite
