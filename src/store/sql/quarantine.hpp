// What is kept of a mail that was not accepted, within a budget.
//
//     Submission + budget → message with its whole octets, or its headers, or its row alone
//
// Rules, in order, for a mail that would pass the budget (bytes of all that is kept; bodies of mails received on one day):
//   1. The oldest junk goes, mail and row: neither report-like nor signed, and of little use after some days anyway.
//   2. For a signed mail, the oldest mails without an acceptable signature lose their bodies: anybody can make those.
//   3. Otherwise the mail's own body is dropped: its headers, at most 16 KiB, its hash and its slug stay.
//   4. Headers have an eighth of the budget beside it. When that is used up too, only the row stays.
//   5. Of mails without body ten times as many are kept as a day may have bodies; beyond that the oldest goes, unsigned ones first.
// So neither bytes nor rows grow with a flood, however long it lasts (docs/decisions/0006-quarantine-floods.md). On a file system with less than the wanted share free no body is kept at all. Dropped bodies, junk and rows are counted by day of receipt.
#pragma once

#include <string_view>

#include "store/sql/connection.hpp"
#include "store/sql/message_rows.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

/// The header fields of a mail as received, at most max_kept_header_bytes.
std::string_view kept_headers(std::string_view bytes);

/// @return the new message's id
std::int64_t quarantine(Connection& db, const Submission& submission, const Decision& decision, const QuarantineBudget& budget);

/// The new verdict on a mail that stays in quarantine.
void requarantine(Connection& db, std::int64_t message_id, const Examination& examination, const Decision& decision);

/// Its message and its octets stay.
void leave_quarantine(Connection& db, std::int64_t message_id);

/// When another attempt may help by itself, which is so for a key that DNS did not give: 15 minutes after the 4 h in which the MTA
/// tries, then each time after a pause twice as long, at most a day, for 7 days from receipt.
std::optional<std::chrono::sys_seconds> next_attempt(Slug slug, std::chrono::sys_seconds received_at, std::int64_t attempts);

}  // namespace tlsrpt::sql
