// `tlsrpt-query html`: one self-contained page about a selection.
#include <algorithm>

#include "cli/html/page.hpp"
#include "cli/insights.hpp"
#include "cli/query.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t most_top_failures = 20;    // of one domain

template <typename Rows>
Expected<void> take(Expected<Rows> answer, Rows& into) {
    if (!answer) return answer.error();
    into = *std::move(answer);
    return {};
}

Expected<html::PageData> collect(const Query& query, const Selection& selection) {
    html::PageData data;
    data.since = selection.since;
    data.until = selection.until;
    data.made_at = query.now;
    const auto established = established_reporters(query);
    if (!established) return established.error();
    if (const auto daily = take(query.store.daily(selection), data.daily); !daily) return daily.error();
    const auto types = query.store.daily_types(selection);
    if (!types) return types.error();
    const auto top = query.store.top_failures(selection, most_top_failures);
    if (!top) return top.error();
    data.domains = summarise(data.daily, *types, *top, *established);
    if (const auto taken = take(incidents_of(query, selection), data.incidents); !taken) return taken.error();
    if (const auto taken = take(advice_of(query, selection.policy_domains), data.advice); !taken) return taken.error();
    if (const auto taken = take(reporters_of(query, OrganizationNames::Read), data.reporters); !taken) return taken.error();
    if (const auto taken = take(drift_of(query, selection), data.drift); !taken) return taken.error();
    const auto quarantine = query.store.quarantine(std::nullopt);
    if (!quarantine) return quarantine.error();
    data.quarantined_reports = static_cast<std::uint64_t>(std::count_if(quarantine->begin(), quarantine->end(), [](const QuarantineRow& mail) { return mail.report_like; }));
    return data;
}

}  // namespace

int query_html(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    const auto data = collect(query, *selection);
    if (!data) return failed(query, data.error());
    query.console.out.write(html::page(*data));
    return conclude(query, data->domains.empty(), "");
}

}  // namespace tlsrpt
