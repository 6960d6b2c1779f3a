#include "tlsrpt/inquiry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

/// Domains that we do not take reports for. The cell knows no configuration.
void judge_domains(Examination& examination, const PolicyDomains& ours) {
    if (examination.slug != Slug::Acceptable || !examination.report) return;
    std::optional<Error> error = keep_ours(*examination.report, examination.deviations, ours);
    if (!error) return;
    examination.slug = error->slug;
    examination.detail = std::move(error->detail);
}

}  // namespace

Expected<void> check_clock(std::chrono::sys_seconds now) {
    const std::optional<std::chrono::sys_days> released = parse_date(TLSRPT_RELEASE_DATE);
    if (!released) return Error{Slug::Internal, "the release date is none: " TLSRPT_RELEASE_DATE};
    if (now < *released)
        return Error{Slug::Misconfigured, fmt::format("the clock says {}, this program is of {}", to_rfc3339(now), to_date(*released))};
    return {};
}

ReceiptBounds receipt_bounds(const IntakeRules& rules, std::chrono::sys_seconds now) { return {.earliest = now - rules.max_receipt_age, .latest = now}; }

// Waiting may bring the key. But nobody may fill the MTA's queue with mails that wait for long and then end in bounces.
std::optional<Error> deferral(const Judgement& judgement, const IntakeRules& rules, std::chrono::sys_seconds now) {
    if (judgement.examination.slug != Slug::KeyUnavailable || now - judgement.received_at >= rules.defer_for) return std::nullopt;
    return Error{Slug::KeyUnavailable, judgement.examination.detail};
}

bool Inquiry::previewed(Preview preview) {
    report_like_ = preview.report_like;
    if (!received_at_) received_at_ = receipt_time(preview.received, receipt_bounds(*rules_, now_));
    if (preview.key_names == key_names_) return false;
    key_names_ = std::move(preview.key_names);
    return true;
}

Judgement Inquiry::given_up(const Error& error) const {
    Judgement judgement;
    judgement.examination.slug = Slug::ExaminerFailed;
    judgement.examination.detail = error.detail;
    judgement.examination.report_like = report_like_;
    judgement.received_at = received_at();
    return judgement;
}

Judgement Inquiry::judged(Examination examination) const {
    judge_domains(examination, rules_->policy_domains);
    return {.examination = std::move(examination), .received_at = received_at()};
}

}  // namespace tlsrpt
