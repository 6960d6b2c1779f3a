// Incidents, kept while reports come and go: what each signer saw fail, on which days, and the spells that these days make.
//
//     report becomes current  → its failures are sightings; a spell is opened, extended, or joined with the next one
//     report is superseded    → its sessions are taken back; a day without any leaves its spell, which may end earlier or fall in two
//
// Follows from the current reports alone (spell.cpp makes the spells), so any order of arrival gives the same rows.
//
// A signer that tells more than max_kinds_of_a_day kinds apart, for one policy domain on one day, is heard in one nameless symptom with all
// failures of that day. Whether it does follows from its current reports too; a later revision can bring the names back.
//
// Speed: nothing at all for a report without failures. A failure costs four look-ups by key, whatever is stored. Only a take-back that
// empties a day reads a spell again, one look-up a day.
#pragma once

#include <chrono>
#include <string_view>

#include "store/sql/connection.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt::sql {

// Both are called after the rollups have changed.
/// @throws DatabaseError of kind Bound  a sum would pass 2^62; nothing of the report may be kept then
void add_sightings(Connection& db, const Report& report, std::chrono::sys_days day, std::string_view sdid);
void take_back_sightings(Connection& db, const Report& report, std::chrono::sys_days day, std::string_view sdid);

}  // namespace tlsrpt::sql
