#include "report/map.hpp"

#include <string>
#include <utility>

#include "tlsrpt/domain.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::report {
namespace {

/// Moves the text out; "" when the member is absent.
std::string take_text(Json& object, std::string_view name) {
    std::string* const text = text_of(find_member(object, name));
    return text == nullptr ? std::string{} : std::move(*text);
}

std::string take_host(Json& object, std::string_view name) {
    std::string text = take_text(object, name);
    make_canonical_domain(text);
    return text;
}

std::string take_ip(Json& object, std::string_view name) {
    std::string text = take_text(object, name);
    make_canonical_ip(text);
    return text;
}

std::vector<std::string> take_strings(Json& object, std::string_view name) {
    std::vector<std::string> strings;
    if (Json::array_t* const elements = elements_of(find_member(object, name))) {
        strings.reserve(elements->size());
        for (Json& element : *elements) strings.push_back(std::move(element.get_ref<std::string&>()));
    }
    return strings;
}

/// "*.example.com" keeps its star (RFC 8461 section 4.1).
std::string canonical_pattern(std::string pattern) {
    constexpr std::string_view star = "*.";
    const bool has_star = pattern.starts_with(star);
    const auto name = canonical_domain(std::string_view{pattern}.substr(has_star ? star.size() : 0));
    if (!name) return pattern;
    return has_star ? std::string{star} + *name : *name;
}

std::uint64_t count(const Json& object, const char* name) { return object.at(name).get<std::uint64_t>(); }

FailureDetails map_failure(Json& failure) {
    FailureDetails details;
    details.result_type = take_text(failure, "result-type");
    details.sending_mta_ip = take_ip(failure, "sending-mta-ip");
    details.receiving_mx_hostname = take_host(failure, "receiving-mx-hostname");
    details.receiving_mx_helo = take_text(failure, "receiving-mx-helo");
    details.receiving_ip = take_ip(failure, "receiving-ip");
    details.failed_session_count = count(failure, "failed-session-count");
    details.additional_information = take_text(failure, "additional-information");
    details.failure_reason_code = take_text(failure, "failure-reason-code");
    return details;
}

PolicyResult map_policy_result(Json& document) {
    PolicyResult result;
    Json& policy = document.at("policy");
    result.policy.policy_type = take_text(policy, "policy-type");
    result.policy.policy_string = take_strings(policy, "policy-string");
    result.policy.policy_domain = take_host(policy, "policy-domain");
    result.policy.mx_host = take_strings(policy, "mx-host");
    for (std::string& pattern : result.policy.mx_host) pattern = canonical_pattern(std::move(pattern));
    const Json& summary = document.at("summary");
    result.summary.total_successful_session_count = count(summary, "total-successful-session-count");
    result.summary.total_failure_session_count = count(summary, "total-failure-session-count");
    if (Json::array_t* const failures = elements_of(find_member(document, "failure-details"))) {
        result.failure_details.reserve(failures->size());
        for (Json& failure : *failures) result.failure_details.push_back(map_failure(failure));
    }
    return result;
}

}  // namespace

std::optional<std::chrono::sys_seconds> to_time(std::string_view text) {
    const auto parsed = parse_rfc3339(text);
    if (!parsed || parsed->zone_missing || parsed->has_offset) return std::nullopt;
    if (parsed->time >= std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}) return std::nullopt;  // a leap second at the end of 9999
    return parsed->time;
}

Report map_report(Json&& document) {
    Report report;
    report.organization_name = take_text(document, "organization-name");
    Json& range = document.at("date-range");
    report.date_range.start_datetime = to_time(take_text(range, "start-datetime")).value();
    report.date_range.end_datetime = to_time(take_text(range, "end-datetime")).value();
    report.contact_info = take_text(document, "contact-info");
    report.report_id = take_text(document, "report-id");
    auto& policies = document.at("policies").get_ref<Json::array_t&>();
    report.policies.reserve(policies.size());
    for (Json& policy_result : policies) report.policies.push_back(map_policy_result(policy_result));
    return report;
}

}  // namespace tlsrpt::report
