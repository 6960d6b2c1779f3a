// `tlsrpt-query failures`: what failed where, one failure-details of a current report a line (RFC 8460 section 4.3).
#include "cli/query.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::vector<Value> values(const FailureRow& row) {
    return {to_date(row.day), row.policy_domain, row.policy_type, row.sdid, row.result_type, row.receiving_mx_hostname,
            row.receiving_ip, row.sending_mta_ip, row.failure_reason_code, row.failed_session_count};
}

void object(const FailureRow& row, JsonWriter& json) {
    json.key("day").value(to_date(row.day));
    text_or_null(json.key("policy_domain"), row.policy_domain);
    json.key("policy_type").value(row.policy_type);
    json.key("sdid").value(row.sdid);
    json.key("result_type").value(row.result_type);
    text_or_null(json.key("receiving_mx_hostname"), row.receiving_mx_hostname);
    text_or_null(json.key("receiving_ip"), row.receiving_ip);
    text_or_null(json.key("sending_mta_ip"), row.sending_mta_ip);
    text_or_null(json.key("failure_reason_code"), row.failure_reason_code);
    json.key("failed_session_count").value(row.failed_session_count);
}

View<FailureRow> view() {
    return {"failures",
            {{"day", "DAY"},
             {"policy_domain", "POLICY DOMAIN"},
             {"policy_type", "TYPE"},
             {"sdid", "REPORTER"},
             {"result_type", "RESULT"},
             {"receiving_mx_hostname", "MX HOST"},
             {"receiving_ip", "MX ADDRESS"},
             {"sending_mta_ip", "SENT FROM"},
             {"failure_reason_code", "REASON"},
             {"failed_session_count", "SESSIONS", Column::Align::Right, Column::Tone::Alarm}},
            values,
            object};
}

// Reports without failures are good news, no reports are not.
std::string why_no_failure(const Query& query, const Selection& selection) {
    const auto daily = query.store.daily(selection);
    if (!daily || daily->empty()) return {};
    return "no failure was reported from " + to_date(selection.since) + " to " + to_date(selection.until - std::chrono::days{1}) + ": all is well";
}

}  // namespace

int query_failures(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    const auto rows = query.store.failures(*selection);
    if (!rows) return failed(query, rows.error());
    print(view(), std::span<const FailureRow>{*rows}, query.options.format, query.console.out);
    if (rows->empty() && query.options.format == Format::Table)
        if (const std::string good_news = why_no_failure(query, *selection); !good_news.empty()) return conclude(query, true, good_news);
    return conclude_reports(query, *selection, rows->empty());
}

}  // namespace tlsrpt
