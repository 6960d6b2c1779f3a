// The one thread that writes to the store.
//
//     examined mails of all sessions ─batch─► one transaction ─COMMIT─► one answer each, back on the event loop
//
// Group commit: whoever comes while a COMMIT runs joins the next one, so that many mails share one fsync and a lonely one waits for nobody. Each mail
// has its SAVEPOINT (store.hpp); an error of the whole transaction is everybody's. After a store error the store is closed and opened again:
// after a failed fsync nothing of what the old connection knows can be trusted. Whatever happens each mail is answered exactly once.
//
// Threads: submit() from the event loop; the store lives in the writer's own thread; answers are posted.
#pragma once

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

    /// What it needs of the world; all are called from the writer's thread.
    struct Hooks {
        std::function<Expected<std::unique_ptr<Store>>()> open;
        std::function<void(std::function<void()>)> post;    ///< runs it on the event loop
        std::function<void(const Error&)> failed;           ///< the store could not be opened, or failed; for the log
        std::function<void()> opened;
    };

    /// Mails in one transaction: enough to share an fsync, few enough that the first does not wait long for the last.
    static constexpr std::size_t most_in_batch = 256;

    explicit Writer(Hooks hooks);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer();    ///< records what was submitted, then ends the thread

    /// @param submission  what it points to must live until `done` was called
    void submit(const Submission& submission, Done done);

private:
    struct Job {
        Submission submission;
        Done done;
    };
    using Answers = std::vector<Expected<Recorded>>;

    void run();
    std::vector<Job> next_batch();
    Expected<void> need_store();
    Answers record(const std::vector<Job>& batch);

    Hooks hooks_;
    std::unique_ptr<Store> store_;    // none: closed after an error, or not yet open
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Job> waiting_;        // guarded by mutex_
    bool ending_{false};              // guarded by mutex_
    std::thread thread_;              // last: it uses all the others
};

}  // namespace tlsrpt
