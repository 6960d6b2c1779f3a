#include "report/deviations.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "report/policy_lines.hpp"
#include "report/uri.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::report {
namespace {

using std::string_view;

// ---- any member; is_plain_member() says where none of these can apply ----

void older_member_name(Visit& visit) {
    if (visit.received_name != visit.older_name || visit.received_name.empty()) return;
    visit.forgive();
    Json moved = std::move(*visit.value);
    visit.object->erase(std::string{visit.older_name});
    visit.insert(std::move(moved));
}

void null_member(Visit& visit) {
    if (!visit.may_be_absent || visit.value == nullptr || !visit.value->is_null()) return;
    visit.forgive();
    visit.erase();
}

void empty_text(Visit& visit) {
    const std::string* const text = visit.text();
    if (!visit.may_be_absent || text == nullptr || !text->empty()) return;
    visit.forgive();
    visit.erase();
}

// ---- who sent it ----

void contact_info_absent(Visit& visit) {
    if (visit.received_name.empty()) visit.forgive();
}

// RFC 8460 section 5.3: TLS-Report-Submitter MUST match the domain of contact-info.
void submitter_differs(Visit& visit) {
    const std::string* const contact = visit.text();
    if (contact == nullptr || visit.sender->submitter.empty()) return;
    const std::size_t at = contact->rfind('@');
    if (at == std::string::npos || !equal_ignoring_case(string_view{*contact}.substr(at + 1), visit.sender->submitter)) visit.forgive();
}

// ---- date-range: each rule mends one thing, the offset last ----

std::optional<ParsedTime> time_at(const Visit& visit) {
    const std::string* const text = visit.text();
    return text == nullptr ? std::nullopt : parse_rfc3339(*text);
}

void date_spelling(Visit& visit) {
    const auto time = time_at(visit);
    if (!time || !time->lower_case) return;
    visit.forgive();
    constexpr std::size_t place_of_t = 10;
    std::string& text = *visit.text();
    text[place_of_t] = 'T';
    if (text.back() == 'z') text.back() = 'Z';
}

void date_with_fraction(Visit& visit) {
    const auto time = time_at(visit);
    if (!time || !time->has_fraction) return;
    visit.forgive();
    std::string& text = *visit.text();
    const std::size_t dot = text.find('.');
    text.erase(dot, text.find_first_not_of("0123456789", dot + 1) - dot);
}

void date_without_zone(Visit& visit) {
    const auto time = time_at(visit);
    if (!time || !time->zone_missing) return;
    visit.forgive();
    *visit.text() += 'Z';
}

void date_with_offset(Visit& visit) {
    const auto time = time_at(visit);
    if (!time || !time->has_offset) return;
    std::string utc = to_rfc3339(time->time);
    if (!parse_rfc3339(utc)) return;  // before 1970 or after 9999: no date-time of ours
    visit.forgive();
    *visit.text() = std::move(utc);
}

// RFC 8460 section 4.4 says "00:00-24:00" and shows 23:59:59. Kept as it is: the midpoint is on the same day.
void range_ends_at_midnight(Visit& visit) {
    if (visit.name != "end-datetime") return;
    const auto time = time_at(visit);
    if (time && time->time == std::chrono::floor<std::chrono::days>(time->time)) visit.forgive();
}

// ---- counts ----

void count_as_text(Visit& visit) {
    const std::string* const text = visit.text();
    if (text == nullptr) return;
    const auto count = parse_count(*text);
    if (!count || *count > visit.limits->max_session_count) return;
    visit.forgive();
    *visit.value = *count;
}

void count_absent(Visit& visit) {
    if (visit.value != nullptr) return;
    visit.forgive();
    visit.insert(std::uint64_t{0});
}

// ---- the policy ----

void unknown_policy_type(Visit& visit) {
    constexpr std::array<string_view, 3> known{"tlsa", "sts", "no-policy-found"};  // RFC 8460 section 4.4
    const std::string* const type = visit.text();
    if (type != nullptr && std::find(known.begin(), known.end(), *type) == known.end()) visit.forgive();
}

// A U-label or something that is no name at all: as good as absent.
void domain_not_a_name(Visit& visit) {
    const std::string* const domain = visit.text();
    if (domain == nullptr || is_domain(*domain)) return;
    visit.forgive();
    visit.erase();
}

bool is_empty_array(const Json* value) { return value != nullptr && value->is_array() && value->empty(); }

void forgive_absent_array(Visit& visit) {
    visit.forgive();
    if (visit.value != nullptr) visit.erase();
}

void policy_string_absent(Visit& visit) {
    if (visit.received_name.empty() || is_empty_array(visit.value)) forgive_absent_array(visit);
}

void text_for_array(Visit& visit) {
    std::string* const text = visit.text();
    if (text == nullptr) return;
    visit.forgive();
    Json array = Json::array();
    array.push_back(std::move(*text));
    *visit.value = std::move(array);
}

void policy_string_holds_json(Visit& visit) {
    const std::string* const text = visit.text();
    if (text == nullptr) return;
    auto strings = strings_in_json(*text, *visit.limits);
    if (!strings) return;
    visit.forgive();
    *visit.value = std::move(*strings);
}

void policy_string_white_space(Visit& visit) {
    const std::string* const text = visit.text();
    if (text == nullptr) return;
    auto lines = trimmed_lines(*text);
    if (!lines) return;
    visit.forgive();
    *visit.value = std::move(*lines);
}

// RFC 8460 section 4.4 defines mx-host for "sts" only.
void mx_host_absent(Visit& visit) {
    const std::string* const type = text_of(find_member(*visit.object, "policy-type"));
    const bool absent = visit.received_name.empty() && type != nullptr && *type == "sts";
    if (absent || is_empty_array(visit.value)) forgive_absent_array(visit);
}

void host_not_a_name(Visit& visit) {
    const std::string* const text = visit.text();
    if (text == nullptr) return;
    string_view name = *text;
    if (visit.name.empty() && name.starts_with("*.")) name.remove_prefix(2);  // a pattern, RFC 8461 section 4.1
    if (!is_domain(name)) visit.forgive();
}

// ---- failures ----

void unknown_result_type(Visit& visit) {
    constexpr std::array<string_view, 11> known{// RFC 8460 section 4.3
                                                "starttls-not-supported", "certificate-host-mismatch",
                                                "certificate-expired",    "certificate-not-trusted",
                                                "validation-failure",     "tlsa-invalid",
                                                "dnssec-invalid",         "dane-required",
                                                "sts-policy-fetch-error", "sts-policy-invalid",
                                                "sts-webpki-invalid"};
    const std::string* const type = visit.text();
    if (type != nullptr && std::find(known.begin(), known.end(), *type) == known.end()) visit.forgive();
}

void ip_not_an_address(Visit& visit) {
    const std::string* const text = visit.text();
    if (text != nullptr && !is_ip(*text)) visit.forgive();
}

void greeting_of_several_lines(Visit& visit) {
    const std::string* const text = visit.text();
    if (text != nullptr && (text->find('\n') != std::string::npos || text->find('\r') != std::string::npos)) visit.forgive();
}

void additional_information_no_uri(Visit& visit) {
    const std::string* const text = visit.text();
    if (text != nullptr && !is_uri(*text)) visit.forgive();
}

void failure_details_absent(Visit& visit) {
    if (visit.received_name.empty() || is_empty_array(visit.value)) forgive_absent_array(visit);
}

void failure_without_address(Visit& visit) {
    for (const string_view name : {"sending-mta-ip", "receiving-mx-hostname", "receiving-ip"})
        if (find_member(*visit.object, name) != nullptr) return;
    visit.forgive();
}

// ---- one policy with its results ----

std::optional<std::uint64_t> count_of(const Json* value) {
    if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
    return value->get<std::uint64_t>();
}

// RFC 8460 section 4: one session may be counted under several failures; others just do not add up. Both figures are kept.
void failed_sum_differs(Visit& visit) {
    constexpr string_view total_name = "total-failure-session-count";
    Json* const summary = find_member(*visit.object, "summary");
    const Json::array_t* const failures = elements_of(find_member(*visit.object, "failure-details"));
    if (summary == nullptr || failures == nullptr) return;
    const Json* const total = find_member(*summary, total_name);
    std::uint64_t sum = 0;  // capped at each step, so that it cannot overflow
    for (const Json& failure : *failures) {
        const auto count = count_of(find_member(failure, "failed-session-count"));
        if (!count) return;
        sum = std::min(sum + *count, visit.limits->max_session_count + 1);
    }
    if (count_of(total) && *count_of(total) != sum) visit.forgive(Pointer{Pointer{*visit.pointer, "summary"}, total_name}, total);
}

// ---- the whole report ----

std::optional<std::string> domain_of(const Json& policy_result) {
    const Json* const policy = find_member(policy_result, "policy");
    const std::string* const domain = policy == nullptr ? nullptr : text_of(find_member(*policy, "policy-domain"));
    return domain == nullptr ? std::nullopt : canonical_domain(*domain);
}

/// Sets the domain of each policy that has none.
void set_missing_domains(const Visit& visit, const std::optional<std::string>& domain) {
    Json::array_t* const policies = elements_of(find_member(*visit.object, "policies"));
    if (policies == nullptr) return;
    const Pointer in_policies{*visit.pointer, "policies"};
    for (std::size_t i = 0; i < policies->size(); ++i) {
        Json* const policy = find_member((*policies)[i], "policy");
        if (policy == nullptr || !policy->is_object() || policy->contains("policy-domain")) continue;
        visit.forgive(Pointer{Pointer{Pointer{in_policies, i}, "policy"}, "policy-domain"}, nullptr);
        if (domain) (*policy)["policy-domain"] = *domain;
    }
}

void policy_domain_from_report(Visit& visit) {
    const Json::array_t* const policies = elements_of(find_member(*visit.object, "policies"));
    if (policies == nullptr) return;
    std::optional<std::string> only;
    for (const Json& policy_result : *policies) {
        auto domain = domain_of(policy_result);
        if (domain && only && *domain != *only) return;
        if (domain) only = std::move(domain);
    }
    if (only) set_missing_domains(visit, only);
}

void policy_domain_from_header(Visit& visit) {
    if (const auto domain = canonical_domain(visit.sender->signed_report_domain)) set_missing_domains(visit, domain);
}

void policy_domain_unknown(Visit& visit) { set_missing_domains(visit, std::nullopt); }

void policy_repeated(Visit& visit) {
    const Json::array_t* const policies = elements_of(find_member(*visit.object, "policies"));
    if (policies == nullptr) return;
    std::set<std::pair<string_view, std::string>> seen;
    const Pointer in_policies{*visit.pointer, "policies"};
    for (std::size_t i = 0; i < policies->size(); ++i) {
        const Json* const policy = find_member((*policies)[i], "policy");
        const std::string* const type = policy == nullptr ? nullptr : text_of(find_member(*policy, "policy-type"));
        const auto domain = domain_of((*policies)[i]);
        if (type == nullptr || !domain) continue;
        if (!seen.emplace(*type, *domain).second) visit.forgive(Pointer{in_policies, i}, &(*policies)[i]);
    }
}

// Grouped by place, in the order of Where. Deviation: each entry is one.
constexpr DeviationRule rules[]{
    {"gzip-under-json-name", Where::Octets, "gzip octets under a JSON media type or file name are unpacked", "seen by other receivers",
     nullptr},
    {"json-under-gzip-name", Where::Octets, "plain JSON under a gzip media type or file name is read as it is", "seen by other receivers",
     nullptr},
    {"gzip-members", Where::Octets, "several gzip members are one text, joined", "none yet; RFC 1952 allows it", nullptr},
    {"gzip-trailing-octets", Where::Octets, "octets after the gzip data are ignored", "seen by other receivers", nullptr},
    {"byte-order-mark", Where::Octets, "a UTF-8 byte order mark before the JSON text is skipped", "seen by other receivers", nullptr},
    {"foreign-policy", Where::Octets, "a policy for a domain that is not ours, in a report with policies that are, is left out",
     "several domains at one reporter", nullptr},
    {left_out_name, Where::Octets, "not a deviation: how many more there were than are kept", "hostile or broken reports", nullptr},
    {"older-member-name", Where::Member, "a member under its name from before RFC 8460 gets the RFC's name", "SocketLabs, pre-RFC senders",
     older_member_name},
    {"null-member", Where::Member, "null for a member that may be absent is absent", "Stalwart", null_member},
    {"empty-text", Where::Member, "\"\" for a member that may be absent is absent", "mox, Halon", empty_text},
    {"contact-info-absent", Where::Contact, "a report without contact-info is accepted", "Stalwart", contact_info_absent},
    {"submitter-differs", Where::Contact, "TLS-Report-Submitter need not be the domain of contact-info", "Mail.ru", submitter_differs},
    {"date-spelling", Where::Date, "\"t\", \"z\" or a blank in a date-time are \"T\" and \"Z\"", "RFC 3339 section 5.6 foresees it",
     date_spelling},
    {"date-with-fraction", Where::Date, "a fraction of a second is dropped", "examples", date_with_fraction},
    {"date-without-zone", Where::Date, "a date-time without zone is UTC", "Microsoft", date_without_zone},
    {"date-with-offset", Where::Date, "a date-time with a numeric offset is converted to UTC", "examples", date_with_offset},
    {"range-ends-at-midnight", Where::Date, "a range may end at the next midnight; it is kept so", "Mail.ru, Stalwart, SocketLabs",
     range_ends_at_midnight},
    {"count-as-text", Where::Count, "a string of digits is a count", "seen by other receivers", count_as_text},
    {"count-absent", Where::Count, "an absent count, or a count in an absent summary, is 0", "examples", count_absent},
    {"unknown-policy-type", Where::PolicyType, "a policy-type that RFC 8460 does not know is kept verbatim", "Stalwart, future senders",
     unknown_policy_type},
    {"domain-not-a-name", Where::Domain, "a policy-domain that is no name in A-labels counts as absent", "senders of U-labels",
     domain_not_a_name},
    {"policy-string-absent", Where::PolicyLines, "policy-string may be absent or []", "Google, Microsoft, SocketLabs",
     policy_string_absent},
    {"policy-string-is-text", Where::PolicyLines, "a bare string is an array of one", "Halon", text_for_array},
    {"policy-string-holds-json", Where::PolicyLine, "a string that holds a JSON array of strings is its elements",
     "Microsoft, every tlsa report", policy_string_holds_json},
    {"policy-string-white-space", Where::PolicyLine, "white space around an element is dropped, several lines in one are several elements",
     "Google 2022", policy_string_white_space},
    {"mx-host-absent", Where::HostPatterns, "mx-host of an sts policy may be absent; it may be []", "Microsoft, Google, Stalwart",
     mx_host_absent},
    {"mx-host-is-text", Where::HostPatterns, "a bare string is an array of one", "RFC 8460 before erratum 6241", text_for_array},
    {"mx-pattern-not-a-name", Where::HostPattern, "an element of mx-host that is no name or pattern is kept verbatim", "examples",
     host_not_a_name},
    {"unknown-result-type", Where::ResultType, "a result-type that RFC 8460 does not know is kept verbatim",
     "Stalwart (\"Other\"), future senders", unknown_result_type},
    {"ip-not-an-address", Where::Ip, "an address that is none is kept verbatim", "examples", ip_not_an_address},
    {"host-not-a-name", Where::Host, "a receiving-mx-hostname that is no name is kept verbatim", "examples", host_not_a_name},
    {"helo-of-several-lines", Where::Greeting, "a receiving-mx-helo with line ends, such as a whole EHLO reply, is kept verbatim",
     "Postfix", greeting_of_several_lines},
    {"additional-information-no-uri", Where::Uri, "additional-information that is no URI is kept verbatim", "the example in RFC 8460",
     additional_information_no_uri},
    {"failure-details-absent", Where::Failures, "failure-details may be absent or []", "everyone", failure_details_absent},
    {"failure-without-address", Where::Failure, "a failure may come without any IP or host", "Microsoft, Mail.ru", failure_without_address},
    {"failed-sum-differs", Where::PolicyResult, "failures that do not add up to total-failure-session-count: both are kept", "Mail.ru",
     failed_sum_differs},
    {"policy-domain-from-report", Where::Document, "a policy without domain has the one that all others of the report have",
     "sys4 tlsrpt-reporter (Postfix)", policy_domain_from_report},
    {"policy-domain-from-header", Where::Document, "a policy without domain has the one in a signed TLS-Report-Domain",
     "sys4 tlsrpt-reporter (Postfix)", policy_domain_from_header},
    {"policy-domain-unknown", Where::Document, "a policy without domain is kept, its domain unknown", "sys4 tlsrpt-reporter (Postfix)",
     policy_domain_unknown},
    {"policy-repeated", Where::Document, "the same policy type and domain may come twice in a report; both are kept",
     "Google, when a policy changed during the day", policy_repeated},
};

static_assert(std::ranges::is_sorted(rules, {}, &DeviationRule::where));

// Where the rules for each kind of place begin in the table; the next entry is where they end.
constexpr auto first_rule = [] {
    std::array<std::size_t, static_cast<std::size_t>(Where::Document) + 2> first{};
    for (std::size_t kind = 0; kind < first.size(); ++kind)
        while (first[kind] < std::size(rules) && static_cast<std::size_t>(rules[first[kind]].where) < kind) ++first[kind];
    return first;
}();

}  // namespace

std::span<const DeviationRule> deviation_rules() { return rules; }

bool is_plain_member(const Visit& visit) {
    if (visit.value == nullptr) return true;
    const std::string* const text = visit.text();
    return visit.received_name != visit.older_name && (text != nullptr ? !text->empty() : visit.value->is_number());
}

std::span<const DeviationRule> rules_for(Where where) {
    const std::size_t kind = static_cast<std::size_t>(where);
    return std::span{rules}.subspan(first_rule.at(kind), first_rule.at(kind + 1) - first_rule.at(kind));
}

}  // namespace tlsrpt::report
