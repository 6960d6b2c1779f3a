// A mail and what was found out about it, as rows: message, message_raw, identity, deviation.
//
//     Submission ⇄ rows
#pragma once

#include <optional>
#include <string_view>

#include "store/sql/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

/// What the store made of a mail.
struct Decision {
    Slug slug{Slug::Internal};
    std::string_view detail;
    std::optional<std::int64_t> duplicate_of;  ///< a report
};

/// @return the new message's id
std::int64_t insert_message(Connection& db, const Submission& submission, const Decision& decision);
/// For a mail that was examined again.
void update_message(Connection& db, std::int64_t message_id, const Examination& examination, const Decision& decision);

void insert_raw(Connection& db, std::int64_t message_id, std::chrono::sys_seconds received_at, std::string_view octets, bool quarantined);

void insert_verdicts(Connection& db, std::int64_t message_id, const Examination& examination);
void insert_deviations(Connection& db, std::int64_t message_id, const Examination& examination);
/// Verdicts and deviations.
void insert_findings(Connection& db, std::int64_t message_id, const Examination& examination);
void delete_findings(Connection& db, std::int64_t message_id);

enum class Raw { Left, Read };
std::optional<MessageRow> read_message(Connection& db, std::int64_t message_id, Raw raw);

/// All but the report.
std::optional<MessageDetail> read_message_detail(Connection& db, std::int64_t message_id);

/// A slug of the database; one that we do not know means damage.
Slug slug_of(std::string_view name);

}  // namespace tlsrpt::sql
