#include "store/sql/quarantine.hpp"

#include <algorithm>

#include "tlsrpt/limits.hpp"

namespace tlsrpt::sql {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr unsigned header_share = 8;  // an eighth of the budget
constexpr std::chrono::days retried_for{7};
constexpr std::uint64_t bodiless_for_each_of_a_day = 10;
constexpr std::uint64_t least_bodiless = 1000;

bool is_junk(const Examination& examination) { return !examination.report_like && !examination.identity; }

std::uint64_t kept_bytes(Connection& db) { return static_cast<std::uint64_t>(db.integer("SELECT sum(kept_bytes)/*pg ::bigint*/ FROM quarantine_use")); }

std::uint64_t bodies_of(Connection& db, sys_days day) {
    return static_cast<std::uint64_t>(db.integer("SELECT sum(bodies)/*pg ::bigint*/ FROM quarantine_day WHERE day = ?", day));
}

bool headers_fit(Connection& db, std::uint64_t bytes, const QuarantineBudget& budget) {
    return kept_bytes(db) + bytes <= budget.max_bytes + budget.max_bytes / header_share;
}

struct Received {
    sys_seconds since = sys_seconds::min();
    sys_seconds until = sys_seconds::max();
};

void delete_mail(Connection& db, std::int64_t message_id) {
    db.run("DELETE FROM message WHERE id = ?", message_id);  // the rest follows by its foreign keys
}

/// false: there is no junk received in that time.
bool evict_oldest_junk(Connection& db, const Received& received) {
    Rows junk = db.query(
        "SELECT message_id, received_at / 86400 FROM quarantine WHERE junk AND received_at >= ? AND received_at < ? ORDER BY received_at"
        " LIMIT 1/*pg  FOR UPDATE SKIP LOCKED*/",
        received.since, received.until);
    if (!junk.next()) return false;
    const std::int64_t message_id = junk.integer(0);
    const std::int64_t day = junk.integer(1);
    delete_mail(db, message_id);
    db.run(
        "INSERT INTO quarantine_day (day, mails, bodies_dropped, junk_evicted) VALUES (?, 0, 0, 1) ON CONFLICT (day/*pg , writer*/) DO UPDATE SET"
        " junk_evicted = quarantine_day.junk_evicted + 1",
        day);
    return true;
}

/// false: no unsigned mail of that time has a body.
bool drop_oldest_unsigned_body(Connection& db, const Received& received, const QuarantineBudget& budget) {
    Rows mail = db.query(
        "SELECT q.message_id, substr(r.octets, 1, CAST(?3 AS integer)) FROM quarantine q LEFT JOIN message_raw r ON r.message_id = q.message_id"
        " WHERE q.has_body AND NOT q.signed AND q.received_at >= ?1 AND q.received_at < ?2 ORDER BY q.received_at LIMIT 1"
        "/*pg  FOR UPDATE OF q SKIP LOCKED*/",
        received.since, received.until, max_kept_header_bytes);
    if (!mail.next()) return false;
    const std::int64_t message_id = mail.integer(0);
    const std::string beginning = mail.text(1);
    const std::string_view headers = kept_headers(beginning);
    db.run("DELETE FROM message_raw WHERE message_id = ?", message_id);
    db.run("DELETE FROM deviation WHERE message_id = ?", message_id);
    db.run("UPDATE quarantine SET has_body = FALSE, kept_bytes = 0, next_attempt_at = NULL WHERE message_id = ?", message_id);
    if (!headers.empty() && headers_fit(db, headers.size(), budget)) {
        db.run("INSERT INTO message_raw (message_id, received_at, quarantined, octets) SELECT id, received_at, TRUE, ? FROM message WHERE id = ?",
               Blob{headers}, message_id);
        db.run("UPDATE quarantine SET kept_bytes = ? WHERE message_id = ?", headers.size(), message_id);
    }
    return true;
}

bool make_room(Connection& db, const Received& received, bool is_signed, const QuarantineBudget& budget) {
    return evict_oldest_junk(db, received) || (is_signed && drop_oldest_unsigned_body(db, received, budget));
}

bool make_room_for_mail(Connection& db, sys_days day, bool is_signed, const QuarantineBudget& budget) {
    if (budget.max_mails_per_day == 0) return false;
    while (bodies_of(db, day) >= budget.max_mails_per_day)
        if (!make_room(db, {day, day + std::chrono::days{1}}, is_signed, budget)) return false;
    return true;
}

bool make_room_for_bytes(Connection& db, std::uint64_t bytes, bool is_signed, const QuarantineBudget& budget) {
    if (bytes > budget.max_bytes) return false;
    while (kept_bytes(db) > budget.max_bytes - bytes)
        if (!make_room(db, {}, is_signed, budget)) return false;
    return true;
}

// The oldest, of the unsigned ones first.
void keep_bodiless_bounded(Connection& db, const QuarantineBudget& budget) {
    const std::uint64_t most = std::max(budget.max_mails_per_day * bodiless_for_each_of_a_day, least_bodiless);
    while (static_cast<std::uint64_t>(db.integer("SELECT sum(bodiless)/*pg ::bigint*/ FROM quarantine_use")) > most) {
        Rows oldest = db.query("SELECT message_id, received_at / 86400 FROM quarantine WHERE NOT has_body ORDER BY signed, received_at"
                               " LIMIT 1/*pg  FOR UPDATE SKIP LOCKED*/");
        if (!oldest.next()) return;
        const std::int64_t message_id = oldest.integer(0);
        const std::int64_t day = oldest.integer(1);
        delete_mail(db, message_id);
        db.run(
            "INSERT INTO quarantine_day (day, mails, bodies_dropped, junk_evicted, bodiless_evicted) VALUES (?, 0, 0, 0, 1)"
            " ON CONFLICT (day/*pg , writer*/) DO UPDATE SET bodiless_evicted = quarantine_day.bodiless_evicted + 1",
            day);
    }
}

std::uint64_t bytes_of(const std::vector<Deviation>& deviations) {
    std::uint64_t bytes = 0;
    for (const Deviation& deviation : deviations) bytes += deviation.name.size() + deviation.pointer.size() + deviation.detail.size();
    return bytes;
}

struct Kept {
    std::string_view octets;
    bool has_body{true};
};

Kept what_to_keep(Connection& db, const Submission& submission, const QuarantineBudget& budget) {
    const std::uint64_t bytes = submission.bytes.size() + bytes_of(submission.examination->deviations);
    const bool is_signed = submission.examination->identity.has_value();
    const auto day = std::chrono::floor<std::chrono::days>(submission.received_at);
    if (!submission.is_cut && db.has_room_for(bytes, budget.min_free_percent) && make_room_for_mail(db, day, is_signed, budget) &&
        make_room_for_bytes(db, bytes, is_signed, budget))
        return {submission.bytes, true};
    const std::string_view headers = kept_headers(submission.bytes);
    return headers_fit(db, headers.size(), budget) ? Kept{headers, false} : Kept{{}, false};
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
    insert_verdicts(db, message_id, examination);
    std::uint64_t bytes = kept.octets.size();
    if (kept.has_body) {
        insert_deviations(db, message_id, examination);
        bytes += bytes_of(examination.deviations);
    }
    db.run(
        "INSERT INTO quarantine (message_id, received_at, slug, report_like, junk, signed, has_body, kept_bytes, attempts, next_attempt_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        message_id, submission.received_at, outcome_of(decision.slug).name, examination.report_like, is_junk(examination),
        examination.identity.has_value(), kept.has_body, bytes, next_attempt(decision.slug, submission.received_at, 0));
    if (!kept.has_body) keep_bodiless_bounded(db, budget);
    return message_id;
}

void requarantine(Connection& db, std::int64_t message_id, const Examination& examination, const Decision& decision) {
    Rows row = db.query("SELECT received_at, attempts FROM quarantine WHERE message_id = ?", message_id);
    if (!row.next()) return;
    const std::int64_t attempts = row.integer(1) + 1;
    const bool is_signed = examination.identity.has_value();
    db.run(
        "UPDATE quarantine SET slug = ?, attempts = ?, next_attempt_at = ?, signed = ?, junk = junk AND NOT ?4 WHERE message_id = ?",
        outcome_of(decision.slug).name, attempts, next_attempt(decision.slug, row.time(0), attempts), is_signed, message_id);
}

void leave_quarantine(Connection& db, std::int64_t message_id) {
    db.run("DELETE FROM quarantine WHERE message_id = ?", message_id);
    db.run("UPDATE message_raw SET quarantined = FALSE WHERE message_id = ?", message_id);
}

std::optional<sys_seconds> next_attempt(Slug slug, sys_seconds received_at, std::int64_t attempts) {
    using std::chrono::hours;
    if (slug != Slug::KeyUnavailable) return std::nullopt;
    std::chrono::seconds pause = std::chrono::minutes{15};
    std::chrono::seconds age = hours{4} + pause;  // the MTA's own attempts took the 4 hours
    for (; attempts > 0 && age <= retried_for; --attempts) {
        pause = std::min<std::chrono::seconds>(2 * pause, hours{24});
        age += pause;
    }
    if (age > retried_for) return std::nullopt;
    return received_at + age;
}

}  // namespace tlsrpt::sql
