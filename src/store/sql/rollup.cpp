#include "store/sql/rollup.hpp"

#include "store/sql/policy_texts.hpp"
#include "store/sql/sightings.hpp"

namespace tlsrpt::sql {

void add_types(Connection& db, const Contribution::Domain& domain, std::chrono::sys_days day, std::string_view sdid) {
    for (const Contribution::Type& type : domain.types)
        db.run(
            "INSERT INTO daily_type (policy_domain, day, sdid, policy_type, policy_id, reports, total_successful_session_count,"
            " total_failure_session_count) VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (policy_domain, day, sdid,"
            " /*pg kind|*/policy_type/*|*/, policy_id) DO UPDATE SET reports = daily_type.reports + 1,"
            " total_successful_session_count = daily_type.total_successful_session_count + excluded.total_successful_session_count,"
            " total_failure_session_count = daily_type.total_failure_session_count + excluded.total_failure_session_count",
            domain.policy_domain, day, sdid, type.policy_type, policy_id_of(db, type, day), type.successful, type.failure);
}

void add_to_rollups(Connection& db, const Report& report, std::chrono::sys_days day, std::string_view sdid) {
    for (const Contribution::Domain& domain : contribution_of(report).domains) {
        const Counts& counts = domain.counts;
        db.run(
            "INSERT INTO daily (policy_domain, day, sdid, reports, sessions, failures, sessions_at_most) VALUES (?, ?, ?, 1, ?, ?, ?) ON"
            " CONFLICT (policy_domain, day, sdid) DO UPDATE SET reports = daily.reports + 1, sessions = daily.sessions + excluded.sessions,"
            " failures = daily.failures + excluded.failures, sessions_at_most = daily.sessions_at_most + excluded.sessions_at_most",
            domain.policy_domain, day, sdid, counts.sessions, counts.failures, counts.sessions_at_most);
        add_types(db, domain, day, sdid);
        for (const Contribution::FailureKind& kind : domain.failures)
            db.run(
                "INSERT INTO daily_failure (policy_domain, day, sdid, result_type, receiving_mx_hostname, failure_reason_code, reports,"
                " failed_session_count) VALUES (?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT (policy_domain, day, sdid,"
                " /*pg kind|*/result_type, receiving_mx_hostname, failure_reason_code/*|*/) DO UPDATE SET reports = daily_failure.reports + 1,"
                " failed_session_count = daily_failure.failed_session_count + excluded.failed_session_count",
                domain.policy_domain, day, sdid, kind.result_type, kind.receiving_mx_hostname, kind.failure_reason_code,
                kind.failed_session_count);
    }
    add_sightings(db, report, day, sdid);
}

void take_out_of_rollups(Connection& db, const Report& report, std::chrono::sys_days day, std::string_view sdid) {
    for (const Contribution::Domain& domain : contribution_of(report).domains) {
        const Counts& counts = domain.counts;
        db.run(
            "UPDATE daily SET reports = reports - 1, sessions = sessions - ?, failures = failures - ?, sessions_at_most ="
            " sessions_at_most - ? WHERE policy_domain = ? AND day = ? AND sdid = ?",
            counts.sessions, counts.failures, counts.sessions_at_most, domain.policy_domain, day, sdid);
        for (const Contribution::Type& type : domain.types)
            db.run(
                "UPDATE daily_type SET reports = reports - 1, total_successful_session_count = total_successful_session_count - ?,"
                " total_failure_session_count = total_failure_session_count - ? WHERE policy_domain = ? AND day = ? AND sdid = ? AND"
                " policy_type = ? AND policy_id = ? /*pg AND kind = kind_of($6, '')*/",
                type.successful, type.failure, domain.policy_domain, day, sdid, type.policy_type, policy_id_of(db, type, day));
        for (const Contribution::FailureKind& kind : domain.failures)
            db.run(
                "UPDATE daily_failure SET reports = reports - 1, failed_session_count = failed_session_count - ? WHERE policy_domain = ?"
                " AND day = ? AND sdid = ? AND result_type = ? AND receiving_mx_hostname = ? AND failure_reason_code = ?"
                " /*pg AND kind = kind_of($5, $6, $7)*/",
                kind.failed_session_count, domain.policy_domain, day, sdid, kind.result_type, kind.receiving_mx_hostname,
                kind.failure_reason_code);
        db.run("DELETE FROM daily WHERE policy_domain = ? AND day = ? AND sdid = ? AND reports = 0", domain.policy_domain, day, sdid);
        db.run("DELETE FROM daily_type WHERE policy_domain = ? AND day = ? AND sdid = ? AND reports = 0", domain.policy_domain, day, sdid);
        db.run("DELETE FROM daily_failure WHERE policy_domain = ? AND day = ? AND sdid = ? AND reports = 0", domain.policy_domain, day,
               sdid);
    }
    take_back_sightings(db, report, day, sdid);
}

}  // namespace tlsrpt::sql
