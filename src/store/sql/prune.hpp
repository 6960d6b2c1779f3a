// What is thrown away because of its age.
//
//     Retention + now → rows deleted, in transactions of a bounded size, so that mails are not kept waiting
//
// Rules:
//   - Octets of stored mails, then quarantined mails, then the details of reports, then rollups; each by its own age.
//   - Details are kept at least 366 days and at least as long as octets. What stays of a report is its row without a message: the key
//     and the hashes that tell its copies. It goes when no copy can be plausible any more.
//   - Rollups are kept longer than the rows they add up, so that a late revision finds what it replaces.
//   - A dry run counts what a real run would delete at that moment, and changes nothing.
#pragma once

#include "store/sql/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

Pruned prune(Connection& db, const Retention& retention, std::chrono::sys_seconds now, bool dry_run, const Progress& progress);

}  // namespace tlsrpt::sql
