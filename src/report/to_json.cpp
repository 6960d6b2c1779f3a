// A Report as RFC 8460 JSON again. Members with nothing to say are left out, so that reading it gives the same Report.
#include "tlsrpt/json_writer.hpp"
#include "tlsrpt/report.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
    if (!text.empty()) json.key(name).value(text);
}

void write_strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& strings) {
    if (strings.empty()) return;
    json.key(name).begin_array();
    for (const std::string& string : strings) json.value(string);
    json.end_array();
}

void write(JsonWriter& json, const FailureDetails& failure) {
    json.begin_object().key("result-type").value(failure.result_type);
    write_text(json, "sending-mta-ip", failure.sending_mta_ip);
    write_text(json, "receiving-mx-hostname", failure.receiving_mx_hostname);
    write_text(json, "receiving-mx-helo", failure.receiving_mx_helo);
    write_text(json, "receiving-ip", failure.receiving_ip);
    json.key("failed-session-count").value(failure.failed_session_count);
    write_text(json, "additional-information", failure.additional_information);
    write_text(json, "failure-reason-code", failure.failure_reason_code);
    json.end_object();
}

void write(JsonWriter& json, const PolicyResult& result) {
    json.begin_object().key("policy").begin_object().key("policy-type").value(result.policy.policy_type);
    write_strings(json, "policy-string", result.policy.policy_string);
    write_text(json, "policy-domain", result.policy.policy_domain);
    write_strings(json, "mx-host", result.policy.mx_host);
    json.end_object().key("summary").begin_object();
    json.key("total-successful-session-count").value(result.summary.total_successful_session_count);
    json.key("total-failure-session-count").value(result.summary.total_failure_session_count);
    json.end_object();
    if (!result.failure_details.empty()) {
        json.key("failure-details").begin_array();
        for (const FailureDetails& failure : result.failure_details) write(json, failure);
        json.end_array();
    }
    json.end_object();
}

}  // namespace

std::string to_json(const Report& report) {
    JsonWriter json;
    json.begin_object().key("organization-name").value(report.organization_name);
    json.key("date-range").begin_object();
    json.key("start-datetime").value(to_rfc3339(report.date_range.start_datetime));
    json.key("end-datetime").value(to_rfc3339(report.date_range.end_datetime)).end_object();
    write_text(json, "contact-info", report.contact_info);
    json.key("report-id").value(report.report_id).key("policies").begin_array();
    for (const PolicyResult& result : report.policies) write(json, result);
    return json.end_array().end_object().text();
}

}  // namespace tlsrpt
