#include "store/sql/copy_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tlsrpt::sql {
namespace {

using Role = CopyColumn::Role;

constexpr CopyColumn integer(std::string_view name) { return {name, Value::Kind::Integer}; }
constexpr CopyColumn truth(std::string_view name) { return {name, Value::Kind::Truth}; }
constexpr CopyColumn text(std::string_view name) { return {name, Value::Kind::Text}; }
constexpr CopyColumn octets(std::string_view name) { return {name, Value::Kind::Octets}; }
constexpr CopyColumn sum(std::string_view name) { return {name, Value::Kind::Integer, Role::Summed}; }
constexpr CopyColumn place(std::string_view name) { return {name, Value::Kind::Integer, Role::Placed}; }

CopyTable keyed(std::string_view name, const std::vector<CopyColumn>& key, std::vector<CopyColumn> others) {
    CopyTable table{.name = name, .columns = key, .sqlite_key = key, .postgresql_key = key};
    table.columns.insert(table.columns.end(), others.begin(), others.end());
    return table;
}

// Of mails.
std::vector<CopyTable> mail_tables() {
    std::vector<CopyTable> tables;
    tables.push_back(keyed("message", {integer("id")},
                           {integer("received_at"), text("transport"), text("reverse_path"), text("forward_paths"), text("sha256"), integer("size"), text("outcome"),
                            text("detail"), text("from_domain"), text("from_address"), text("subject"), text("submitter"), text("report_domain"), integer("duplicate_of")}));
    tables.back().has_sequence = true;
    tables.push_back(keyed("message_raw", {integer("message_id")}, {integer("received_at"), truth("quarantined"), octets("octets")}));
    tables.back().has_octets = true;
    tables.push_back(keyed("identity", {integer("message_id"), integer("position")},
                           {truth("accepted"), text("slug"), text("detail"), text("sdid"), text("auid"), text("selector"), text("algorithm"), text("canonicalization"),
                            integer("key_bits"), text("services"), truth("testing"), truth("aligned"), text("dnssec"), integer("signed_at"), integer("expires_at"),
                            text("signed_fields")}));
    tables.push_back(keyed("deviation", {integer("message_id"), integer("position")}, {text("name"), text("pointer"), text("detail")}));
    tables.push_back(keyed("quarantine", {integer("message_id")},
                           {integer("received_at"), text("slug"), truth("report_like"), truth("junk"), truth("signed"), truth("has_body"), integer("kept_bytes"),
                            integer("attempts"), integer("next_attempt_at")}));
    tables.push_back(keyed("quarantine_day", {integer("day")}, {sum("mails"), sum("bodies"), sum("bodies_dropped"), sum("junk_evicted"), sum("bodiless_evicted")}));
    tables.back().way = CopyTable::Way::Replaced;
    tables.push_back(CopyTable{.name = "quarantine_use", .columns = {sum("kept_bytes"), sum("bodiless")}, .sqlite_key = {}, .postgresql_key = {}, .way = CopyTable::Way::Compared});
    tables.push_back(keyed("signer_day", {integer("day"), text("organizational_domain")}, {sum("reports"), sum("duplicates")}));
    return tables;
}

// Of reports. Where PostgreSQL has a table's rows in another order, they are read in that.
std::vector<CopyTable> report_tables() {
    std::vector<CopyTable> tables;
    tables.push_back(keyed("report", {integer("id")},
                           {integer("message_id"), integer("day"), text("sdid"), text("organizational_domain"), text("from_address"), text("organization_name"),
                            text("report_id"), integer("range_start"), integer("range_end"), text("contact_info"), text("json_sha256"), text("values_sha256"),
                            integer("first_received_at"), integer("group_id"), integer("revision_of"), truth("current")}));
    tables.back().has_sequence = true;
    tables.push_back(keyed("group_domain", {integer("day"), text("report_key"), text("policy_domain")}, {integer("group_id")}));
    tables.push_back(keyed("policy", {integer("id")},
                           {integer("report_id"), integer("day"), text("policy_type"), text("policy_domain"), text("policy_string"), text("mx_host"),
                            integer("total_successful_session_count"), integer("total_failure_session_count")}));
    tables.back().postgresql_key = {integer("day"), integer("id")};
    tables.back().postgresql_filter = "EXISTS (SELECT 1 FROM report r WHERE r.id = policy.report_id AND r.message_id IS NOT NULL)";
    tables.back().has_sequence = true;
    tables.push_back(keyed("failure", {integer("policy_id"), integer("position")},
                           {text("result_type"), text("sending_mta_ip"), text("receiving_mx_hostname"), text("receiving_mx_helo"), text("receiving_ip"),
                            integer("failed_session_count"), text("additional_information"), text("failure_reason_code"), place("day")}));
    tables.back().postgresql_key = {integer("day"), integer("policy_id"), integer("position")};
    tables.back().postgresql_filter =
        "EXISTS (SELECT 1 FROM policy p JOIN report r ON r.id = p.report_id WHERE p.day = failure.day AND p.id = failure.policy_id AND r.message_id IS NOT NULL)";
    tables.push_back(keyed("reporter_day", {text("sdid"), integer("day")}, {truth("is_daily")}));
    return tables;
}

// Of what they add up to.
std::vector<CopyTable> sum_tables() {
    std::vector<CopyTable> tables;
    const std::vector<CopyColumn> of_day{text("policy_domain"), integer("day"), text("sdid")};
    const auto with = [&](std::vector<CopyColumn> more) {
        std::vector<CopyColumn> columns = of_day;
        columns.insert(columns.end(), more.begin(), more.end());
        return columns;
    };
    tables.push_back(keyed("daily", of_day, {integer("reports"), integer("sessions"), integer("failures"), integer("sessions_at_most")}));
    tables.push_back(keyed("policy_text", {integer("id")}, {text("digest"), text("policy_string"), integer("last_day")}));
    tables.back().has_sequence = true;
    tables.push_back(keyed("daily_type", with({text("policy_type"), integer("policy_id")}),
                           {integer("reports"), integer("total_successful_session_count"), integer("total_failure_session_count")}));
    tables.back().postgresql_key = with({octets("kind"), integer("policy_id")});
    tables.push_back(keyed("daily_failure", with({text("result_type"), text("receiving_mx_hostname"), text("failure_reason_code")}),
                           {integer("reports"), integer("failed_session_count")}));
    tables.back().postgresql_key = with({octets("kind")});
    tables.push_back(keyed("symptom", {integer("id")}, {text("policy_domain"), text("sdid"), text("receiving_mx_hostname"), text("result_type")}));
    tables.back().has_sequence = true;
    tables.push_back(keyed("sighting", {integer("day"), integer("symptom_id")}, {integer("failed_session_count"), text("sending_network")}));
    tables.back().postgresql_key = {integer("symptom_id"), integer("day")};
    tables.push_back(keyed("incident", {integer("symptom_id"), integer("first_day")}, {integer("last_day"), integer("failed_session_count")}));
    return tables;
}

std::string joined(const std::vector<std::string>& parts) { return fmt::format("{}", fmt::join(parts, ", ")); }

// SQLite finds the day of a failure with its policy.
bool is_found_elsewhere(const CopyColumn& column, Engine engine) { return column.role == Role::Placed && engine == Engine::Sqlite; }

std::string expression(const CopyColumn& column, Engine engine) {
    if (column.role == Role::Summed) return fmt::format("CAST(coalesce(sum({}), 0) AS bigint)", column.name);
    return is_found_elsewhere(column, engine) ? fmt::format("(SELECT p.{} FROM policy p WHERE p.id = policy_id)", column.name) : std::string{column.name};
}

std::vector<std::string> names_of(const std::vector<CopyColumn>& columns) {
    std::vector<std::string> names;
    for (const CopyColumn& column : columns) names.emplace_back(column.name);
    return names;
}

std::string_view filter_of(const CopyTable& table, Engine engine) {
    return engine == Engine::Postgresql && !table.postgresql_filter.empty() ? table.postgresql_filter : "TRUE";
}

CopyQuery query(const CopyTable& table, Engine engine, const std::string& what) {
    const std::string key = joined(names_of(table.key(engine)));
    const std::string marks = joined(std::vector<std::string>(table.key(engine).size(), "?"));
    const std::string group = table.is_summed() && !key.empty() ? " GROUP BY " + key : "";
    const std::string order = key.empty() ? "" : " ORDER BY " + key;
    const std::string_view filter = filter_of(table, engine);
    return {fmt::format("SELECT {} FROM {} WHERE {}{}{} LIMIT ?", what, table.name, filter, group, order),
            key.empty() ? "" : fmt::format("SELECT {} FROM {} WHERE ({}) > ({}) AND {}{}{} LIMIT ?", what, table.name, key, marks, filter, group, order)};
}

}  // namespace

bool CopyTable::is_summed() const {
    return std::any_of(columns.begin(), columns.end(), [](const CopyColumn& column) { return column.role == Role::Summed; });
}

std::span<const CopyTable> copy_tables() {
    static const std::vector<CopyTable> all = [] {
        std::vector<CopyTable> tables = mail_tables();
        for (const auto& more : {report_tables(), sum_tables()}) tables.insert(tables.end(), more.begin(), more.end());
        return tables;
    }();
    return all;
}

CopyQuery rows_query(const CopyTable& table, Engine engine) {
    std::vector<std::string> columns;
    for (const CopyColumn& column : table.columns) columns.push_back(expression(column, engine));
    for (const std::string& name : names_of(table.key(engine))) columns.push_back(name);
    return query(table, engine, joined(columns));
}

CopyQuery sizes_query(const CopyTable& table, Engine engine) { return query(table, engine, "length(octets)"); }

std::vector<std::size_t> written_columns(const CopyTable& table, Engine engine) {
    std::vector<std::size_t> written;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (!is_found_elsewhere(table.columns[i], engine)) written.push_back(i);
    return written;
}

std::string insert_statement(const CopyTable& table, Engine engine) {
    std::vector<std::string> names;
    for (const std::size_t i : written_columns(table, engine)) names.emplace_back(table.columns[i].name);
    return fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, joined(names), joined(std::vector<std::string>(names.size(), "?")));
}

// Of a table of sums: its groups.
std::string count_query(const CopyTable& table, Engine engine) {
    if (!table.is_summed()) return fmt::format("SELECT count(*) FROM {} WHERE {}", table.name, filter_of(table, engine));
    const std::string key = joined(names_of(table.sqlite_key));
    if (key.empty()) return "SELECT 1";
    return fmt::format("SELECT count(*) FROM (SELECT DISTINCT {} FROM {}) AS one", key, table.name);
}

std::string last_id_query(const CopyTable& table, Engine engine) {
    if (engine == Engine::Postgresql) return fmt::format("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}_id_seq", table.name);
    // Only these two are told for ever; the others are as long as they are there.
    if (table.name == "message" || table.name == "report") return fmt::format("SELECT seq FROM sqlite_sequence WHERE name = '{}'", table.name);
    return fmt::format("SELECT max(id) FROM {}", table.name);
}

std::vector<std::string> set_last_id_statements(const CopyTable& table, Engine engine) {
    if (engine == Engine::Postgresql) return {fmt::format("SELECT setval('{}_id_seq', ?)", table.name)};
    if (table.name != "message" && table.name != "report") return {};
    return {fmt::format("DELETE FROM sqlite_sequence WHERE name = '{0}' AND seq < ?1", table.name),
            fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT '{0}', ?1 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{0}')", table.name)};
}

}  // namespace tlsrpt::sql
