#include "lmtp/cell_pool.hpp"

#include <algorithm>
#include <asio/post.hpp>
#include <iterator>
#include <thread>
#include <utility>
#include <vector>

namespace tlsrpt {
namespace {

Expected<CellAnswer> decode(const CellRequest& request, std::string_view octets, const Limits& limits) {
    if (request.kind == CellRequest::Kind::Attempt) return decode_attempt_at(request, octets, limits);
    CellAnswer answer;
    if (request.kind == CellRequest::Kind::Preview) {
        Expected<Preview> preview = decode_preview(octets, limits);
        if (!preview) return preview.error();
        answer.preview = *std::move(preview);
    } else {
        Expected<Examination> examination = decode_answer_to(request, octets, limits);
        if (!examination) return examination.error();
        answer.examination = *std::move(examination);
    }
    return answer;
}

}  // namespace

PoolSize PoolSize::of_this_machine() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return {.least = std::max<std::size_t>(cores - 1, 1), .most = 4 * cores};
}

CellPool::CellPool(asio::io_context& loop, ForkServer server, const Limits& limits, PoolSize size, Lost lost)
    : loop_(loop),
      server_(std::move(server)),
      server_readable_(loop, server_.fd()),
      patience_(loop),
      start_deadline_(loop),
      limits_(limits),
      size_(size),
      lost_(std::move(lost)) {
    watch_server();
    keep_enough();
}

CellPool::~CellPool() {
    for (const PooledCell& cell : cells_) cell.link->close();
    server_readable_.release();  // the descriptor is the fork server's; its end is that of the cells
}

// ---- cells ----

template <typename Which>
std::size_t CellPool::count(Which which) const {
    return static_cast<std::size_t>(std::ranges::count_if(cells_, which));
}

std::size_t CellPool::count_starting() const {
    return requested_.size() + count([](const PooledCell& cell) { return cell.state == PooledCell::State::Starting; });
}

void CellPool::start_one() {
    if (gone_) return;
    if (auto sent = server_.request_cell(limits_); !sent) return lose(sent.error());
    requested_.push_back({.limits = limits_});
    if (requested_.size() == 1) watch_start();
}

void CellPool::started(const ForkServer::Started& forked) {
    const CellAt cell = cells_.insert(cells_.end(), {.pid = forked.pid, .limits = requested_.front().limits, .worn = requested_.front().worn});
    requested_.pop_front();
    watch_start();
    cell->link = std::make_shared<CellLink>(loop_, forked.fd, cell->limits);
    cell->link->await_ready(max_start_wait, [this, cell](Transfer transfer) { ready(cell, transfer); });
}

void CellPool::not_started(const Error& error) {
    // The next question tries again; until then whoever has nobody to wait for is told.
    if (count_starting() > 0) return;
    fail_all(waiting_for_fresh_, error);
    if (cells_.empty()) fail_all(waiting_, error);
}

void CellPool::ready(CellAt cell, Transfer transfer) {
    if (transfer != Transfer::Done) return end(cell, [this](int status) { not_started(cannot_start(describe_end(status))); });
    cell->state = PooledCell::State::Idle;
    dispatch();
}

/// Only those that nobody has a question for: most go from one to the next.
void CellPool::watch_idle() {
    for (CellAt cell = cells_.begin(); cell != cells_.end(); ++cell) {
        if (cell->state != PooledCell::State::Idle || std::exchange(cell->watched, true)) continue;
        cell->link->watch([this, cell] {
            end(cell, nullptr);
            dispatch();
        });
    }
}

void CellPool::end(CellAt cell, Ending told) {
    cell->link->close();
    ending_.emplace(cell->pid, std::move(told));
    if (auto sent = server_.end_cell(cell->pid); !sent) lose(sent.error());
    cells_.erase(cell);
}

/// One cell beyond `most` may be there for a while: a fresh one for a mail whose cell failed, or the successor of a worn one.
void CellPool::keep_enough() {
    const auto room = [this] { return !gone_ && cells_.size() + requested_.size() <= size_.most; };
    const auto lasting = [this] {
        return static_cast<std::size_t>(std::ranges::count(requested_, false, &Requested::worn)) +
               count([](const PooledCell& cell) { return !cell.worn; });
    };
    while (lasting() < size_.least && room()) start_one();
    while (count_starting() < waiting_for_fresh_.size() && room()) start_one();
}

void CellPool::end_superfluous() {
    // Worn cells do not count: their successors are to stay.
    std::size_t lasting =
        count([](const PooledCell& cell) { return cell.state != PooledCell::State::Starting && !cell.worn; });
    const bool wanted = !waiting_.empty() || !waiting_for_fresh_.empty() || std::chrono::steady_clock::now() - last_extra_ < size_.extra_stays;
    for (CellAt cell = cells_.begin(); cell != cells_.end();) {
        const CellAt next = std::next(cell);
        const bool superfluous = cell->worn ? lasting >= size_.least : lasting > size_.least && !wanted;
        if (cell->state == PooledCell::State::Idle && superfluous) {
            if (!cell->worn) --lasting;
            end(cell, nullptr);
        }
        cell = next;
    }
}

// ---- questions ----

void CellPool::ask(CellRequest request, bool fresh, Done done) {
    if (gone_) return asio::post(loop_, [done = std::move(done), error = *gone_] { done(error); });
    auto& questions = fresh ? waiting_for_fresh_ : waiting_;
    request.mail = handed_over(request.mail, limits_);
    questions.push_back({.request = std::move(request), .since = std::chrono::steady_clock::now(), .done = std::move(done)});
    dispatch_soon();
}

std::size_t CellPool::asked_alone() const {
    return count([](const PooledCell& cell) { return cell.questions.size() == 1; });
}

void CellPool::apply(const Limits& limits) {
    limits_ = limits;
    for (PooledCell& cell : cells_) cell.worn = true;
    for (Requested& cell : requested_) cell.worn = true;
    dispatch();
}

/// After what else this turn of the loop has read.
void CellPool::dispatch_soon() {
    if (std::exchange(dispatch_is_due_, true)) return;
    asio::post(loop_, [this] {
        dispatch_is_due_ = false;
        if (!gone_) dispatch();
    });
}

void CellPool::dispatch() {
    while (put(waiting_for_fresh_, true)) {
    }
    while (put(waiting_, false)) {
    }
    keep_enough();
    end_superfluous();
    watch_idle();
    watch_patience();
}

/// One that has been asked before leaves the fresh ones to those who need them.
CellPool::CellAt CellPool::find_idle(bool fresh) {
    const auto fits = [fresh](const PooledCell& cell) { return cell.state == PooledCell::State::Idle && fresh == (cell.asked == 0); };
    const CellAt cell = std::ranges::find_if(cells_, fits);
    if (cell != cells_.end() || fresh) return cell;
    return std::ranges::find(cells_, PooledCell::State::Idle, &PooledCell::state);
}

/// The first of the questions go to a cell. @return false: none waits, or none is idle
bool CellPool::put(std::deque<Question>& questions, bool fresh) {
    if (questions.empty()) return false;
    CellAt cell = find_idle(fresh);
    while (cell != cells_.end() && !cell->cpu.renew(cell->pid, cell->limits.max_cell_cpu)) {
        end(cell, nullptr);  // no such process: somebody else has ended and reaped it
        cell = find_idle(fresh);
    }
    if (cell == cells_.end()) return false;

    const auto last = questions.begin() + static_cast<std::ptrdiff_t>(fresh ? 1 : count_together(questions));
    cell->questions = {std::move_iterator{questions.begin()}, std::move_iterator{last}};
    questions.erase(questions.begin(), last);
    cell->state = PooledCell::State::Busy;
    cell->watched = false;
    cell->asked += cell->questions.size();
    if (cell->asked >= size_.questions_a_cell) cell->worn = true;
    cell->answers.reserve(cell->questions.size());    // and none of them is moved again
    std::vector<CellLink::Asked> asked;
    asked.reserve(cell->questions.size());
    for (Question& question : cell->questions) {
        question.head = encode_without_mail(question.request, cell->keys);
        asked.push_back({question.head, question.request.mail});
    }
    const std::chrono::steady_clock::duration longest = cell->limits.max_cell_wait;
    cell->link->ask(asked, asked.size() > 1 ? std::min<std::chrono::steady_clock::duration>(size_.wait_together, longest) : longest,
                    [this, cell](Transfer transfer, std::string_view octets) { answered(cell, transfer, octets); });
    return true;
}

/// As many as are the cell's share, while they are small and fit into its buffer together.
std::size_t CellPool::count_together(const std::deque<Question>& questions) const {
    constexpr std::size_t small_bytes = 8u << 10;
    constexpr std::size_t most_bytes = 56u << 10;    // and their keys are there only once, mostly
    const std::size_t free = count([](const PooledCell& cell) { return cell.state == PooledCell::State::Idle; }) + count_starting();
    const std::size_t share = (questions.size() + free - 1) / free;
    // Of many no more than half: else the writer has nothing to do while they are examined, and the cells have nothing while they are written.
    const std::size_t most = std::min({share, size_.together, std::max(size_.together / 2, (share + 1) / 2)});
    std::size_t together = 0;
    std::size_t sum = 0;
    for (; together < most; ++together) {
        const Question& question = questions[together];
        sum += question.request.mail.size();
        if (question.alone || question.request.mail.size() > small_bytes || sum > most_bytes) break;
    }
    return std::max<std::size_t>(together, 1);
}

void CellPool::answered(CellAt cell, Transfer transfer, std::string_view octets) {
    if (transfer != Transfer::Done) return failed(cell, transfer);
    Question question = std::move(cell->questions.front());
    cell->questions.pop_front();
    cell->answers.push_back({std::move(question.done), decode(question.request, octets, cell->limits)});
    const bool is_sane = cell->answers.back().answer.has_value();
    if (is_sane && !cell->questions.empty()) return;
    // The cell goes on before the answers are looked at.
    std::vector<Answer> answers = std::exchange(cell->answers, {});
    if (is_sane) {
        cell->state = PooledCell::State::Idle;
    } else {
        ask_again(std::exchange(cell->questions, {}));
        end(cell, nullptr);
    }
    dispatch();
    for (Answer& answer : answers) answer.done(std::move(answer.answer));
}

void CellPool::failed(CellAt cell, Transfer transfer) {
    const Limits limits = cell->limits;
    std::vector<Answer> answers = std::exchange(cell->answers, {});
    std::deque<Question> questions = std::exchange(cell->questions, {});
    const bool was_alone = questions.size() == 1 && answers.empty();
    if (was_alone) {
        end(cell, [done = questions.front().done, transfer, limits](int status) { done(no_answer(transfer, status, limits)); });
    } else {
        end(cell, nullptr);
        ask_again(std::move(questions));
    }
    dispatch();
    for (Answer& answer : answers) answer.done(std::move(answer.answer));
}

void CellPool::ask_again(std::deque<Question> questions) {
    for (auto question = questions.rbegin(); question != questions.rend(); ++question) {
        question->alone = true;
        waiting_.push_front(std::move(*question));
    }
}

void CellPool::watch_patience() {
    if (patience_runs_ || waiting_.empty()) return;
    patience_runs_ = true;
    patience_.expires_at(std::max(waiting_.front().since, last_extra_) + size_.patience);
    patience_.async_wait([this](const asio::error_code& error) {
        if (error) return;
        patience_runs_ = false;
        const auto now = std::chrono::steady_clock::now();
        if (!waiting_.empty() && now - std::max(waiting_.front().since, last_extra_) >= size_.patience) {
            last_extra_ = now;
            if (count_starting() == 0 && cells_.size() < size_.most) start_one();
        }
        watch_patience();
    });
}

void CellPool::fail_all(std::deque<Question>& questions, const Error& error) {
    for (const Question& question : std::exchange(questions, {})) question.done(error);
}

// ---- the fork server ----

void CellPool::watch_server() {
    server_readable_.async_wait(asio::posix::descriptor_base::wait_read, [this](const asio::error_code& error) {
        if (error) return;
        while (!gone_ && hear_server()) {
        }
        if (!gone_) watch_server();
    });
}

/// @return whether there may be more to hear
bool CellPool::hear_server() {
    const Expected<std::optional<ForkServer::Event>> heard = server_.next();
    if (!heard) {
        lose(heard.error());
        return false;
    }
    if (!heard->has_value()) return false;
    const ForkServer::Event& event = **heard;
    if (const auto* cell = std::get_if<ForkServer::Started>(&event)) {
        started(*cell);
    } else if (const auto* failure = std::get_if<ForkServer::NotStarted>(&event)) {
        requested_.pop_front();
        watch_start();
        not_started(failure->error);
    } else if (const auto* ended = std::get_if<ForkServer::Ended>(&event)) {
        const auto node = ending_.extract(ended->pid);
        if (!node.empty() && node.mapped()) node.mapped()(ended->status);
    }
    return true;
}

/// The oldest request must be answered in time: a stuck fork server is as good as none.
void CellPool::watch_start() {
    start_deadline_.cancel();
    if (requested_.empty()) return;
    start_deadline_.expires_after(max_start_wait);
    start_deadline_.async_wait([this](const asio::error_code& error) {
        const bool due = !error && start_deadline_.expiry() <= std::chrono::steady_clock::now();  // not set anew since
        if (due && !requested_.empty()) lose({Slug::Internal, "the fork server does not answer"});
    });
}

/// The rest is done later, from the loop: whoever found it out is in the midst of something.
void CellPool::lose(Error error) {
    if (gone_) return;
    gone_ = std::move(error);
    asio::post(loop_, [this] { give_up(); });
}

void CellPool::give_up() {
    patience_.cancel();
    start_deadline_.cancel();
    std::vector<Done> asked;
    for (PooledCell& cell : cells_) {
        cell.link->close();
        for (const Answer& answer : cell.answers) asked.push_back(answer.done);
        for (const Question& question : cell.questions) asked.push_back(question.done);
    }
    cells_.clear();
    const auto ending = std::exchange(ending_, {});
    for (const auto& [pid, told] : ending)
        if (told) told(-1);
    for (const Done& done : asked) done(*gone_);
    fail_all(waiting_for_fresh_, *gone_);
    fail_all(waiting_, *gone_);
    lost_(*gone_);
}

}  // namespace tlsrpt
