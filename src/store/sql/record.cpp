#include "store/sql/record.hpp"

#include <fmt/format.h>

#include "store/sql/database_error.hpp"
#include "store/sql/message_rows.hpp"
#include "store/sql/quarantine.hpp"
#include "store/sql/report_groups.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::sql {
namespace {

std::string describe(const Identity& identity, const ReportKey& key) {
    return fmt::format("{} {}", identity.signature.sdid, to_date(key.day));
}
std::string describe(const Identity& identity, const ReportKey& key, std::int64_t report_id) {
    return fmt::format("{} report {}", describe(identity, key), report_id);
}

// PostgreSQL has a row for each of several writers, and none of them sees what others have not committed: a bound on floods, which a batch in
// flight may pass.
// The quota's day is that of receipt. Duplicates do not count: whoever has one signed report could use up its signer's quota with it.
bool take_from_quota(Connection& db, std::chrono::sys_days day, const std::string& organizational_domain, const QuarantineBudget& budget) {
    if (budget.quota_per_signer == 0) return false;
    return db.change(
               "INSERT INTO signer_day (day, organizational_domain, reports, duplicates) /*pg SELECT ?1, ?2, 1, 0 WHERE"
               " (SELECT coalesce(sum(reports), 0) FROM signer_day WHERE day = ?1 AND organizational_domain = ?2) < ?3 |*/VALUES (?1, ?2, 1, 0)/*|*/"
               " ON CONFLICT (day, organizational_domain/*pg , writer*/) DO UPDATE SET reports = signer_day.reports + 1"
               "/*pg |*/ WHERE signer_day.reports < ?3/*|*/",
               day, organizational_domain, budget.quota_per_signer) == 1;
}

// Duplicates are bounded apart, so that a mail sent again a million times does not fill the disk with rows.
bool may_keep_duplicate(Connection& db, std::chrono::sys_days day, const std::string& organizational_domain,
                        const QuarantineBudget& budget) {
    if (budget.quota_per_signer == 0) return false;
    return db.change(
               "INSERT INTO signer_day (day, organizational_domain, reports, duplicates) /*pg SELECT ?1, ?2, 0, 1 WHERE"
               " (SELECT coalesce(sum(duplicates), 0) FROM signer_day WHERE day = ?1 AND organizational_domain = ?2) < ?3 |*/VALUES (?1, ?2, 0, 1)/*|*/"
               " ON CONFLICT (day, organizational_domain/*pg , writer*/) DO UPDATE SET duplicates = signer_day.duplicates + 1"
               "/*pg |*/ WHERE signer_day.duplicates < ?3/*|*/",
               day, organizational_domain, budget.quota_per_signer) == 1;
}

std::chrono::sys_days day_of(std::chrono::sys_seconds time) { return std::chrono::floor<std::chrono::days>(time); }

void require_complete(const Examination& examination) {
    if (!examination.identity || !examination.report)
        throw DatabaseError({Slug::Internal, "an acceptable examination without identity or report"}, DatabaseError::Kind::Statement);
}

// The octets and deviations of a duplicate are not kept: those of the report they carry are in the store.
Recorded record_duplicate(Connection& db, const Submission& submission, const ReportKey& key, std::int64_t report_id,
                          const QuarantineBudget& budget) {
    const Examination& examination = *submission.examination;
    note_copy(db, report_id, submission.received_at, key, examination);
    const std::string detail = describe(*examination.identity, key, report_id);
    if (!may_keep_duplicate(db, day_of(submission.received_at), examination.identity->organizational_domain, budget))
        return {Slug::Duplicate, detail, db.integer("SELECT message_id FROM report WHERE id = ?", report_id)};
    const std::int64_t message_id = insert_message(db, submission, {Slug::Duplicate, detail, report_id});
    insert_verdicts(db, message_id, examination);
    return {Slug::Duplicate, detail, message_id};
}

Recorded record_in_quarantine(Connection& db, const Submission& submission, Slug slug, std::string_view detail,
                              const QuarantineBudget& budget) {
    return {slug, std::string{detail}, quarantine(db, submission, {slug, detail, {}}, budget)};
}

std::string quota_text(const Examination& examination, const QuarantineBudget& budget) {
    return fmt::format("{} sent {} reports on one day", examination.identity->organizational_domain, budget.quota_per_signer);
}

bool belongs_in_quarantine(Slug slug) { return slug == Slug::KeyUnavailable || outcome_of(slug).disposition == Disposition::Quarantine; }

void require_quarantine_slug(Slug slug) {
    if (!belongs_in_quarantine(slug))
        throw DatabaseError({Slug::Internal, fmt::format("a mail examined as {} cannot be recorded", outcome_of(slug).name)},
                            DatabaseError::Kind::Statement);
}

// @param key  of the report as it was sent
Recorded record_report(Connection& db, const Submission& submission, const ReportKey& key, const QuarantineBudget& budget) {
    const Examination& examination = *submission.examination;
    const Identity& identity = *examination.identity;
    const auto groups = find_groups(db, key, *examination.report);
    if (const auto original = find_duplicate(db, key, examination, groups)) return record_duplicate(db, submission, key, *original, budget);
    if (!take_from_quota(db, day_of(submission.received_at), identity.organizational_domain, budget))
        return record_in_quarantine(db, submission, Slug::QuotaExceeded, quota_text(examination, budget), budget);

    const Slug slug = groups.empty() ? Slug::Stored : Slug::Revision;
    const std::int64_t message_id = insert_message(db, submission, {slug, describe(identity, key), {}});
    insert_raw(db, message_id, submission.received_at, submission.bytes, false);
    insert_findings(db, message_id, examination);
    const std::int64_t report_id = insert_among(db, groups, message_id, submission.received_at, examination, key);
    return {slug, describe(identity, key, report_id), message_id};
}

// A mail of the quarantine that is acceptable now.
Recorded record_report_again(Connection& db, const MessageRow& message, const Examination& examination, const ReportKey& key,
                             const QuarantineBudget& budget) {
    const Identity& identity = *examination.identity;
    const auto settle = [&](const Decision& decision) {
        update_message(db, message.id, examination, decision);
        leave_quarantine(db, message.id);
    };
    const auto groups = find_groups(db, key, *examination.report);
    if (const auto original = find_duplicate(db, key, examination, groups)) {
        note_copy(db, *original, message.received_at, key, examination);
        std::string detail = describe(identity, key, *original);
        settle({Slug::Duplicate, detail, original});
        return {Slug::Duplicate, std::move(detail), message.id};
    }
    if (!take_from_quota(db, day_of(message.received_at), identity.organizational_domain, budget)) {
        std::string detail = quota_text(examination, budget);
        update_message(db, message.id, examination, {Slug::QuotaExceeded, detail, {}});
        requarantine(db, message.id, examination, {Slug::QuotaExceeded, detail, {}});
        return {Slug::QuotaExceeded, std::move(detail), message.id};
    }
    const Slug slug = groups.empty() ? Slug::Stored : Slug::Revision;
    settle({slug, describe(identity, key), {}});
    db.prepare_day(key.day);
    const std::int64_t report_id = insert_among(db, groups, message.id, message.received_at, examination, key);
    return {slug, describe(identity, key, report_id), message.id};
}

// Calls `record` with the key of the report as it was sent, and the report as it can be stored.
template <typename Record>
Recorded with_storable_report(Connection& db, const Examination& examination, Record record) {
    require_complete(examination);
    const ReportKey key = report_key(*examination.identity, *examination.report);
    auto report = db.storable(*examination.report);
    if (!report) return record(examination, key);
    Examination storable = examination;
    storable.report = std::move(*report);
    return record(storable, key);
}

}  // namespace

Recorded record_mail(Connection& db, const Submission& submission, const QuarantineBudget& budget) {
    if (submission.examination == nullptr || submission.envelope == nullptr)
        throw DatabaseError({Slug::Internal, "a mail without envelope or examination"}, DatabaseError::Kind::Statement);
    const Examination& examination = *submission.examination;
    if (examination.slug == Slug::Acceptable)
        return with_storable_report(db, examination, [&](const Examination& storable, const ReportKey& key) {
            Submission same = submission;
            same.examination = &storable;
            return record_report(db, same, key, budget);
        });
    require_quarantine_slug(examination.slug);
    return record_in_quarantine(db, submission, examination.slug, examination.detail, budget);
}

Recorded record_beyond_bounds(Connection& db, const Submission& submission, const QuarantineBudget& budget) {
    return record_in_quarantine(db, submission, Slug::ReportImplausible, beyond_bounds_text, budget);
}

Recorded record_mail_again(Connection& db, std::int64_t message_id, const Examination& examination, const QuarantineBudget& budget) {
    const auto message = read_message(db, message_id, Raw::Left);
    if (!message) throw DatabaseError({Slug::Internal, fmt::format("there is no message {}", message_id)}, DatabaseError::Kind::Statement);
    if (db.integer("SELECT count(*) FROM quarantine WHERE message_id = ?", message_id) == 0)
        return {message->slug, message->detail, message_id};

    delete_findings(db, message_id);
    insert_findings(db, message_id, examination);
    if (examination.slug == Slug::Acceptable)
        return with_storable_report(db, examination, [&](const Examination& storable, const ReportKey& key) {
            return record_report_again(db, *message, storable, key, budget);
        });
    require_quarantine_slug(examination.slug);
    const Decision decision{examination.slug, examination.detail, {}};
    update_message(db, message_id, examination, decision);
    requarantine(db, message_id, examination, decision);
    return {examination.slug, examination.detail, message_id};
}

}  // namespace tlsrpt::sql
