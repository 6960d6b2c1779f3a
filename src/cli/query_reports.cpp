// `tlsrpt-query reports`: the reports, one a line, superseded revisions included.
//
// People know one kind of number, that of the mail: `reports`, `quarantine`, `show`, `raw` and `reprocess --id` all mean the same by it. A
// report came with exactly one mail, so the store's own report ids are not shown.
#include <map>

#include "cli/query.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

Value number_or_nothing(std::int64_t id) {
    if (id > 0) return static_cast<std::uint64_t>(id);
    return std::string{};    // the mail is pruned
}

std::string standing(const ReportRow& row) {
    if (!row.current) return "superseded";
    return row.revision_of ? "revision" : "";
}

std::vector<Value> values(const ReportRow& row) {
    return {number_or_nothing(row.message_id),
            to_rfc3339(row.received_at),
            to_date(report_day(row.range)),
            row.sdid,
            row.organization_name,
            row.report_id,
            to_rfc3339(row.range.start_datetime),
            to_rfc3339(row.range.end_datetime),
            joined(row.policy_domains),
            row.sessions,
            row.failures,
            row.deviations,
            number_or_nothing(row.revision_of.value_or(0)),
            std::string{row.current ? "true" : "false"},
            standing(row)};
}

void object(const ReportRow& row, JsonWriter& json) {
    id_or_null(json.key("id"), row.message_id);
    json.key("received_at").value(to_rfc3339(row.received_at));
    json.key("sdid").value(row.sdid);
    text_or_null(json.key("organization_name"), row.organization_name);
    json.key("report_id").value(row.report_id);
    json.key("range_start").value(to_rfc3339(row.range.start_datetime));
    json.key("range_end").value(to_rfc3339(row.range.end_datetime));
    texts(json.key("policy_domains"), row.policy_domains);
    json.key("sessions").value(row.sessions);
    json.key("failures").value(row.failures);
    json.key("deviations").value(row.deviations);
    id_or_null(json.key("revision_of"), row.revision_of.value_or(0));
    json.key("current").value(row.current);
}

View<ReportRow> view() {
    constexpr auto right = Column::Align::Right;
    return {"reports",
            {{"id", "ID", right},
             {"received_at", ""},
             {"", "DAY"},
             {"sdid", "REPORTER"},
             {"organization_name", ""},
             {"report_id", "REPORT ID"},
             {"range_start", ""},
             {"range_end", ""},
             {"policy_domains", "POLICY DOMAINS"},
             {"sessions", "SESSIONS", right},
             {"failures", "FAILURES", right, Column::Tone::Alarm},
             {"deviations", "DEVIATIONS", right},
             {"revision_of", ""},
             {"current", ""},
             {"", "NOTE"}},
            values,
            object};
}

// From the store's report ids to the numbers of mails.
Expected<void> name_by_mail(StoreReader& store, std::vector<ReportRow>& rows) {
    std::map<std::int64_t, std::int64_t> mails;
    for (const ReportRow& row : rows) mails.emplace(row.id, row.message_id);
    for (ReportRow& row : rows) {
        if (!row.revision_of) continue;
        auto known = mails.find(*row.revision_of);
        if (known == mails.end()) {
            const auto mail = store.message_of_report(*row.revision_of);
            if (!mail) return mail.error();
            known = mails.emplace(*row.revision_of, mail->value_or(0)).first;
        }
        row.revision_of = known->second;
    }
    return {};
}

}  // namespace

int query_reports(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    auto rows = query.store.reports(*selection);
    if (!rows) return failed(query, rows.error());
    if (const auto named = name_by_mail(query.store, *rows); !named) return failed(query, named.error());
    print(view(), std::span<const ReportRow>{*rows}, query.options.format, query.console.out);
    return conclude_reports(query, *selection, rows->empty());
}

}  // namespace tlsrpt
