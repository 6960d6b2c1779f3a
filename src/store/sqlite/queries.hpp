// The SQL that has to stay fast however much is stored, in one place, so that a test can ask SQLite for its plan.
#pragma once

#include <array>
#include <string_view>

namespace tlsrpt::sqlite::queries {

// Parameters: policy domain, first day, day after the last.

inline constexpr std::string_view daily =
    "SELECT day, sdid, reports, sessions, failures, sessions_at_most FROM daily WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3"
    " ORDER BY day, sdid";

inline constexpr std::string_view daily_types =
    "SELECT day, sdid, policy_type, total_successful_session_count, total_failure_session_count FROM daily_type"
    " WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3 ORDER BY day, sdid, policy_type";

inline constexpr std::string_view failure_kinds =
    "SELECT sdid, result_type, receiving_mx_hostname, failure_reason_code, failed_session_count FROM daily_failure"
    " WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3";

// CROSS JOIN keeps the order of the tables: by the domain's policies of those days, never through all failures.
inline constexpr std::string_view failures =
    "SELECT p.day, p.policy_type, r.sdid, f.result_type, f.receiving_mx_hostname, f.receiving_ip, f.sending_mta_ip, f.failure_reason_code,"
    " f.failed_session_count FROM policy p CROSS JOIN report r ON r.id = p.report_id CROSS JOIN failure f ON f.policy_id = p.id"
    " WHERE p.policy_domain = ?1 AND p.day >= ?2 AND p.day < ?3 AND r.current ORDER BY p.day, p.id, f.position";

inline constexpr std::string_view policies =
    "SELECT DISTINCT p.day, r.sdid, p.policy_type, p.policy_string, p.mx_host FROM policy p CROSS JOIN report r ON r.id = p.report_id"
    " WHERE p.policy_domain = ?1 AND p.day >= ?2 AND p.day < ?3 AND r.current ORDER BY p.day, r.sdid, p.policy_type";

inline constexpr std::string_view reports_of_domain = "SELECT report_id FROM policy WHERE policy_domain = ?1 AND day >= ?2 AND day < ?3";

inline constexpr std::array by_domain_and_day{daily, daily_types, failure_kinds, failures, policies, reports_of_domain};

// Parameters: first day, day after the last.
inline constexpr std::string_view reports_of_days = "SELECT id FROM report WHERE day >= ?1 AND day < ?2 AND message_id IS NOT NULL";

// Parameter: report.
inline constexpr std::string_view deviations_of_report =
    "SELECT DISTINCT r.sdid, d.name FROM report r CROSS JOIN deviation d ON d.message_id = r.message_id WHERE r.id = ?1 AND r.current";

}  // namespace tlsrpt::sqlite::queries
