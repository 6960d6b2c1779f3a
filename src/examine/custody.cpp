#include "examine/custody.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <ctime>

#include "examine/cell_process.hpp"
#include "examine/sanitizer.hpp"

namespace tlsrpt {

bool allow_cpu_time(pid_t cell, std::chrono::seconds more) {
    clockid_t clock{};
    timespec used{};
    rlimit limit{};
    if (::clock_getcpuclockid(cell, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return false;
    if (::prlimit(cell, RLIMIT_CPU, nullptr, &limit) != 0) return false;
    const rlim_t wanted = static_cast<rlim_t>(used.tv_sec) + 1 + static_cast<rlim_t>(more.count());  // 1: a second has begun
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    return ::prlimit(cell, RLIMIT_CPU, &limit, nullptr) == 0;
}

bool CpuAllowance::renew(pid_t cell, std::chrono::seconds more) {
    constexpr std::chrono::seconds spare{1};
    const auto now = std::chrono::steady_clock::now();
    if (renewed_ && now - *renewed_ < spare) return true;
    renewed_ = now;
    return allow_cpu_time(cell, more + spare);
}

std::string_view handed_over(std::string_view bytes, const Limits& limits) {
    return bytes.substr(0, std::max(limits.max_mail_bytes + 1, limits.max_mail_bytes));
}

std::string describe_end(int status) {
    if (status < 0) return "how it ended is unknown";
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        const char* name = ::sigabbrev_np(signal);
        const std::string_view meaning = signal == SIGXCPU  ? ": it ran out of CPU time"
                                         : signal == SIGSYS ? ": it asked the system for something forbidden"
                                                            : "";
        return fmt::format("it was ended by signal {} (SIG{}){}", signal, name != nullptr ? name : "?", meaning);
    }
    switch (static_cast<CellExit>(WEXITSTATUS(status))) {
        case CellExit::ParentGone:
            return "it ended by itself";
        case CellExit::SetUpFailed:
            return "it could not give up its rights";
        case CellExit::LockFailed:
            return "the kernel refused its seccomp filter";
        case CellExit::OutOfMemory:
            return "it ran out of memory";
        case CellExit::Exception:
            return "an exception escaped";
        case CellExit::BadRequest:
            return "it did not understand the request";
    }
    if (sanitized && WEXITSTATUS(status) == finding_exit_status) report_finding("a finding in a cell");
    return fmt::format("it exited with status {}", WEXITSTATUS(status));
}

Error no_answer(Transfer transfer, int status, const Limits& limits) {
    switch (transfer) {
        case Transfer::TimedOut:
            return {Slug::ExaminerFailed, fmt::format("the examiner took more than {} s", limits.max_cell_wait.count())};
        case Transfer::TooLarge:
            return {Slug::ExaminerFailed, fmt::format("the examiner's answer has more than {} bytes", limits.max_answer_bytes)};
        case Transfer::Done:
        case Transfer::Closed:
        case Transfer::Failed:
            break;
    }
    return {Slug::ExaminerFailed, "the examiner gave no answer: " + describe_end(status)};
}

Error cannot_start(std::string_view why) { return {Slug::Internal, fmt::format("cannot start an examiner: {}", why)}; }

Error cannot_start_since(std::string_view call, int error) { return cannot_start(fmt::format("{}: {}", call, std::strerror(error))); }

}  // namespace tlsrpt
