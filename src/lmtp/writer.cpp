#include "lmtp/writer.hpp"

#include <iterator>
#include <utility>

namespace tlsrpt {
namespace {

// A lock that somebody else held for too long leaves the connection as good as before.
bool closes_store(const Error& error) { return error.slug != Slug::StoreBusy; }

}  // namespace

Writer::Writer(Hooks hooks, std::chrono::microseconds patience) : hooks_(std::move(hooks)), patience_(patience), thread_([this] { run(); }) {}

Writer::~Writer() {
    hand_over();
    {
        const std::lock_guard lock{mutex_};
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Writer::submit(const Submission& submission, Done done, std::size_t following) {
    gathered_.push_back({submission, std::move(done)});
    gathered_following_ = following;
    if (gathered_.size() == 1) hooks_.post([this] { hand_over(); });
}

/// One lock and one wake-up for all of a turn, and none of them is taken alone by a thread that wakes early.
void Writer::hand_over() {
    bool wake = false;
    {
        const std::lock_guard lock{mutex_};
        const bool sleeps = waiting_.empty();
        waiting_.insert(waiting_.end(), std::move_iterator{gathered_.begin()}, std::move_iterator{gathered_.end()});
        following_ = gathered_following_;
        wake = !waiting_.empty() && (sleeps || enough_wait());    // else the thread waits already, and goes on doing so
    }
    gathered_.clear();
    if (wake) wake_.notify_one();
}

std::vector<Writer::Job> Writer::next_batch() {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    wake_.wait_for(lock, patience_, [this] { return ending_ || enough_wait(); });
    if (waiting_.size() <= most_in_batch) return std::exchange(waiting_, {});
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(most_in_batch);
    std::vector<Job> batch{std::move_iterator{waiting_.begin()}, std::move_iterator{end}};
    waiting_.erase(waiting_.begin(), end);
    return batch;
}

void Writer::run() {
    (void)need_store();    // at once, so that a store that cannot be opened is in the log before the first mail
    for (;;) {
        std::vector<Job> batch = next_batch();
        if (batch.empty()) return;    // ending, and everything is recorded
        Answers answers = record(batch);
        // One message to the event loop for all of them.
        hooks_.post([batch = std::make_shared<std::vector<Job>>(std::move(batch)), answers = std::make_shared<Answers>(std::move(answers))] {
            for (std::size_t i = 0; i < batch->size(); ++i) batch->at(i).done(std::move(answers->at(i)));
        });
    }
}

Expected<void> Writer::need_store() {
    if (store_) return {};
    Expected<std::unique_ptr<Store>> opened = hooks_.open();
    if (!opened) {
        hooks_.failed(opened.error());
        return opened.error();
    }
    store_ = *std::move(opened);
    hooks_.opened();
    return {};
}

Writer::Answers Writer::record(const std::vector<Job>& batch) {
    const auto all = [&](const Error& error) { return Answers(batch.size(), error); };
    if (auto open = need_store(); !open) return all(open.error());
    std::vector<Submission> submissions;
    submissions.reserve(batch.size());
    for (const Job& job : batch) submissions.push_back(job.submission);
    Expected<Answers> answers = store_->record(submissions);
    if (answers && answers->size() == batch.size()) return *std::move(answers);
    const Error error = answers ? Error{Slug::Internal, "the store answered for another number of mails"} : answers.error();
    hooks_.failed(error);
    if (closes_store(error)) store_.reset();
    return all(error);
}

}  // namespace tlsrpt
