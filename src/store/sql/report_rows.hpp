// A report as rows: report, policy, failure.
//
//     Report ⇄ rows
#pragma once

#include <optional>

#include "store/report_key.hpp"
#include "store/sql/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

/// What becomes of a new report among those of its key.
struct ReportPlace {
    std::optional<std::int64_t> group_id;  ///< none: the first of a new group
    std::optional<std::int64_t> revision_of;
    bool current{true};
};

/// @return the new report's id
std::int64_t insert_report(Connection& db, std::int64_t message_id, std::chrono::sys_seconds received_at, const Examination& examination,
                           const ReportKey& key, const ReportPlace& place);

/// The report as it was mapped, also when it is not the current one. A pruned report has no policies.
std::optional<Report> read_report(Connection& db, std::int64_t report_id);

/// The row for people; none for a pruned report.
std::optional<ReportRow> read_report_row(Connection& db, std::int64_t report_id);

}  // namespace tlsrpt::sql
