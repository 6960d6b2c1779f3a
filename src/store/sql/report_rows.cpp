#include "store/sql/report_rows.hpp"

#include <fmt/format.h>

#include <map>
#include <span>
#include <string>
#include <vector>

#include "store/counts.hpp"
#include "store/string_list.hpp"

namespace tlsrpt::sql {
namespace {

constexpr std::size_t values_of_failure = 9;

// Of so many rows. What they share is ?1, their policy, and the last parameter, their day.
std::string insertion_of_failures(std::size_t rows) {
    std::string sql =
        "INSERT INTO failure (policy_id, position, result_type, sending_mta_ip, receiving_mx_hostname, receiving_mx_helo, receiving_ip,"
        " failed_session_count, additional_information, failure_reason_code/*pg , day*/) VALUES ";
    const std::size_t day = values_of_failure * rows + 2;
    std::size_t parameter = 1;
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row == 0 ? "(?1" : ", (?1";
        for (std::size_t value = 0; value < values_of_failure; ++value) sql += fmt::format(", ?{}", ++parameter);
        sql += fmt::format("/*pg , ?{}*/)", day);
    }
    return sql;
}

// Eight rows at once cost SQLite four fifths of what they cost one by one.
void insert_failures(Connection& db, std::int64_t policy_id, std::chrono::sys_days day, std::span<const FailureDetails> failures) {
    constexpr std::size_t several = 8;
    static const std::string insert_one = insertion_of_failures(1);
    static const std::string insert_several = insertion_of_failures(several);
    std::vector<Value> values;
    values.reserve(values_of_failure * several + 2);
    std::size_t position = 0;
    while (!failures.empty()) {
        const std::size_t rows = failures.size() < several ? 1 : several;
        values.clear();
        values.emplace_back(policy_id);
        for (const FailureDetails& failure : failures.first(rows))
            values.insert(values.end(), {position++, failure.result_type, failure.sending_mta_ip, failure.receiving_mx_hostname, failure.receiving_mx_helo,
                                         failure.receiving_ip, failure.failed_session_count, failure.additional_information, failure.failure_reason_code});
        values.emplace_back(day);
        db.run_with(rows == 1 ? insert_one : insert_several, values);
        failures = failures.subspan(rows);
    }
}

void insert_policies(Connection& db, std::int64_t report_id, const ReportKey& key, const Report& report) {
    for (const PolicyResult& result : report.policies) {
        const std::int64_t policy_id = db.insert(
            "INSERT INTO policy (report_id, day, policy_type, policy_domain, policy_string, mx_host, total_successful_session_count,"
            " total_failure_session_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            report_id, key.day, result.policy.policy_type, result.policy.policy_domain, to_json_array(result.policy.policy_string),
            to_json_array(result.policy.mx_host), result.summary.total_successful_session_count,
            result.summary.total_failure_session_count);
        insert_failures(db, policy_id, key.day, result.failure_details);
    }
}

std::vector<FailureDetails> read_failures(Connection& db, std::int64_t policy_id, std::chrono::sys_days day) {
    std::vector<FailureDetails> failures;
    Rows row = db.query(
        "SELECT result_type, sending_mta_ip, receiving_mx_hostname, receiving_mx_helo, receiving_ip, failed_session_count,"
        " additional_information, failure_reason_code FROM failure WHERE policy_id = ?/*pg  AND day = ?*/ ORDER BY position",
        policy_id, day);
    while (row.next())
        failures.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.count(5), row.text(6), row.text(7)});
    return failures;
}

// The report's policy domains and its counts over all of them.
void add_policies(Connection& db, ReportRow& report, std::chrono::sys_days day) {
    struct Sums {
        std::map<std::string, Summary, std::less<>> types;
    };
    std::map<std::string, Sums> domains;
    Rows policy = db.query(
        "SELECT policy_domain, policy_type, total_successful_session_count, total_failure_session_count FROM policy WHERE report_id = ?1"
        "/*pg  AND day = ?2*/",
        report.id, day);
    while (policy.next()) {
        Summary& sum = domains[policy.text(0)].types[policy.text(1)];
        sum.total_successful_session_count = saturated_sum(sum.total_successful_session_count, policy.count(2));
        sum.total_failure_session_count = saturated_sum(sum.total_failure_session_count, policy.count(3));
    }
    for (const auto& [policy_domain, sums] : domains) {
        DomainTally tally;
        for (const auto& [policy_type, sum] : sums.types)
            tally.add(policy_type, sum.total_successful_session_count, sum.total_failure_session_count);
        report.policy_domains.push_back(policy_domain);
        report.sessions = saturated_sum(report.sessions, tally.counts().sessions);
        report.failures = saturated_sum(report.failures, tally.counts().failures);
    }
}

}  // namespace

std::int64_t insert_report(Connection& db, std::int64_t message_id, std::chrono::sys_seconds received_at, const Examination& examination,
                           const ReportKey& key, const ReportPlace& place) {
    const Report& report = *examination.report;
    const Identity& identity = *examination.identity;
    const std::int64_t id = db.insert(
        "INSERT INTO report (message_id, day, sdid, organizational_domain, from_address, organization_name, report_id, range_start,"
        " range_end, contact_info, json_sha256, values_sha256, first_received_at, group_id, revision_of, current) VALUES (?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        message_id, key.day, identity.signature.sdid, identity.organizational_domain, identity.from_address, report.organization_name,
        report.report_id, report.date_range.start_datetime, report.date_range.end_datetime, report.contact_info, examination.json_sha256,
        key.values_sha256, received_at, place.group_id, place.revision_of, place.current);
    insert_policies(db, id, key, report);
    return id;
}

std::optional<Report> read_report(Connection& db, std::int64_t report_id) {
    Rows row = db.query("SELECT organization_name, range_start, range_end, contact_info, report_id, day FROM report WHERE id = ?", report_id);
    if (!row.next()) return std::nullopt;
    Report report{.organization_name = row.text(0),
                  .date_range = {row.time(1), row.time(2)},
                  .contact_info = row.text(3),
                  .report_id = row.text(4),
                  .policies = {}};

    Rows policy = db.query(
        "SELECT id, policy_type, policy_string, policy_domain, mx_host, total_successful_session_count, total_failure_session_count"
        " FROM policy WHERE report_id = ?/*pg  AND day = ?*/ ORDER BY id",
        report_id, row.day(5));
    while (policy.next())
        report.policies.push_back({.policy = {policy.text(1), policy.list(2), policy.text(3), policy.list(4)},
                                   .summary = {policy.count(5), policy.count(6)},
                                   .failure_details = read_failures(db, policy.integer(0), row.day(5))});
    return report;
}

std::optional<ReportRow> read_report_row(Connection& db, std::int64_t report_id) {
    Rows row = db.query(
        "SELECT message_id, first_received_at, sdid, organization_name, report_id, range_start, range_end, revision_of, current, (SELECT"
        " count(*) FROM deviation WHERE deviation.message_id = report.message_id), day FROM report WHERE id = ? AND message_id IS NOT NULL",
        report_id);
    if (!row.next()) return std::nullopt;
    ReportRow report;
    report.id = report_id;
    report.message_id = row.integer(0);
    report.received_at = row.time(1);
    report.sdid = row.text(2);
    report.organization_name = row.text(3);
    report.report_id = row.text(4);
    report.range = {row.time(5), row.time(6)};
    report.revision_of = row.maybe_integer(7);
    report.current = row.truth(8);
    report.deviations = row.count(9);
    add_policies(db, report, row.day(10));
    return report;
}

}  // namespace tlsrpt::sql
