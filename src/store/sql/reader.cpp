#include "store/sql/reader.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "store/counts.hpp"
#include "store/sql/message_rows.hpp"
#include "store/sql/queries.hpp"
#include "store/sql/report_rows.hpp"
#include "store/sql/selected.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

bool is_same_type(const DailyTypeRow& a, const DailyTypeRow& b) {
    return std::tie(a.day, a.policy_domain, a.sdid, a.policy_type) == std::tie(b.day, b.policy_domain, b.sdid, b.policy_type);
}

QuarantineRow read_quarantine_row(const Rows& row) {
    QuarantineRow mail;
    mail.id = row.integer(0);
    mail.received_at = row.time(1);
    mail.slug = slug_of(row.view(2));
    mail.detail = row.text(3);
    mail.sdid = row.text(4);
    mail.from_domain = row.text(5);
    mail.size = row.count(6);
    mail.report_like = row.truth(7);
    mail.has_body = row.truth(8);
    mail.forward_paths = row.list(9);
    return mail;
}

}  // namespace

Expected<std::vector<DailyRow>> Reader::daily(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<DailyRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::daily, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(1)))
                    rows.push_back({row.day(0), domain, row.text(1), row.count(2), row.count(3), row.count(4), row.count(5)});
        }
        return rows;
    });
}

Expected<std::vector<DailyTypeRow>> Reader::daily_types(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<DailyTypeRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::daily_types, domain, selection.since, selection.until);
            while (row.next()) {
                if (!reporters.contain(row.view(1))) continue;
                DailyTypeRow policy{row.day(0), domain, row.text(1), row.text(2), row.count(3), row.count(4)};
                if (rows.empty() || !is_same_type(rows.back(), policy)) {
                    rows.push_back(std::move(policy));
                    continue;
                }
                DailyTypeRow& type = rows.back();
                type.total_successful_session_count = saturated_sum(type.total_successful_session_count, policy.total_successful_session_count);
                type.total_failure_session_count = saturated_sum(type.total_failure_session_count, policy.total_failure_session_count);
            }
        }
        return rows;
    });
}

Expected<std::vector<TopFailureRow>> Reader::top_failures(const Selection& selection, std::size_t most) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<TopFailureRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> kinds;
            Rows row = db.query(queries::failure_kinds, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(0))) {
                    std::uint64_t& sum = kinds[{row.text(1), row.text(2), row.text(3)}];
                    sum = saturated_sum(sum, row.count(4));
                }
            std::vector<TopFailureRow> top;
            for (const auto& [kind, sum] : kinds) top.push_back({domain, std::get<0>(kind), std::get<1>(kind), std::get<2>(kind), sum});
            std::stable_sort(top.begin(), top.end(),
                             [](const auto& a, const auto& b) { return a.failed_session_count > b.failed_session_count; });
            if (top.size() > most) top.resize(most);
            std::move(top.begin(), top.end(), std::back_inserter(rows));
        }
        return rows;
    });
}

Expected<std::vector<FailureRow>> Reader::failures(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<FailureRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::failures, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(2)))
                    rows.push_back({row.day(0), domain, row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                                    row.text(7), row.count(8)});
        }
        return rows;
    });
}

Expected<std::vector<PolicyRow>> Reader::policies(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<PolicyRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::policies, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(1))) rows.push_back({row.day(0), row.text(1), row.text(2), row.list(3), row.list(4)});
        }
        return rows;
    });
}

Expected<std::vector<ReportRow>> Reader::reports(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<ReportRow> rows;
        for (const std::int64_t id : selected_reports(db, selection, 0)) {
            auto row = read_report_row(db, id);
            if (row && reporters.contain(row->sdid)) rows.push_back(std::move(*row));
        }
        return rows;
    });
}

Expected<std::vector<DeviationCountRow>> Reader::deviation_counts(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::map<std::pair<std::string, std::string>, std::uint64_t> counts;
        for (const std::int64_t id : selected_reports(db, selection, 0)) {
            Rows row = db.query(queries::deviations_of_report, id);
            while (row.next())
                if (reporters.contain(row.view(0))) ++counts[{row.text(0), row.text(1)}];
        }
        std::vector<DeviationCountRow> rows;
        for (const auto& [who, mails] : counts) rows.push_back({who.first, who.second, mails});
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
            return std::tie(a.sdid, b.mails) < std::tie(b.sdid, a.mails);
        });
        return rows;
    });
}

Expected<std::vector<QuarantineRow>> Reader::quarantine(std::optional<Slug> slug) {
    return guard_([&](Connection& db) {
        const std::string_view name = slug ? outcome_of(*slug).name : std::string_view{};
        std::vector<QuarantineRow> mails;
        Rows row = db.query(
            "SELECT q.message_id, q.received_at, q.slug, m.detail, coalesce(i.sdid, ''), m.from_domain, m.size, q.report_like,"
            " q.has_body, m.forward_paths FROM quarantine q JOIN message m ON m.id = q.message_id LEFT JOIN identity i ON i.message_id ="
            " q.message_id AND i.accepted WHERE ?1 = '' OR q.slug = ?1 ORDER BY q.received_at, q.message_id",
            name);
        while (row.next()) mails.push_back(read_quarantine_row(row));
        return mails;
    });
}

Expected<std::vector<QuarantineCountRow>> Reader::quarantine_counts(std::chrono::sys_seconds since, std::chrono::sys_seconds until) {
    return guard_([&](Connection& db) {
        std::vector<QuarantineCountRow> counts;
        Rows row = db.query(queries::quarantine_counts, since, until);
        while (row.next()) counts.push_back({slug_of(row.view(0)), row.count(1), row.count(2)});
        return counts;
    });
}

Expected<std::optional<MessageRow>> Reader::message(std::int64_t message_id) {
    return guard_([&](Connection& db) { return read_message(db, message_id, Raw::Read); });
}

Expected<std::optional<MessageDetail>> Reader::detail(std::int64_t message_id) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        auto detail = read_message_detail(db, message_id);
        if (!detail) return detail;
        const std::int64_t report_id = db.integer(
            "SELECT coalesce((SELECT id FROM report WHERE message_id = ?1), (SELECT duplicate_of FROM message WHERE id = ?1))", message_id);
        detail->report_row = read_report_row(db, report_id);
        if (detail->report_row) detail->report = read_report(db, report_id);
        return detail;
    });
}

Expected<std::optional<std::int64_t>> Reader::message_of_report(std::int64_t report_id) {
    return guard_([&](Connection& db) -> std::optional<std::int64_t> {
        Rows row = db.query("SELECT message_id FROM report WHERE id = ? AND message_id IS NOT NULL", report_id);
        if (!row.next()) return std::nullopt;
        return row.integer(0);
    });
}

Expected<std::optional<std::chrono::sys_days>> Reader::last_day() {
    return guard_([&](Connection& db) -> std::optional<std::chrono::sys_days> {
        Rows row = db.query("SELECT max(day) FROM report");
        if (!row.next() || row.is_null(0)) return std::nullopt;
        return row.day(0);
    });
}

}  // namespace tlsrpt::sql
