// `tlsrpt-query domains`: the domains that reports speak of. Without a period, everything that is stored.
#include "cli/insights.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::vector<Value> values(const DomainOverview& domain) {
    return {domain.policy_domain, domain.mode, to_date(domain.first_day), to_date(domain.last_day), domain.sessions, domain.failures, joined(domain.reporters)};
}

void object(const DomainOverview& domain, JsonWriter& json) {
    text_or_null(json.key("policy_domain"), domain.policy_domain);
    json.key("first_day").value(to_date(domain.first_day));
    json.key("last_day").value(to_date(domain.last_day));
    texts(json.key("reporters"), domain.reporters);
    json.key("sessions").value(domain.sessions);
    json.key("failures").value(domain.failures);
    text_or_null(json.key("mode"), domain.mode);
}

View<DomainOverview> view() {
    constexpr auto right = Column::Align::Right;
    return {"domains",
            {{"policy_domain", "POLICY DOMAIN"},
             {"mode", "MTA-STS MODE"},
             {"first_day", "FIRST DAY"},
             {"last_day", "LAST DAY"},
             {"sessions", "SESSIONS", right},
             {"failures", "FAILURES", right},
             {"reporters", "REPORTERS"}},
            values,
            object};
}

}  // namespace

int query_domains(const Query& query) {
    auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    if (!query.options.period.given()) {
        selection->since = {};
        selection->until = std::chrono::sys_days::max();
    }
    const auto domains = domains_of(query, *selection);
    if (!domains) return failed(query, domains.error());
    print(view(), std::span<const DomainOverview>{*domains}, query.options.format, query.console.out);
    return conclude(query, domains->empty(), "no report is stored. What was not accepted: tlsrpt-query quarantine");
}

}  // namespace tlsrpt
