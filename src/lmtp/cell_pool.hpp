// Which cell examines which mail.
//
//     questions ─FIFO─► idle cells      ForkServer ─► new cells      worn, crashed or superfluous cells ─► ForkServer
//
// Rules:
//   - `least` cells are kept. When a question has waited for `patience` there is one cell more, up to `most`: mails that
//     make cells loop until their CPU limit may be in all of them. Superfluous cells end when nobody waits and none was wanted for `extra_stays`.
//   - Small questions that wait are put to a cell together: changing from one process to another costs as much as a third of a mail. So those
//     that come in one turn of the event loop wait for each other, and a cell that is idle gets all of them instead of the first.
//   - A cell that crashes, runs into a limit or answers nonsense is ended and replaced, and its question gets examiner-failed with how it ended.
//     If it had several, nobody knows which one did it: each is asked again, alone.
//   - A question may want a fresh cell: one that has never been asked anything.
//   - A cell that has answered `questions_a_cell` is worn: it goes on until its successor is ready, so that nobody waits for the change.
//   - A cell that cannot be started fails the questions that no other cell can answer; the next question tries again.
//   - Without the fork server there are no cells any more, and no mail can be judged: every question gets `internal`, and `lost` is called.
//
// One thread: the event loop's.
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "examine/custody.hpp"
#include "examine/wire.hpp"
#include "lmtp/cell_link.hpp"
#include "tlsrpt/fork_server.hpp"

namespace tlsrpt {

struct PoolSize {
    std::size_t least{1};
    std::size_t most{4};
    std::size_t questions_a_cell{10'000};    ///< one a mail or two
    std::chrono::milliseconds patience{50};
    std::chrono::milliseconds extra_stays{10'000};
    std::size_t together{16};                       ///< questions that a cell is asked at once, at the most; from half of them on only half of those that wait
    std::chrono::milliseconds wait_together{2000};  ///< for each answer, when there were several: then something is wrong with one of them

    /// By the number of cores: the event loop and the writer need one, too.
    static PoolSize of_this_machine();
};

/// What was asked for, a preview or an examination, or an attempt at both.
using CellAnswer = Attempt;

class CellPool {
public:
    using Done = std::function<void(Expected<CellAnswer>)>;
    using Lost = std::function<void(const Error&)>;

    /// @param loop  borrowed; must outlive this, and not run any more once this is gone
    /// @param lost  called once, from the event loop
    CellPool(asio::io_context& loop, ForkServer server, const Limits& limits, PoolSize size, Lost lost);
    CellPool(const CellPool&) = delete;
    CellPool& operator=(const CellPool&) = delete;
    ~CellPool();    ///< ends the cells; whoever waits is not called any more

    /// @param request  its mail is borrowed until `done` was called
    /// @param done     called once, from the event loop, never from within this call. examiner-failed: the cell failed; internal: there is none
    void ask(CellRequest request, bool fresh, Done done);

    /// Questions that have a cell to themselves.
    [[nodiscard]] std::size_t asked_alone() const;

    /// Limits of cells that are started from now on. The present ones are worn.
    void apply(const Limits& limits);

private:
    struct Question {
        CellRequest request;      // its answer is held against it
        std::string head{};       // the request without its mail, encoded for its cell
        std::chrono::steady_clock::time_point since;
        Done done;
        bool alone{false};        // a cell failed that had it among others
    };
    struct Answer {
        Done done;
        Expected<CellAnswer> answer;
    };
    struct PooledCell {
        enum class State { Starting, Idle, Busy };
        State state{State::Starting};
        pid_t pid{-1};
        Limits limits;
        bool worn{false};
        std::size_t asked{0};
        CpuAllowance cpu{};
        KeysBefore keys{};
        bool watched{false};    // while Idle
        std::shared_ptr<CellLink> link{};
        std::deque<Question> questions{};    // while Busy: not answered yet
        std::vector<Answer> answers{};       // of those that were asked with them
    };
    struct Requested {
        Limits limits;
        bool worn{false};
    };
    using Cells = std::list<PooledCell>;
    using CellAt = Cells::iterator;
    using Ending = std::function<void(int status)>;    // told how a cell ended

    // cells
    void start_one();
    void started(const ForkServer::Started& forked);
    void not_started(const Error& error);
    void ready(CellAt cell, Transfer transfer);
    void watch_idle();
    void end(CellAt cell, Ending told);
    void keep_enough();
    void end_superfluous();
    template <typename Which>
    [[nodiscard]] std::size_t count(Which which) const;
    [[nodiscard]] std::size_t count_starting() const;

    // questions
    void dispatch();
    void dispatch_soon();
    [[nodiscard]] CellAt find_idle(bool fresh);
    bool put(std::deque<Question>& questions, bool fresh);
    [[nodiscard]] std::size_t count_together(const std::deque<Question>& questions) const;
    void answered(CellAt cell, Transfer transfer, std::string_view octets);
    void failed(CellAt cell, Transfer transfer);
    void ask_again(std::deque<Question> questions);
    void watch_patience();
    void fail_all(std::deque<Question>& questions, const Error& error);

    // the fork server
    void watch_server();
    bool hear_server();
    void watch_start();
    void lose(Error error);
    void give_up();

    asio::io_context& loop_;
    ForkServer server_;
    asio::posix::stream_descriptor server_readable_;
    asio::steady_timer patience_;
    asio::steady_timer start_deadline_;
    Limits limits_;
    PoolSize size_;
    Lost lost_;
    Cells cells_;
    std::deque<Requested> requested_;         // asked of the fork server and not answered, in order
    std::deque<Question> waiting_;
    std::deque<Question> waiting_for_fresh_;
    std::map<pid_t, Ending> ending_;
    bool dispatch_is_due_{false};
    bool patience_runs_{false};
    std::chrono::steady_clock::time_point last_extra_{};    // when patience had run out
    std::optional<Error> gone_;               // the fork server is
};

}  // namespace tlsrpt
