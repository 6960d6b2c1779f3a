// Which reports say the same thing, which replaces which, and which one counts.
//
//     accepted report + what is stored → duplicate of …, or its place in a group of revisions
//
// Rules:
//   1. The same JSON octets from the same organizational domain are the same report, whatever its d= and From. It stays with the signer
//      under whose name it was stored first.
//   2. Under one key (report_key.hpp) the same values are the same report, whatever the octets and the rules that mapped them.
//   3. Under one key, reports whose policy domains overlap, directly or through others, are one group: revisions of each other.
//      A copy by rule 1 under another key ties the groups of both keys together, so a revision that comes under either d= counts once.
//      Reports that share no domain are different reports: some senders use one id for all their recipients.
//   4. Of a group only the newest counts: by the time its first copy was received, then by values_sha256. A copy that comes later
//      never makes old content new again, so nobody can bring a superseded report back by sending it again.
//   5. What was pruned is settled: a revision of it is kept and flagged, and does not count.
//
// Groups, and what counts in them, depend on the set of mails and their times of receipt, not on the order of arrival. Only rule 1's
// choice of a signer does; the choice moves sessions between two names of one organization and never changes their sum.
//
// Speed: one look-up for each policy domain of the new report in group_domain, so 10,000 reports under one id cost no more than one.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/report_key.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/report_rows.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

/// The groups under this key that share a policy domain with the report, smallest id first. Empty: it is not a revision.
std::vector<std::int64_t> find_groups(Connection& db, const ReportKey& key, const Report& report);

/// The stored report that this is a copy of.
/// @param groups  find_groups(): equal values are under one key, and speak of the same policy domains
std::optional<std::int64_t> find_duplicate(Connection& db, const ReportKey& key, const Examination& examination,
                                           const std::vector<std::int64_t>& groups);

/// Takes note of a copy's time of receipt and of its key, which may change what counts.
void note_copy(Connection& db, std::int64_t report_id, std::chrono::sys_seconds received_at, const ReportKey& key,
               const Examination& examination);

/// Stores the report among those groups, which become one, and keeps rollups and reporter_day. @return the report's id
std::int64_t insert_among(Connection& db, const std::vector<std::int64_t>& groups, std::int64_t message_id,
                          std::chrono::sys_seconds received_at, const Examination& examination, const ReportKey& key);

}  // namespace tlsrpt::sql
