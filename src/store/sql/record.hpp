// One examined mail into the store: the decision between stored, duplicate, revision and quarantine.
//
//     Submission → rows + Recorded
//
// Runs inside the caller's transaction and savepoint; an exception means that the caller rolls back.
#pragma once

#include <string_view>

#include "store/sql/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

inline constexpr std::string_view beyond_bounds_text = "its session counts are beyond all bounds";

/// @throws DatabaseError  of kind Bound when the report's counts pass all bounds: record_beyond_bounds() is for it
Recorded record_mail(Connection& db, const Submission& submission, const QuarantineBudget& budget);

/// Quarantines as report-implausible a mail whose report would overflow the rollups.
Recorded record_beyond_bounds(Connection& db, const Submission& submission, const QuarantineBudget& budget);

/// See Store::record_again(). A mail that is no longer in quarantine is left alone: another program was faster.
Recorded record_mail_again(Connection& db, std::int64_t message_id, const Examination& examination, const QuarantineBudget& budget);

}  // namespace tlsrpt::sql
