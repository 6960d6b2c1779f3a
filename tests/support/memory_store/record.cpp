// One mail after the other: duplicate, stored, revision, or quarantine.
#include <fmt/format.h>

#include <algorithm>

#include "support/memory_store/memory_store.hpp"
#include "support/memory_store/state.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::test {
namespace {

constexpr std::size_t max_text_bytes = 1000;
constexpr std::string_view overflow_text = "its session counts are beyond all bounds";

sys_days day_of(sys_seconds time) { return std::chrono::floor<std::chrono::days>(time); }

bool takes(std::uint64_t& used, std::uint64_t quota) {
    if (used >= quota) return false;
    ++used;
    return true;
}

std::string describe(const Examination& examination, const ReportKey& key) { return fmt::format("{} {}", examination.identity->signature.sdid, to_date(key.day)); }
std::string describe(const Examination& examination, const ReportKey& key, std::int64_t report) { return fmt::format("{} report {}", describe(examination, key), report); }

std::string over_quota(const Examination& examination, const QuarantineBudget& budget) {
    return fmt::format("{} sent {} reports on one day", examination.identity->organizational_domain, budget.quota_per_signer);
}

void set_claims(MessageDetail& detail, const Examination& examination, const Made& made) {
    detail.message.slug = made.slug;
    detail.message.detail = cut_text(made.detail, max_text_bytes);
    detail.subject = cut_text(examination.subject, max_text_bytes);
    detail.from_domain = examination.from_domain;
    detail.from_address = examination.identity ? examination.identity->from_address : std::string{};
    detail.submitter = cut_text(examination.submitter, max_text_bytes);
    detail.report_domain = cut_text(examination.report_domain, max_text_bytes);
}

void set_verdicts(MessageDetail& detail, const Examination& examination) {
    detail.signatures = examination.signatures;
    detail.identity.reset();
    if (examination.identity) {
        const auto accepted = std::find(detail.signatures.begin(), detail.signatures.end(), examination.identity->signature);
        detail.identity = static_cast<std::size_t>(accepted - detail.signatures.begin());
        if (accepted == detail.signatures.end()) detail.signatures.push_back(examination.identity->signature);
    }
    for (SignatureVerdict& verdict : detail.signatures) verdict.detail = cut_text(verdict.detail, max_text_bytes);
}

std::optional<Error> refused(const Examination& examination) {
    if (examination.slug == Slug::Acceptable) {
        if (examination.identity && examination.report) return std::nullopt;
        return Error{Slug::Internal, "an acceptable examination without identity or report"};
    }
    if (examination.slug == Slug::KeyUnavailable || outcome_of(examination.slug).disposition == Disposition::Quarantine) return std::nullopt;
    return Error{Slug::Internal, fmt::format("a mail examined as {} cannot be recorded", outcome_of(examination.slug).name)};
}

bool says_large_numbers(const Report& report) {
    constexpr std::uint64_t large = std::uint64_t{1} << 40;
    return std::any_of(report.policies.begin(), report.policies.end(), [](const PolicyResult& result) {
        return result.summary.total_successful_session_count > large || result.summary.total_failure_session_count > large ||
               std::any_of(result.failure_details.begin(), result.failure_details.end(), [](const FailureDetails& details) { return details.failed_session_count > large; });
    });
}

Recorded record_report(MemoryState& state, const Submission& submission) {
    Contents& contents = state.contents;
    const Examination& examination = *submission.examination;
    const ReportKey key = report_key(*examination.identity, *examination.report);
    const auto today = std::pair{day_of(submission.received_at), examination.identity->organizational_domain};
    if (KeptReport* original = duplicate_in(contents, key, examination)) {
        note_copy(contents, *original, submission.received_at, key, examination);
        std::string detail = describe(examination, key, original->id);
        if (state.budget.quota_per_signer == 0 || !takes(contents.signer_days[today].duplicates, state.budget.quota_per_signer))
            return {Slug::Duplicate, detail, original->message_id};
        const std::int64_t id = add_mail(contents, submission, {Slug::Duplicate, detail, original->id}, {}, false);
        contents.mails.at(id).detail.message.has_body = false;
        return {Slug::Duplicate, detail, id};
    }
    if (state.budget.quota_per_signer == 0 || !takes(contents.signer_days[today].reports, state.budget.quota_per_signer)) {
        std::string detail = over_quota(examination, state.budget);
        const std::int64_t id = add_to_quarantine(state, submission, {Slug::QuotaExceeded, detail, {}});
        return {Slug::QuotaExceeded, std::move(detail), id};
    }
    const Slug slug = groups_of(contents, key, *examination.report).empty() ? Slug::Stored : Slug::Revision;
    const std::int64_t id = add_mail(contents, submission, {slug, describe(examination, key), {}}, submission.bytes, true);
    const std::int64_t report = add_report(contents, id, submission.received_at, key, examination);
    return {slug, describe(examination, key, report), id};
}

Recorded record_report_again(MemoryState& state, KeptMail& mail, const Examination& examination) {
    Contents& contents = state.contents;
    const std::int64_t id = mail.detail.message.id;
    const ReportKey key = report_key(*examination.identity, *examination.report);
    const auto settle = [&](Made made) {
        set_claims(mail.detail, examination, made);
        mail.duplicate_of = made.duplicate_of;
        mail.quarantine.reset();
        mail.detail.message.has_body = !mail.detail.message.raw.empty();
        return Recorded{made.slug, made.detail, id};
    };
    if (KeptReport* original = duplicate_in(contents, key, examination)) {
        note_copy(contents, *original, mail.received_at(), key, examination);
        return settle({Slug::Duplicate, describe(examination, key, original->id), original->id});
    }
    SignerDay& used = contents.signer_days[{day_of(mail.received_at()), examination.identity->organizational_domain}];
    if (state.budget.quota_per_signer == 0 || !takes(used.reports, state.budget.quota_per_signer)) {
        const Made made{Slug::QuotaExceeded, over_quota(examination, state.budget), {}};
        set_claims(mail.detail, examination, made);
        judge_again(mail, examination, made.slug);
        return {made.slug, made.detail, id};
    }
    const Slug slug = groups_of(contents, key, *examination.report).empty() ? Slug::Stored : Slug::Revision;
    settle({slug, describe(examination, key), {}});
    const std::int64_t report = add_report(contents, id, mail.received_at(), key, examination);
    return {slug, describe(examination, key, report), id};
}

// `otherwise` writes a mail whose counts are beyond all bounds; of `write` nothing is kept then.
template <typename Write, typename Otherwise>
Recorded bounded(Contents& contents, const Examination& examination, Write write, Otherwise otherwise) {
    contents.may_overflow = contents.may_overflow || (examination.report && says_large_numbers(*examination.report));
    if (!contents.may_overflow) return write();
    const Contents before = contents;
    try {
        Recorded recorded = write();
        require_bounded(contents);
        return recorded;
    } catch (const Overflow&) {
        contents = before;
        return otherwise();
    }
}

Recorded record_again(MemoryState& state, KeptMail& mail, const Examination& examination) {
    set_verdicts(mail.detail, examination);
    mail.detail.deviations = examination.deviations;
    if (examination.slug == Slug::Acceptable) return record_report_again(state, mail, examination);
    const Made made{examination.slug, examination.detail, {}};
    set_claims(mail.detail, examination, made);
    judge_again(mail, examination, made.slug);
    return {made.slug, made.detail, mail.detail.message.id};
}

}  // namespace

std::int64_t add_mail(Contents& contents, const Submission& submission, const Made& made, std::string_view octets, bool with_deviations) {
    const Examination& examination = *submission.examination;
    KeptMail mail;
    MessageRow& message = mail.detail.message;
    message.id = ++contents.last_message;
    message.received_at = submission.received_at;
    message.transport = submission.transport;
    message.reverse_path = submission.envelope->reverse_path;
    message.forward_paths = submission.envelope->forward_paths;
    message.sha256 = sha256_hex(submission.bytes);
    message.size = submission.bytes.size();
    message.raw = octets;
    set_claims(mail.detail, examination, made);
    set_verdicts(mail.detail, examination);
    if (with_deviations) mail.detail.deviations = examination.deviations;
    mail.duplicate_of = made.duplicate_of;
    const std::int64_t id = message.id;
    contents.mails.emplace(id, std::move(mail));
    return id;
}

Expected<Recorded> record_one(MemoryState& state, const Submission& submission) {
    if (submission.examination == nullptr || submission.envelope == nullptr) return Error{Slug::Internal, "a mail without envelope or examination"};
    const Examination& examination = *submission.examination;
    if (auto error = refused(examination)) return *error;
    const auto keep = [&](Slug slug, std::string_view detail) {
        return Recorded{slug, std::string{detail}, add_to_quarantine(state, submission, {slug, std::string{detail}, {}})};
    };
    if (examination.slug != Slug::Acceptable) return keep(examination.slug, examination.detail);
    return bounded(
        state.contents, examination, [&] { return record_report(state, submission); }, [&] { return keep(Slug::ReportImplausible, overflow_text); });
}

Expected<Recorded> record_one_again(MemoryState& state, std::int64_t message_id, const Examination& examination) {
    const auto found = state.contents.mails.find(message_id);
    if (found == state.contents.mails.end()) return Error{Slug::Internal, fmt::format("there is no message {}", message_id)};
    const MessageRow& message = found->second.detail.message;
    if (!found->second.quarantine) return Recorded{message.slug, message.detail, message_id};
    if (auto error = refused(examination)) return *error;
    Examination beyond = examination;
    beyond.slug = Slug::ReportImplausible;
    beyond.detail = overflow_text;
    return bounded(
        state.contents, examination, [&] { return record_again(state, state.contents.mails.at(message_id), examination); },
        [&] { return record_again(state, state.contents.mails.at(message_id), beyond); });
}

}  // namespace tlsrpt::test
