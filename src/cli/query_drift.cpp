// `tlsrpt-query drift`: when policies changed, as reporters saw it, and who still sees the old one.
#include "cli/insights.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::vector<Value> values(const Drift& drift) {
    return {drift.policy_domain, drift.policy_type, to_date(drift.changed_day), joined(drift.before, "; "), joined(drift.after, "; "), to_date(drift.last_day_before),
            joined(drift.late_reporters)};
}

void object(const Drift& drift, JsonWriter& json) {
    text_or_null(json.key("policy_domain"), drift.policy_domain);
    json.key("policy_type").value(drift.policy_type);
    json.key("changed_day").value(to_date(drift.changed_day));
    texts(json.key("old"), drift.before);
    texts(json.key("new"), drift.after);
    texts(json.key("late_reporters"), drift.late_reporters);
    json.key("last_day_old").value(to_date(drift.last_day_before));
}

View<Drift> view() {
    return {"drift",
            {{"policy_domain", "POLICY DOMAIN"},
             {"policy_type", "TYPE"},
             {"changed_day", "CHANGED"},
             {"old", "OLD"},
             {"new", "NEW"},
             {"last_day_old", "OLD LAST SEEN"},
             {"late_reporters", "STILL SEE THE OLD ONE"}},
            values,
            object};
}

}  // namespace

int query_drift(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    const auto drift = drift_of(query, *selection);
    if (!drift) return failed(query, drift.error());
    print(view(), std::span<const Drift>{*drift}, query.options.format, query.console.out);
    return conclude(query, drift->empty(), "no policy changed in these days, as far as established reporters saw");
}

}  // namespace tlsrpt
