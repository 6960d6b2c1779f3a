#include "store/sqlite/quarantine.hpp"

#include <algorithm>

#include "store/sqlite/file.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt::sqlite {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr unsigned header_share = 8;  // an eighth of the budget
constexpr std::chrono::days retried_for{7};

bool is_junk(const Examination& examination) { return !examination.report_like && !examination.identity; }

std::uint64_t kept_bytes(Connection& db) { return static_cast<std::uint64_t>(db.integer("SELECT kept_bytes FROM quarantine_use")); }

std::uint64_t mails_on(Connection& db, sys_days day) {
    return static_cast<std::uint64_t>(db.integer("SELECT mails FROM quarantine_day WHERE day = ?", day));
}

/// false: there is no junk received in that time.
bool evict_oldest_junk(Connection& db, sys_seconds since, sys_seconds until) {
    Rows junk = db.query(
        "SELECT message_id, received_at / 86400 FROM quarantine WHERE junk AND received_at >= ? AND received_at < ? ORDER BY received_at"
        " LIMIT 1",
        since, until);
    if (!junk.next()) return false;
    const std::int64_t message_id = junk.integer(0);
    const std::int64_t day = junk.integer(1);
    db.run("DELETE FROM message WHERE id = ?", message_id);  // the rest follows by its foreign keys
    db.run("UPDATE quarantine_day SET junk_evicted = junk_evicted + 1 WHERE day = ?", day);
    return true;
}

bool make_room_for_mail(Connection& db, sys_days day, const QuarantineBudget& budget) {
    while (mails_on(db, day) >= budget.max_mails_per_day)
        if (!evict_oldest_junk(db, day, day + std::chrono::days{1})) return false;
    return true;
}

bool make_room_for_bytes(Connection& db, std::uint64_t bytes, const QuarantineBudget& budget) {
    if (bytes > budget.max_bytes) return false;
    while (kept_bytes(db) > budget.max_bytes - bytes)
        if (!evict_oldest_junk(db, sys_seconds::min(), sys_seconds::max())) return false;
    return true;
}

bool file_system_has_room(const Connection& db, std::uint64_t bytes, const QuarantineBudget& budget) {
    const Space space = space_around(db.path());
    if (space.total_bytes == 0) return true;  // it cannot say
    const std::uint64_t reserved = space.total_bytes / 100 * std::min<std::uint64_t>(budget.min_free_percent, 100);
    return space.free_bytes >= bytes && space.free_bytes - bytes >= reserved;
}

struct Kept {
    std::string_view octets;
    bool has_body{true};
};

Kept what_to_keep(Connection& db, const Submission& submission, const QuarantineBudget& budget) {
    const std::string_view bytes = submission.bytes;
    const auto day = std::chrono::floor<std::chrono::days>(submission.received_at);
    const bool mail_fits = make_room_for_mail(db, day, budget);
    if (mail_fits && !submission.is_cut && file_system_has_room(db, bytes.size(), budget) && make_room_for_bytes(db, bytes.size(), budget)) return {bytes, true};
    const std::string_view headers = kept_headers(bytes);
    if (kept_bytes(db) + headers.size() <= budget.max_bytes + budget.max_bytes / header_share) return {headers, false};
    return {{}, false};
}

}  // namespace

std::string_view kept_headers(std::string_view bytes) {
    const auto end_of = [bytes](std::string_view empty_line) {
        const std::size_t at = bytes.find(empty_line);
        return at == std::string_view::npos ? bytes.size() : at + empty_line.size() / 2;
    };
    return bytes.substr(0, std::min({end_of("\r\n\r\n"), end_of("\n\n"), max_kept_header_bytes}));
}

std::int64_t quarantine(Connection& db, const Submission& submission, const Decision& decision, const QuarantineBudget& budget) {
    const Examination& examination = *submission.examination;
    const Kept kept = what_to_keep(db, submission, budget);
    const std::int64_t message_id = insert_message(db, submission, decision);
    if (!kept.octets.empty()) insert_raw(db, message_id, submission.received_at, kept.octets, true);
    insert_findings(db, message_id, examination);
    db.run(
        "INSERT INTO quarantine (message_id, received_at, slug, report_like, junk, has_body, kept_bytes, attempts, next_attempt_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
        message_id, submission.received_at, outcome_of(decision.slug).name, examination.report_like, is_junk(examination), kept.has_body,
        kept.octets.size(), next_attempt(decision.slug, submission.received_at, 0));
    return message_id;
}

void requarantine(Connection& db, std::int64_t message_id, const Decision& decision) {
    Rows row = db.query("SELECT received_at, attempts FROM quarantine WHERE message_id = ?", message_id);
    if (!row.next()) return;
    const std::int64_t attempts = row.integer(1) + 1;
    db.run("UPDATE quarantine SET slug = ?, attempts = ?, next_attempt_at = ? WHERE message_id = ?", outcome_of(decision.slug).name,
           attempts, next_attempt(decision.slug, row.time(0), attempts), message_id);
}

void leave_quarantine(Connection& db, std::int64_t message_id) {
    db.run("DELETE FROM quarantine WHERE message_id = ?", message_id);
    db.run("UPDATE message_raw SET quarantined = 0 WHERE message_id = ?", message_id);
}

std::optional<sys_seconds> next_attempt(Slug slug, sys_seconds received_at, std::int64_t attempts) {
    using namespace std::chrono_literals;
    if (slug != Slug::KeyUnavailable) return std::nullopt;
    std::chrono::seconds pause = 15min;
    std::chrono::seconds age = 4h + pause;  // the MTA's own attempts took the 4 hours
    for (; attempts > 0 && age <= retried_for; --attempts) {
        pause = std::min<std::chrono::seconds>(2 * pause, 24h);
        age += pause;
    }
    if (age > retried_for) return std::nullopt;
    return received_at + age;
}

}  // namespace tlsrpt::sqlite
