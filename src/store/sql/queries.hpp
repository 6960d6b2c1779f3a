// The SQL that has to stay fast however much is stored, in one place, so that a test can ask SQLite for its plan.
#pragma once

#include <array>
#include <string_view>

namespace tlsrpt::sql::queries {

// Parameters: policy domain, first day, day after the last.

inline constexpr std::string_view daily =
    "SELECT day, sdid, reports, sessions, failures, sessions_at_most FROM daily WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3"
    " ORDER BY day, sdid";

inline constexpr std::string_view daily_types =
    "SELECT day, sdid, policy_type, total_successful_session_count, total_failure_session_count FROM daily_type"
    " WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3 ORDER BY day, sdid, policy_type";

inline constexpr std::string_view daily_policies =
    "SELECT day, sdid, policy_type, policy_id, total_successful_session_count, total_failure_session_count FROM daily_type"
    " WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3 ORDER BY day, sdid, policy_type, policy_id";

// Sums over many rows: a figure beyond 2^40 is nobody's traffic, and would overflow.

inline constexpr std::string_view domain_sums =
    "SELECT sdid, min(day), max(day), sum(CASE WHEN sessions < 1099511627776 THEN sessions ELSE 1099511627776 END)/*pg ::bigint*/,"
    " sum(CASE WHEN failures < 1099511627776 THEN failures ELSE 1099511627776 END)/*pg ::bigint*/ FROM daily"
    " WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3 GROUP BY sdid ORDER BY sdid";

inline constexpr std::string_view failure_sums =
    "SELECT p.policy_type, r.sdid, f.result_type, f.receiving_mx_hostname, sum(CASE WHEN f.failed_session_count < 1099511627776 THEN"
    " f.failed_session_count ELSE 1099511627776 END)/*pg ::bigint*/ FROM policy p"
    " CROSS JOIN report r ON r.id = p.report_id CROSS JOIN failure f ON f.policy_id = p.id/*pg  AND f.day = p.day AND f.day >= ?2 AND"
    " f.day < ?3*/ WHERE p.policy_domain = ?1 AND p.day >= ?2 AND p.day < ?3 AND r.current AND r.message_id IS NOT NULL GROUP BY p.policy_type, r.sdid, f.result_type, f.receiving_mx_hostname ORDER BY 1, 2, 3, 4";

inline constexpr std::string_view failure_kinds =
    "SELECT sdid, result_type, receiving_mx_hostname, failure_reason_code, failed_session_count FROM daily_failure"
    " WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3";

// CROSS JOIN keeps the order of the tables: by the domain's policies of those days, never through all failures.
inline constexpr std::string_view failures =
    "SELECT p.day, p.policy_type, r.sdid, f.result_type, f.receiving_mx_hostname, f.receiving_ip, f.sending_mta_ip, f.failure_reason_code,"
    " f.failed_session_count FROM policy p CROSS JOIN report r ON r.id = p.report_id CROSS JOIN failure f ON f.policy_id = p.id"
    "/*pg  AND f.day = p.day AND f.day >= ?2 AND f.day < ?3*/ WHERE p.policy_domain = ?1 AND p.day >= ?2 AND p.day < ?3 AND r.current AND"
    " r.message_id IS NOT NULL ORDER BY p.day, p.id, f.position";

inline constexpr std::string_view policies =
    "SELECT DISTINCT p.day, r.sdid, p.policy_type, p.policy_string, p.mx_host FROM policy p CROSS JOIN report r ON r.id = p.report_id"
    " WHERE p.policy_domain = ?1 AND p.day >= ?2 AND p.day < ?3 AND r.current AND r.message_id IS NOT NULL"
    " ORDER BY p.day, r.sdid, p.policy_type, p.policy_string, p.mx_host";

inline constexpr std::string_view reports_of_domain = "SELECT report_id FROM policy WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3";

inline constexpr std::array by_domain_and_day{daily, daily_types, daily_policies, domain_sums, failure_kinds, failure_sums, failures, policies, reports_of_domain};

// Parameter: policy domain.
// CROSS JOIN keeps the order of the tables: by the domain's symptoms.
inline constexpr std::string_view spells =
    "SELECT s.id, s.sdid, s.receiving_mx_hostname, s.result_type, i.first_day, i.last_day, i.failed_session_count FROM symptom s CROSS JOIN"
    " incident i ON i.symptom_id = s.id WHERE s.policy_domain = ?1 ORDER BY s.receiving_mx_hostname, s.result_type, i.first_day, s.sdid";

// Parameters: symptom, first day, last day; the days by recursion, as the table is ordered by day first.
inline constexpr std::string_view sightings =
    "WITH RECURSIVE days (day) AS (SELECT ?2 WHERE ?2 <= ?3 UNION ALL SELECT day + 1 FROM days WHERE day < ?3) SELECT g.day,"
    " g.failed_session_count, g.sending_network FROM days CROSS JOIN sighting g ON g.day = days.day AND g.symptom_id = ?1"
    "/*pg  ORDER BY g.day*/";

// Parameters: two times.
inline constexpr std::string_view quarantine_counts =
    "SELECT slug, count(*), sum(CASE WHEN report_like THEN 1 ELSE 0 END) FROM quarantine WHERE report_like IN (FALSE, TRUE) AND received_at >= ?1 AND received_at < ?2"
    " GROUP BY slug ORDER BY slug";

// Parameters: first day, day after the last.
inline constexpr std::string_view reports_of_days = "SELECT id FROM report WHERE day >= ?1 AND day < ?2 AND message_id IS NOT NULL";
// "+" keeps the index of days out of it: by id, since few are newer than the third parameter.
inline constexpr std::string_view reports_since = "SELECT id FROM report WHERE id > ?3 AND +day >= ?1 AND +day < ?2 AND message_id IS NOT NULL";

inline constexpr std::string_view domains_of_report = "SELECT policy_domain FROM policy WHERE report_id = ?1"
    "/*pg  AND day = (SELECT day FROM report WHERE id = ?1)*/";

// Parameter: report.
inline constexpr std::string_view deviations_of_report =
    "SELECT DISTINCT r.sdid, d.name FROM report r CROSS JOIN deviation d ON d.message_id = r.message_id WHERE r.id = ?1 AND r.current";

}  // namespace tlsrpt::sql::queries
