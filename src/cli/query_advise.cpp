// `tlsrpt-query advise`: may a domain enforce, and what stands in the way.
#include <fmt/format.h>

#include "cli/insights.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t most_causes = 3;    // in a cell; JSON has all

std::string causes_text(const Advice& advice) {
    std::vector<std::string> texts;
    for (const Advice::Cause& cause : advice.causes) {
        if (texts.size() == most_causes) {
            texts.push_back(fmt::format("and {} more", advice.causes.size() - most_causes));
            break;
        }
        texts.push_back(fmt::format("{} {}{}{}", cause.failed_session_count, cause.result_type,
                                    cause.receiving_mx_hostname.empty() ? "" : " at " + cause.receiving_mx_hostname,
                                    cause.resolved ? " (resolved)" : cause.would_refuse ? "" : " (refuses nothing)"));
    }
    return joined(texts, ", ");
}

std::vector<Value> values(const Advice& advice) {
    return {advice.policy_domain, advice.policy_type, std::string{name_of(advice.verdict)}, advice.mode, advice.days, joined(advice.reporters),
            advice.sessions, advice.would_fail, causes_text(advice), advice.next_step};
}

void object(const Advice& advice, JsonWriter& json) {
    text_or_null(json.key("policy_domain"), advice.policy_domain);
    json.key("policy_type").value(advice.policy_type);
    json.key("verdict").value(name_of(advice.verdict));
    text_or_null(json.key("mode"), advice.mode);
    json.key("days").value(advice.days);
    texts(json.key("reporters"), advice.reporters);
    json.key("sessions").value(advice.sessions);
    json.key("would_fail").value(advice.would_fail);
    json.key("causes").begin_array();
    for (const Advice::Cause& cause : advice.causes) {
        json.begin_object();
        json.key("result_type").value(cause.result_type);
        text_or_null(json.key("receiving_mx_hostname"), cause.receiving_mx_hostname);
        json.key("failed_session_count").value(cause.failed_session_count);
        json.key("would_refuse").value(cause.would_refuse);
        json.key("resolved").value(cause.resolved);
        json.end_object();
    }
    json.end_array();
    json.key("next_step").value(advice.next_step);
}

View<Advice> view() {
    constexpr auto right = Column::Align::Right;
    return {"advice",
            {{"policy_domain", "POLICY DOMAIN"},
             {"policy_type", "TYPE"},
             {"verdict", "VERDICT", Column::Align::Left, Column::Tone::State},
             {"mode", "MODE"},
             {"days", "DAYS", right},
             {"reporters", "REPORTERS"},
             {"sessions", "SESSIONS", right},
             {"would_fail", "WOULD FAIL", right},
             {"causes", "FAILURES"},
             {"next_step", "NEXT STEP"}},
            values,
            object};
}

}  // namespace

int query_advise(const Query& query) {
    const auto advice = advice_of(query, query.options.policy_domains);
    if (!advice) return failed(query, advice.error());
    print(view(), std::span<const Advice>{*advice}, query.options.format, query.console.out);
    return conclude(query, advice->empty(), "no report of the last weeks speaks of any policy domain");
}

}  // namespace tlsrpt
