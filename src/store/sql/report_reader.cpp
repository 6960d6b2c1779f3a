// Reports one after the other, for those who want all that they say.
#include <algorithm>

#include "store/sql/reader.hpp"
#include "store/sql/report_rows.hpp"
#include "store/sql/selected.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

constexpr std::size_t reports_of_a_snapshot = 256;    // then writers may reset the WAL

}  // namespace

Expected<void> Reader::each_report(const Selection& selection, const StoreMark& after, const ReportVisitor& visit, const Progress& progress) {
    const auto visited = guard_.once([&](Connection& db) {
        const SelectedReporters reporters{selection};
        const std::vector<std::int64_t> ids = selected_reports(db, selection, after.report);
        for (std::size_t start = 0; start < ids.size(); start += reports_of_a_snapshot) {
            const ReadTransaction snapshot{db};
            const std::size_t end = std::min(start + reports_of_a_snapshot, ids.size());
            for (std::size_t i = start; i < end; ++i) {
                const auto row = read_report_row(db, ids[i]);    // none: pruned in the meantime
                if (row && row->current && reporters.contain(row->sdid))
                    if (const auto report = read_report(db, ids[i]); report && !visit(*row, *report)) return true;
            }
            if (progress) progress(end, ids.size());
        }
        return true;
    });
    if (!visited) return visited.error();
    return {};
}

Expected<StoreMark> Reader::mark() {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db, ReadTransaction::Mark::OfAll};
        return StoreMark{db.integer("SELECT coalesce(max(id), 0) FROM report"), db.integer("SELECT coalesce(max(id), 0) FROM message")};
    });
}

}  // namespace tlsrpt::sql
