// The one thread that writes to the store.
//
//     examined mails of all sessions ─batch─► one transaction ─COMMIT─► one answer each, back on the event loop
//
// Group commit: whoever comes while a COMMIT runs joins the next one, so that many mails share one fsync and a lonely one waits for nobody. Mails of one
// turn of the event loop come together. A mail that comes while others are about to have their verdict waits until as many wait with it, for its patience
// at the most: many pages of a transaction are the same for one mail as for ten. A mail that cannot be stored fails alone; an error of the whole
// transaction is everybody's. After a store error the store is closed and opened again: after a failed fsync nothing of what the old connection knows
// can be trusted. Whatever happens each mail is answered exactly once.
//
// Threads: submit() and the end from the event loop; the store lives in the writer's own thread; answers are posted.
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "tlsrpt/store.hpp"

namespace tlsrpt {

class Writer {
public:
    using Done = std::function<void(Expected<Recorded>)>;

    /// What it needs of the world; all but `post` are called from the writer's thread alone.
    struct Hooks {
        std::function<Expected<std::unique_ptr<Store>>()> open;
        std::function<void(std::function<void()>)> post;    ///< runs it on the event loop, later
        std::function<void(const Error&)> failed;           ///< the store could not be opened, or failed; for the log
        std::function<void()> opened;
    };

    /// Mails in one transaction: enough to share an fsync, few enough that the first does not wait long for the last.
    static constexpr std::size_t most_in_batch = 256;
    /// Longest wait for mails that are being examined: theirs may be large ones.
    static constexpr std::chrono::microseconds usual_patience{200};

    explicit Writer(Hooks hooks, std::chrono::microseconds patience = usual_patience);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer();    ///< records what was submitted, then ends the thread

    /// @param submission  what it points to must live until `done` was called
    /// @param following   how many mails are likely to be submitted within the patience
    void submit(const Submission& submission, Done done, std::size_t following = 0);

private:
    struct Job {
        Submission submission;
        Done done;
    };
    using Answers = std::vector<Expected<Recorded>>;

    void hand_over();
    void run();
    [[nodiscard]] bool enough_wait() const { return waiting_.size() >= std::min(following_, most_in_batch); }
    std::vector<Job> next_batch();
    Expected<void> need_store();
    Answers record(const std::vector<Job>& batch);

    std::vector<Job> gathered_;    // in this turn of the event loop, whose alone these two are
    std::size_t gathered_following_{0};
    Hooks hooks_;
    std::chrono::microseconds patience_;
    std::unique_ptr<Store> store_;    // none: closed after an error, or not yet open
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Job> waiting_;        // guarded by mutex_
    std::size_t following_{0};        // guarded by mutex_; what the last hand_over() said
    bool ending_{false};              // guarded by mutex_
    std::thread thread_;              // last: it uses all the others
};

}  // namespace tlsrpt
