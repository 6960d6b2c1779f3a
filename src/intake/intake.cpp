#include "tlsrpt/intake.hpp"

#include <utility>

namespace tlsrpt {

Intake::Intake(const Limits& limits, IntakeRules rules, KeySource& keys, CellStarter start_cell)
    : limits_(limits), rules_(std::move(rules)), keys_(&keys), start_cell_(std::move(start_cell)) {}

Expected<Intake> Intake::start(const Limits& limits, IntakeRules rules, KeySource& keys, CellStarter start_cell) {
    Intake intake{limits, std::move(rules), keys, std::move(start_cell)};
    if (auto started = intake.need_cell(); !started) return started.error();
    return intake;
}

Expected<void> Intake::need_cell() {
    if (cell_) return {};
    Expected<Cell> cell = start_cell_(limits_);
    if (!cell) return cell.error();
    cell_ = *std::move(cell);
    return {};
}

Expected<Examination> Intake::attempt(std::string_view bytes, Inquiry& inquiry) {
    if (auto started = need_cell(); !started) return started.error();
    Expected<Preview> preview = cell_->preview(bytes);
    if (!preview) return preview.error();
    if (inquiry.previewed(*std::move(preview))) inquiry.resolved(keys_->resolve(inquiry.key_names()));
    return cell_->examine(bytes, inquiry.answers(), inquiry.received_at());
}

Expected<Judgement> Intake::judge(std::string_view bytes, std::optional<std::chrono::sys_seconds> at, std::chrono::sys_seconds now) {
    if (auto clock = check_clock(now); !clock) return clock.error();
    Inquiry inquiry{rules_, at, now};
    for (;;) {
        Expected<Examination> examination = attempt(bytes, inquiry);
        if (examination) return inquiry.judged(*std::move(examination));
        if (examination.error().slug != Slug::ExaminerFailed) return examination.error();
        cell_.reset();
        if (!inquiry.may_try_again()) return inquiry.given_up(examination.error());
    }
}

Expected<Recorded> Intake::deliver(std::string_view bytes, const Envelope& envelope, std::string_view transport,
                                   std::chrono::sys_seconds now, Store& store) {
    const Expected<Judgement> judgement = judge(bytes, std::nullopt, now);
    if (!judgement) return judgement.error();
    if (auto deferred = deferral(*judgement, rules_, now)) return *std::move(deferred);

    const Submission submission{.bytes = bytes,
                                .envelope = &envelope,
                                .transport = transport,
                                .received_at = judgement->received_at,
                                .is_cut = bytes.size() > limits_.max_mail_bytes,
                                .examination = &judgement->examination};
    Expected<std::vector<Expected<Recorded>>> recorded = store.record({&submission, 1});
    if (!recorded) return recorded.error();
    if (recorded->size() != 1) return Error{Slug::Internal, "the store answered for another number of mails"};
    return std::move(recorded->front());
}

}  // namespace tlsrpt
