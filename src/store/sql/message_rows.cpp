#include "store/sql/message_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "store/sql/database_error.hpp"
#include "store/string_list.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::sql {
namespace {

constexpr std::size_t max_detail_bytes = 1000;  // of texts for people
constexpr std::size_t max_claim_bytes = 1000;   // of header fields shown beside a report

std::string_view name_of(KeyAnswer::Dnssec dnssec) {
    switch (dnssec) {
        case KeyAnswer::Dnssec::Secure:
            return "secure";
        case KeyAnswer::Dnssec::Insecure:
            return "insecure";
        case KeyAnswer::Dnssec::Unavailable:
            break;
    }
    return "unavailable";
}

KeyAnswer::Dnssec dnssec_of(std::string_view name) {
    if (name == "secure") return KeyAnswer::Dnssec::Secure;
    if (name == "insecure") return KeyAnswer::Dnssec::Insecure;
    return KeyAnswer::Dnssec::Unavailable;
}

void insert_verdict(Connection& db, std::int64_t message_id, std::size_t position, const SignatureVerdict& verdict, bool accepted) {
    db.run(
        "INSERT INTO identity (message_id, position, accepted, slug, detail, sdid, auid, selector, algorithm, canonicalization, key_bits,"
        " services, testing, aligned, dnssec, signed_at, expires_at, signed_fields)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        message_id, position, accepted, outcome_of(verdict.slug).name, cut_text(verdict.detail, max_detail_bytes), verdict.sdid,
        verdict.auid, verdict.selector, verdict.algorithm, verdict.canonicalization, verdict.key_bits, verdict.services, verdict.testing,
        verdict.aligned, name_of(verdict.dnssec), verdict.signed_at, verdict.expires_at, to_json_array(verdict.signed_fields));
}

SignatureVerdict read_verdict(const Rows& row) {
    SignatureVerdict verdict;
    verdict.slug = slug_of(row.view(1));
    verdict.detail = row.text(2);
    verdict.sdid = row.text(3);
    verdict.auid = row.text(4);
    verdict.selector = row.text(5);
    verdict.algorithm = row.text(6);
    verdict.canonicalization = row.text(7);
    verdict.key_bits = static_cast<std::uint32_t>(row.integer(8));
    verdict.services = row.text(9);
    verdict.testing = row.truth(10);
    verdict.aligned = row.truth(11);
    verdict.dnssec = dnssec_of(row.view(12));
    verdict.signed_at = row.maybe_time(13);
    verdict.expires_at = row.maybe_time(14);
    verdict.signed_fields = row.list(15);
    return verdict;
}

}  // namespace

Slug slug_of(std::string_view name) {
    const auto slug = slug_named(name);
    if (!slug) throw_unavailable(fmt::format("the database holds an unknown slug, \"{}\"", name));
    return *slug;
}

std::int64_t insert_message(Connection& db, const Submission& submission, const Decision& decision) {
    const Examination& examination = *submission.examination;
    const Envelope& envelope = *submission.envelope;
    return db.insert(
        "INSERT INTO message (received_at, transport, reverse_path, forward_paths, sha256, size, outcome, detail, from_domain,"
        " from_address, subject, submitter, report_domain, duplicate_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        submission.received_at, submission.transport, envelope.reverse_path, to_json_array(envelope.forward_paths),
        sha256_hex(submission.bytes), submission.bytes.size(), outcome_of(decision.slug).name, cut_text(decision.detail, max_detail_bytes),
        examination.from_domain, examination.identity ? std::string_view{examination.identity->from_address} : std::string_view{},
        cut_text(examination.subject, max_claim_bytes), cut_text(examination.submitter, max_claim_bytes),
        cut_text(examination.report_domain, max_claim_bytes), decision.duplicate_of);
}

void update_message(Connection& db, std::int64_t message_id, const Examination& examination, const Decision& decision) {
    db.run(
        "UPDATE message SET outcome = ?, detail = ?, from_domain = ?, from_address = ?, subject = ?, submitter = ?, report_domain = ?,"
        " duplicate_of = ? WHERE id = ?",
        outcome_of(decision.slug).name, cut_text(decision.detail, max_detail_bytes), examination.from_domain,
        examination.identity ? std::string_view{examination.identity->from_address} : std::string_view{},
        cut_text(examination.subject, max_claim_bytes), cut_text(examination.submitter, max_claim_bytes),
        cut_text(examination.report_domain, max_claim_bytes), decision.duplicate_of, message_id);
}

void insert_raw(Connection& db, std::int64_t message_id, std::chrono::sys_seconds received_at, std::string_view octets, bool quarantined) {
    db.run("INSERT INTO message_raw (message_id, received_at, quarantined, octets) VALUES (?, ?, ?, ?)", message_id, received_at,
           quarantined, Blob{octets});
}

void insert_verdicts(Connection& db, std::int64_t message_id, const Examination& examination) {
    const auto& verdicts = examination.signatures;
    const auto accepted =
        examination.identity ? std::find(verdicts.begin(), verdicts.end(), examination.identity->signature) : verdicts.end();
    for (auto verdict = verdicts.begin(); verdict != verdicts.end(); ++verdict)
        insert_verdict(db, message_id, static_cast<std::size_t>(verdict - verdicts.begin()), *verdict, verdict == accepted);
    if (examination.identity && accepted == verdicts.end())
        insert_verdict(db, message_id, verdicts.size(), examination.identity->signature, true);
}

void insert_deviations(Connection& db, std::int64_t message_id, const Examination& examination) {
    std::size_t position = 0;
    for (const Deviation& deviation : examination.deviations)
        db.run("INSERT INTO deviation (message_id, position, name, pointer, detail) VALUES (?, ?, ?, ?, ?)", message_id, position++,
               deviation.name, deviation.pointer, deviation.detail);
}

void insert_findings(Connection& db, std::int64_t message_id, const Examination& examination) {
    insert_verdicts(db, message_id, examination);
    insert_deviations(db, message_id, examination);
}

void delete_findings(Connection& db, std::int64_t message_id) {
    db.run("DELETE FROM identity WHERE message_id = ?", message_id);
    db.run("DELETE FROM deviation WHERE message_id = ?", message_id);
}

std::optional<MessageRow> read_message(Connection& db, std::int64_t message_id, Raw raw) {
    Rows row = db.query(
        "SELECT m.received_at, m.transport, m.reverse_path, m.forward_paths, m.sha256, m.size, m.outcome, m.detail,"
        " coalesce(q.has_body, r.message_id IS NOT NULL), CASE WHEN ?2 THEN r.octets END FROM message m"
        " LEFT JOIN message_raw r ON r.message_id = m.id LEFT JOIN quarantine q ON q.message_id = m.id WHERE m.id = ?1",
        message_id, raw == Raw::Read);
    if (!row.next()) return std::nullopt;
    MessageRow message;
    message.id = message_id;
    message.received_at = row.time(0);
    message.transport = row.text(1);
    message.reverse_path = row.text(2);
    message.forward_paths = row.list(3);
    message.sha256 = row.text(4);
    message.size = row.count(5);
    message.slug = slug_of(row.view(6));
    message.detail = row.text(7);
    message.has_body = row.truth(8);
    message.raw = row.text(9);
    return message;
}

std::optional<MessageDetail> read_message_detail(Connection& db, std::int64_t message_id) {
    auto message = read_message(db, message_id, Raw::Left);
    if (!message) return std::nullopt;
    MessageDetail detail;
    detail.message = std::move(*message);

    Rows claims = db.query("SELECT subject, from_domain, from_address, submitter, report_domain FROM message WHERE id = ?", message_id);
    if (claims.next()) {
        detail.subject = claims.text(0);
        detail.from_domain = claims.text(1);
        detail.from_address = claims.text(2);
        detail.submitter = claims.text(3);
        detail.report_domain = claims.text(4);
    }
    Rows verdicts = db.query(
        "SELECT accepted, slug, detail, sdid, auid, selector, algorithm, canonicalization, key_bits, services, testing, aligned, dnssec,"
        " signed_at, expires_at, signed_fields FROM identity WHERE message_id = ? ORDER BY position",
        message_id);
    while (verdicts.next()) {
        if (verdicts.truth(0)) detail.identity = detail.signatures.size();
        detail.signatures.push_back(read_verdict(verdicts));
    }
    Rows deviations = db.query("SELECT name, pointer, detail FROM deviation WHERE message_id = ? ORDER BY position", message_id);
    while (deviations.next()) detail.deviations.push_back({deviations.text(0), deviations.text(1), deviations.text(2)});
    return detail;
}

}  // namespace tlsrpt::sql
