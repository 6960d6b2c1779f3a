// The parent's side of a cell.
#include "tlsrpt/cell.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "examine/cell_process.hpp"
#include "examine/channel.hpp"
#include "examine/custody.hpp"
#include "examine/wire.hpp"

namespace tlsrpt {
namespace {

using std::chrono::steady_clock;

Transfer await_ready(int fd, const Deadline& deadline) {
    char octet = 0;
    const Transfer transfer = receive_exactly(fd, {&octet, 1}, deadline);
    return transfer == Transfer::Done && octet != cell_is_ready ? Transfer::Failed : transfer;
}

Frame ask(pid_t child, int fd, const CellRequest& request, const Limits& limits) {
    Frame answer;
    answer.transfer = Transfer::Closed;
    if (child < 0 || !allow_cpu_time(child, limits.max_cell_cpu)) return answer;
    const Deadline deadline = steady_clock::now() + limits.max_cell_wait;
    answer.transfer = send_frame(fd, encode_without_mail(request), request.mail, deadline);
    if (answer.transfer == Transfer::Done) answer = receive_frame(fd, limits.max_answer_bytes, deadline);
    return answer;
}

}  // namespace

Expected<Cell> start_cell(const Limits& limits, const CellWork& work) {
    const Expected<ForkedCell> forked = fork_cell(limits, work);
    if (!forked) return forked.error();
    Cell cell{forked->pid, forked->fd, limits};
    if (await_ready(forked->fd, steady_clock::now() + max_start_wait) != Transfer::Done) return cannot_start(describe_end(cell.stop()));
    return cell;
}

Cell::Cell(Cell&& other) noexcept : child_(std::exchange(other.child_, -1)), fd_(std::exchange(other.fd_, -1)), limits_(other.limits_) {}

Cell& Cell::operator=(Cell&& other) noexcept {
    if (this != &other) {
        stop();
        child_ = std::exchange(other.child_, -1);
        fd_ = std::exchange(other.fd_, -1);
        limits_ = other.limits_;
    }
    return *this;
}

Cell::~Cell() { stop(); }

int Cell::stop() noexcept {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    if (child_ < 0) return -1;
    // One that has ended already keeps its own status: the signal comes too late to change it.
    ::kill(child_, SIGKILL);
    int status = -1;
    pid_t reaped = -1;
    do {
        reaped = ::waitpid(child_, &status, 0);
    } while (reaped < 0 && errno == EINTR);
    child_ = -1;
    return reaped < 0 ? -1 : status;  // nobody knows where SIGCHLD is ignored
}

Expected<Preview> Cell::preview(std::string_view bytes) {
    const CellRequest request{.kind = CellRequest::Kind::Preview, .mail = handed_over(bytes, limits_)};
    const Frame answer = ask(child_, fd_, request, limits_);
    if (answer.transfer != Transfer::Done) return no_answer(answer.transfer, stop(), limits_);
    Expected<Preview> preview = decode_preview(answer.view(), limits_);
    if (!preview) stop();
    return preview;
}

Expected<Examination> Cell::examine(std::string_view bytes, const KeyAnswers& keys, std::chrono::sys_seconds received_at) {
    const CellRequest request{
        .kind = CellRequest::Kind::Examine, .received_at = received_at, .keys = keys, .mail = handed_over(bytes, limits_)};
    const Frame answer = ask(child_, fd_, request, limits_);
    if (answer.transfer != Transfer::Done) return no_answer(answer.transfer, stop(), limits_);
    Expected<Examination> examination = decode_answer_to(request, answer.view(), limits_);
    if (!examination) stop();
    return examination;
}

}  // namespace tlsrpt
