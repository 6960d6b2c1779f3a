// `tlsrpt-query quarantine`: the mails that were not accepted as reports, and why.
//
// Such a mail speaks of no day that we would believe, so periods select the day of its receipt here, and without one everything is shown:
// what waits there must not fall out of sight after 30 days.
#include <algorithm>

#include "cli/query.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::vector<Value> values(const QuarantineRow& row) {
    return {static_cast<std::uint64_t>(row.id), to_rfc3339(row.received_at), std::string{outcome_of(row.slug).name}, row.detail,
            row.sdid, row.from_domain, row.size, joined(row.forward_paths), std::string{row.has_body ? "" : "headers only"}};
}

void object(const QuarantineRow& row, JsonWriter& json) {
    json.key("id").value(row.id);
    json.key("received_at").value(to_rfc3339(row.received_at));
    json.key("slug").value(outcome_of(row.slug).name);
    json.key("detail").value(row.detail);
    text_or_null(json.key("sdid"), row.sdid);
    text_or_null(json.key("from_domain"), row.from_domain);
    json.key("size").value(row.size);
    texts(json.key("forward_paths"), row.forward_paths);
}

View<QuarantineRow> view() {
    constexpr auto right = Column::Align::Right;
    return {"quarantine",
            {{"id", "ID", right},
             {"received_at", "RECEIVED"},
             {"slug", "REASON"},
             {"detail", "DETAIL"},
             {"sdid", "SIGNED BY"},
             {"from_domain", "FROM (UNPROVEN)"},
             {"size", "OCTETS", right},
             {"forward_paths", ""},
             {"", "NOTE"}},
            values,
            object};
}

}  // namespace

int query_quarantine(const Query& query) {
    auto rows = query.store.quarantine(query.options.slug);
    if (!rows) return failed(query, rows.error());
    if (query.options.period.given()) {
        const auto period = period_of(query.options.period, query.now);
        if (!period) return failed(query, period.error());
        std::erase_if(*rows, [&](const QuarantineRow& row) { return row.received_at < period->since || row.received_at >= period->until; });
    }
    print(view(), std::span<const QuarantineRow>{*rows}, query.options.format, query.console.out);
    return conclude(query, rows->empty(),
                    query.options.slug || query.options.period.given() ? "no such mail is in quarantine" : "the quarantine is empty");
}

}  // namespace tlsrpt
