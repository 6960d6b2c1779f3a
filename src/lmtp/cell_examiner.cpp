#include "lmtp/cell_examiner.hpp"

#include <asio/post.hpp>
#include <utility>

namespace tlsrpt {

/// One mail, from judge() to `done`.
struct CellExaminer::Matter {
    std::string_view bytes;
    Done done;
    std::chrono::sys_seconds now;
    std::shared_ptr<const IntakeRules> rules;
    std::shared_ptr<KeyLookups> keys;
    std::shared_ptr<RecentKeys> recent_keys;
    Inquiry inquiry;
    bool fresh{false};    // the second attempt: in cells that no other mail was in
};

CellExaminer::CellExaminer(asio::io_context& loop, ForkServer server, Settings settings, PoolSize size, CellPool::Lost lost, Now now)
    : loop_(loop),
      now_(std::move(now)),
      rules_(std::make_shared<IntakeRules>(std::move(settings.rules))),
      keys_(std::make_shared<KeyLookups>(loop, std::move(settings.keys))),
      pool_(loop, std::move(server), settings.limits, size, std::move(lost)) {}

// A mail holds its lookups, and they hold the mail that waits for them.
CellExaminer::~CellExaminer() {
    keys_->stop();
    for (const auto& earlier : earlier_keys_)
        if (const auto keys = earlier.lock()) keys->stop();
}

void CellExaminer::apply(Settings settings) {
    std::erase_if(earlier_keys_, [](const auto& keys) { return keys.expired(); });
    earlier_keys_.push_back(keys_);
    rules_ = std::make_shared<IntakeRules>(std::move(settings.rules));
    keys_ = std::make_shared<KeyLookups>(loop_, std::move(settings.keys));
    recent_keys_ = std::make_shared<RecentKeys>();
    pool_.apply(settings.limits);
}

void CellExaminer::judge(std::string_view bytes, Done done) {
    const std::chrono::sys_seconds now = now_();
    if (auto clock = check_clock(now); !clock)
        return asio::post(loop_, [done = std::move(done), error = clock.error()] { done(error); });
    attempt(std::make_shared<Matter>(Matter{.bytes = bytes,
                                            .done = std::move(done),
                                            .now = now,
                                            .rules = rules_,
                                            .keys = keys_,
                                            .recent_keys = recent_keys_,
                                            .inquiry = Inquiry{*rules_, std::nullopt, now}}));
}

void CellExaminer::attempt(const Held& matter) {
    const auto [earliest, latest] = receipt_bounds(*matter->rules, matter->now);
    const CellRequest request{.kind = CellRequest::Kind::Attempt,
                              .earliest = earliest,
                              .received_at = latest,
                              .keys = matter->recent_keys->at(RecentKeys::Clock::now()),
                              .mail = matter->bytes};
    pool_.ask(request, matter->fresh, [this, matter](Expected<CellAnswer> answer) {
        if (!answer) return failed(matter, answer.error());
        if (!answer->examination) return look_up(matter, std::move(answer->preview));
        matter->recent_keys->use(answer->preview.key_names);
        (void)matter->inquiry.previewed(std::move(answer->preview));
        close(matter, matter->inquiry.judged(*std::move(answer->examination)));
    });
}

void CellExaminer::preview(const Held& matter) {
    const CellRequest request{.kind = CellRequest::Kind::Preview, .mail = matter->bytes};
    pool_.ask(request, matter->fresh, [this, matter](Expected<CellAnswer> answer) {
        if (!answer) return failed(matter, answer.error());
        look_up(matter, std::move(answer->preview));
    });
}

void CellExaminer::look_up(const Held& matter, Preview preview) {
    if (!matter->inquiry.previewed(std::move(preview)) || matter->inquiry.key_names().empty()) return examine(matter);
    matter->keys->resolve(matter->inquiry.key_names(), [this, matter](KeyAnswers answers) {
        matter->recent_keys->remember(answers, RecentKeys::Clock::now());
        matter->inquiry.resolved(std::move(answers));
        examine(matter);
    });
}

void CellExaminer::examine(const Held& matter) {
    const CellRequest request{.kind = CellRequest::Kind::Examine,
                              .received_at = matter->inquiry.received_at(),
                              .keys = matter->inquiry.answers(),
                              .mail = matter->bytes};
    pool_.ask(request, matter->fresh, [this, matter](Expected<CellAnswer> answer) {
        if (!answer) return failed(matter, answer.error());
        close(matter, matter->inquiry.judged(*std::move(answer->examination)));
    });
}

void CellExaminer::failed(const Held& matter, const Error& error) {
    if (error.slug != Slug::ExaminerFailed) return close(matter, error);  // no cell is no verdict
    matter->fresh = true;
    if (matter->inquiry.may_try_again()) return preview(matter);
    close(matter, matter->inquiry.given_up(error));
}

void CellExaminer::close(const Held& matter, Expected<Judgement> judgement) {
    if (judgement)
        if (auto deferred = deferral(*judgement, *matter->rules, matter->now)) judgement = *std::move(deferred);
    matter->done(std::move(judgement));
}

}  // namespace tlsrpt
