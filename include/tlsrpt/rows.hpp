// What the store gives to people's programs: plain rows, no behaviour.
//
// Days are report days: the UTC date of the midpoint of a report's range. Text may be hostile: printers escape it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/outcome.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt {

/// Which rows. Only current reports (the newest revision) are selected, except for ReportRow, which shows all.
struct Selection {
    std::chrono::sys_days since{};                ///< inclusive
    std::chrono::sys_days until{};                ///< exclusive
    std::vector<std::string> policy_domains;      ///< empty: all; exact names or "*.example.com"
    std::vector<std::string> reporters;           ///< sdid; empty: all
    std::vector<std::string> ignored_reporters;   ///< sdid; never selected
};

struct DailyRow {
    std::chrono::sys_days day{};
    std::string policy_domain;
    std::string sdid;
    std::uint64_t reports{0};
    std::uint64_t sessions{0};
    std::uint64_t failures{0};
    std::uint64_t sessions_at_most{0};
};

struct DailyTypeRow {
    std::chrono::sys_days day{};
    std::string policy_domain;
    std::string sdid;
    std::string policy_type;
    std::uint64_t total_successful_session_count{0};
    std::uint64_t total_failure_session_count{0};
};

struct TopFailureRow {
    std::string policy_domain;
    std::string result_type;
    std::string receiving_mx_hostname;
    std::string failure_reason_code;
    std::uint64_t failed_session_count{0};
};

struct FailureRow {
    std::chrono::sys_days day{};
    std::string policy_domain;
    std::string policy_type;
    std::string sdid;
    std::string result_type;
    std::string receiving_mx_hostname;
    std::string receiving_ip;
    std::string sending_mta_ip;
    std::string failure_reason_code;
    std::uint64_t failed_session_count{0};
};

/// One policy of one report (RFC 8460 section 4.4).
struct PolicyRow {
    std::chrono::sys_days day{};
    std::string sdid;
    std::string policy_type;
    std::vector<std::string> policy_string;
    std::vector<std::string> mx_host;
};

/// One signer's spell of one failure (incident.hpp).
struct SpellRow {
    std::int64_t symptom_id{0};     ///< names policy domain, signer, MX and result type in the store
    std::string policy_domain;
    std::string sdid;
    std::string receiving_mx_hostname;
    std::string result_type;        ///< "" for the spell of a signer that told too many kinds of failure apart
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::uint64_t failed_session_count{0};
};

/// One day of a spell.
struct SightingRow {
    std::chrono::sys_days day{};
    std::uint64_t failed_session_count{0};
    std::string sending_network;    ///< where all of them came from; "" no failure says so, "*" several, or only some say so
};

/// What one signer counted on one day under one policy. Equal policy_ids are equal policies; 0 when none was stated.
struct DailyPolicyRow {
    std::chrono::sys_days day{};
    std::string policy_domain;
    std::string policy_type;
    std::string sdid;
    std::int64_t policy_id{0};
    std::uint64_t total_successful_session_count{0};
    std::uint64_t total_failure_session_count{0};
};

/// Failures of one policy type, added up over the selection for each signer.
struct FailureSumRow {
    std::string policy_domain;
    std::string policy_type;
    std::string sdid;
    std::string result_type;
    std::string receiving_mx_hostname;
    std::uint64_t failed_session_count{0};
};

enum class OrganizationNames : std::uint8_t { Left, Read };

/// One signer and the days that its reports speak of.
struct ReporterRow {
    std::string sdid;
    std::string organization_name;                      ///< the newest claim, when it was asked for
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::uint64_t report_days{0};
    std::optional<std::chrono::sys_days> last_daily_day;    ///< of a report whose range is 36 h at most
    std::uint64_t recent_daily_days{0};                 ///< such days among the 14 up to it
};

/// What one signer said of one policy domain, added up over the selection.
struct DomainSumRow {
    std::string policy_domain;
    std::string sdid;
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::uint64_t sessions{0};
    std::uint64_t failures{0};
};

struct QuarantineCountRow {
    Slug slug{};
    std::uint64_t mails{0};
    std::uint64_t report_like{0};   ///< of these, those that look like a report
};

struct ReportRow {
    std::int64_t id{0};
    std::int64_t message_id{0};
    std::chrono::sys_seconds received_at{};
    std::string sdid;
    std::string organization_name;
    std::string report_id;
    DateRange range;
    std::vector<std::string> policy_domains;
    std::uint64_t sessions{0};
    std::uint64_t failures{0};
    std::uint64_t deviations{0};
    std::optional<std::int64_t> revision_of;
    bool current{true};
};

/// How often a reporter shows a deviation.
struct DeviationCountRow {
    std::string sdid;
    std::string name;
    std::uint64_t mails{0};
};

struct QuarantineRow {
    std::int64_t id{0};
    std::chrono::sys_seconds received_at{};
    Slug slug{};
    std::string detail;
    std::string sdid;               ///< verified signer; "" when none
    std::string from_domain;        ///< unverified
    std::uint64_t size{0};
    bool report_like{false};
    bool has_body{true};            ///< false: the budget was used up, only the headers are kept
    std::vector<std::string> forward_paths;
};

struct MessageRow {
    std::int64_t id{0};
    std::chrono::sys_seconds received_at{};
    std::string transport;
    std::string reverse_path;
    std::vector<std::string> forward_paths;
    std::string sha256;
    std::uint64_t size{0};
    Slug slug{};                    ///< the outcome
    std::string detail;
    std::string raw;                ///< as received; "" when pruned
    bool has_body{true};
};

struct MessageDetail {
    MessageRow message;             ///< raw left empty
    std::string subject;
    std::string from_domain;
    std::string from_address;
    std::string submitter;
    std::string report_domain;
    std::vector<SignatureVerdict> signatures;
    std::optional<std::size_t> identity;    ///< index of the accepted signature
    std::vector<Deviation> deviations;
    std::optional<Report> report;
    std::optional<ReportRow> report_row;
};

}  // namespace tlsrpt
