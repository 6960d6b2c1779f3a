// `tlsrpt-query incidents`: what is broken, since when, for whom, and whether it is over.
#include "cli/insights.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::vector<Value> values(const Incident& incident) {
    return {std::string{name_of(incident.state)}, incident.policy_domain, incident.receiving_mx_hostname, incident.result_type, to_date(incident.first_day),
            to_date(incident.last_day), incident.failed_session_count, joined(incident.reporters), incident.hint.value_or("")};
}

void object(const Incident& incident, JsonWriter& json) {
    text_or_null(json.key("policy_domain"), incident.policy_domain);
    text_or_null(json.key("receiving_mx_hostname"), incident.receiving_mx_hostname);
    json.key("result_type").value(incident.result_type);
    json.key("state").value(name_of(incident.state));
    json.key("first_day").value(to_date(incident.first_day));
    json.key("last_day").value(to_date(incident.last_day));
    texts(json.key("reporters"), incident.reporters);
    json.key("failed_session_count").value(incident.failed_session_count);
    text_or_null(json.key("hint"), incident.hint.value_or(""));
}

View<Incident> view() {
    return {"incidents",
            {{"state", "STATE", Column::Align::Left, Column::Tone::State},
             {"policy_domain", "POLICY DOMAIN"},
             {"receiving_mx_hostname", "MX HOST"},
             {"result_type", "RESULT"},
             {"first_day", "FIRST DAY"},
             {"last_day", "LAST DAY"},
             {"failed_session_count", "SESSIONS", Column::Align::Right},
             {"reporters", "REPORTERS"},
             {"hint", "HINT"}},
            values,
            object};
}

}  // namespace

int query_incidents(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    const auto incidents = incidents_of(query, *selection);
    if (!incidents) return failed(query, incidents.error());
    print(view(), std::span<const Incident>{*incidents}, query.options.format, query.console.out);
    return conclude(query, incidents->empty(), "no incident: no established reporter told of a failure in these days");
}

}  // namespace tlsrpt
