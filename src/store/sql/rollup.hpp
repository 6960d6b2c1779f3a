// The sums that people look at, kept while reports come and go.
//
//     report becomes current  → added to daily, daily_type, daily_failure
//     report is superseded    → taken out again, exactly what was added
//
// With them go the sightings behind incidents (sightings.hpp).
//
// A report counts for the rollup keys (policy domain, day, sdid). Adding and taking out integers in any order gives the sum over the
// current reports, so the rollups equal what adding up all current reports afresh gives.
#pragma once

#include <chrono>
#include <string_view>

#include "store/contribution.hpp"
#include "store/sql/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

/// @throws DatabaseError of kind Bound  a sum would pass 2^62; nothing of the report may be kept then
void add_to_rollups(Connection& db, const Report& report, std::chrono::sys_days day, std::string_view sdid);

/// Rows that are gone, pruned by age, stay gone.
void take_out_of_rollups(Connection& db, const Report& report, std::chrono::sys_days day, std::string_view sdid);

/// The part of add_to_rollups() that tells policies apart.
void add_types(Connection& db, const Contribution::Domain& domain, std::chrono::sys_days day, std::string_view sdid);

}  // namespace tlsrpt::sql
