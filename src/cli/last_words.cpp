#include "cli/last_words.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <string>

namespace tlsrpt {
namespace {

// A status line that a signal handler may use: no memory is allocated, nothing is computed.
class Line {
public:
    void set(Slug slug, std::string_view detail) {
        const std::string line = status_line(slug, detail) + "\n";
        length_ = std::min(line.size(), text_.size());
        std::copy_n(line.begin(), length_, text_.begin());
    }
    void print() const { (void)!write(STDOUT_FILENO, text_.data(), length_); }

private:
    std::array<char, 256> text_{};
    std::size_t length_{0};
};

Line deadline_line;
Line ended_line;
Line crashed_line;
Line unreadable_store_line;
pid_t speaker = 0;    // the process that the MTA listens to; a forked cell inherits handlers and must stay silent

constexpr std::array crash_signals{SIGSEGV, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP};
// Signals that do not end a process by themselves.
constexpr std::array harmless_signals{SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH};

template <std::size_t size>
bool contains(const std::array<int, size>& signals, int signal) {
    return std::find(signals.begin(), signals.end(), signal) != signals.end();
}

extern "C" void speak_and_leave(int signal) {
    if (getpid() == speaker) {
        const Line& line = signal == SIGALRM                  ? deadline_line
                           : signal == SIGBUS                 ? unreadable_store_line
                           : contains(crash_signals, signal) ? crashed_line
                                                             : ended_line;
        line.print();
    }
    _exit(exit_tempfail);
}

void set_disposition(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_ONSTACK;
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

// A stack overflow has no stack left to run a handler on.
void use_own_stack() {
    alignas(16) static std::array<char, 32u << 10> memory;
    stack_t stack{};
    stack.ss_sp = memory.data();
    stack.ss_size = memory.size();
    sigaltstack(&stack, nullptr);
}

// open() takes the lowest free number. Reading a standard input that was closed goes on being an error: it must not look like an empty mail.
void open_standard_descriptors() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
        if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", O_WRONLY);
}

// An MTA reads both streams from one pipe, and takes what comes first for the status line.
void keep_chatter_apart() {
    struct stat out {};
    struct stat err {};
    if (fstat(STDOUT_FILENO, &out) != 0 || fstat(STDERR_FILENO, &err) != 0) return;
    if (out.st_dev != err.st_dev || out.st_ino != err.st_ino) return;
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null < 0) return;
    dup2(null, STDERR_FILENO);
    close(null);
}

[[noreturn]] void leave(std::string line, int exit_status) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);
    line += '\n';
    pollfd writable{STDOUT_FILENO, POLLOUT, 0};
    constexpr int wait_ms = 1000;    // a pipe that nobody empties must not hold us
    if (poll(&writable, 1, wait_ms) > 0) (void)!write(STDOUT_FILENO, line.data(), line.size());
    _exit(exit_status);
}

}  // namespace

void prepare_last_words(std::chrono::seconds deadline) {
    open_standard_descriptors();
    keep_chatter_apart();
    speaker = getpid();
    deadline_line.set(Slug::Overloaded, "no result within " + std::to_string(deadline.count()) + " seconds");
    ended_line.set(Slug::ShuttingDown, "ended by a signal before the mail was stored");
    crashed_line.set(Slug::Internal, "crashed before the mail was stored");
    unreadable_store_line.set(Slug::StoreUnavailable, "the store's memory could not be read (SIGBUS): is the disk full or failing?");

    use_own_stack();
    for (int signal = 1; signal <= SIGRTMAX; ++signal)    // SIGKILL, SIGSTOP and libc's own refuse
        set_disposition(signal, contains(harmless_signals, signal) ? SIG_DFL : speak_and_leave);    // SIGCHLD ignored would make waitpid() fail
    set_disposition(SIGPIPE, SIG_IGN);    // a write fails with EPIPE
    set_disposition(SIGXFSZ, SIG_IGN);    // a write fails with EFBIG
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    alarm(static_cast<unsigned>(deadline.count()));
}

void leave_kept(Slug slug, std::string_view detail) {
    // A mail whose key stayed unavailable for too long to wait on is kept in quarantine: its outcome defers, but it is ours now.
    std::string line = status_line(slug, detail);
    line.replace(0, line.find(' '), outcome_of(Slug::Stored).enhanced);
    leave(line, 0);
}

void leave_deferred(const Error& error) {
    const bool defers = outcome_of(error.slug).exit_status == exit_tempfail;
    leave(status_line(defers ? error.slug : Slug::Internal, error.detail), exit_tempfail);
}

}  // namespace tlsrpt
