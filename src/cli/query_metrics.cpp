// `tlsrpt-query metrics`: the last report day in figures, for node_exporter's textfile collector.
#include <limits>

#include "cli/insights.hpp"
#include "cli/metrics.hpp"
#include "cli/query.hpp"

namespace tlsrpt {
namespace {

constexpr std::chrono::days looked_back{14};    // from the newest day that anybody spoke of

Expected<void> collect_day(const Query& query, MetricsData& data) {
    const auto last = query.store.last_day();
    if (!last) return last.error();
    if (!*last) return {};
    Selection selection;
    selection.policy_domains = query.options.policy_domains;
    selection.ignored_reporters = query.config.ignored_reporters;
    selection.since = **last - looked_back;
    selection.until = **last + std::chrono::days{1};
    const auto established = established_reporters(query);
    if (!established) return established.error();
    auto daily = query.store.daily(selection);
    if (!daily) return daily.error();
    data.day = metrics_day(*daily, *established);
    if (!data.day) return {};
    std::erase_if(*daily, [&data](const DailyRow& row) { return row.day != *data.day; });
    data.daily = *std::move(daily);

    selection.since = *data.day;
    selection.until = *data.day + std::chrono::days{1};
    auto types = query.store.daily_types(selection);
    if (!types) return types.error();
    data.types = *std::move(types);
    auto failures = query.store.top_failures(selection, std::numeric_limits<std::size_t>::max());
    if (!failures) return failures.error();
    data.failures = *std::move(failures);
    return {};
}

Expected<MetricsData> collect(const Query& query) {
    MetricsData data;
    if (const auto day = collect_day(query, data); !day) return day.error();
    for (const Outcome& outcome : outcomes)
        if (outcome.disposition == Disposition::Quarantine || outcome.slug == Slug::KeyUnavailable) data.quarantined.emplace(outcome.name, 0);
    const auto quarantine = query.store.quarantine(std::nullopt);
    if (!quarantine) return quarantine.error();
    for (const QuarantineRow& row : *quarantine) ++data.quarantined[std::string{outcome_of(row.slug).name}];
    auto reporters = reporters_of(query, OrganizationNames::Left);
    if (!reporters) return reporters.error();
    data.reporters = *std::move(reporters);
    return data;
}

}  // namespace

int query_metrics(const Query& query) {
    const auto data = collect(query);
    if (!data) return failed(query, data.error());
    query.console.out.write(metrics_text(*data));
    return exit_ok;
}

}  // namespace tlsrpt
