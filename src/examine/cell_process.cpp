#include "examine/cell_process.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <new>

#include "examine/channel.hpp"
#include "examine/child.hpp"
#include "examine/custody.hpp"
#include "examine/sandbox.hpp"
#include "examine/sanitizer.hpp"

namespace tlsrpt {
namespace {

/// CPU seconds of a cell's whole life. Only the soft limit is raised for each mail; a cell that gets here is replaced.
constexpr rlim_t max_life_cpu_seconds = 3600;

[[noreturn]] void leave(CellExit status) noexcept {
    // Not exit(): destructors and atexit functions belong to the parent.
    ::_exit(static_cast<int>(status));
}

/// Lowers both limits, never raises the hard one.
bool limit(__rlimit_resource resource, rlim_t value) {
    rlimit current{};
    if (::getrlimit(resource, &current) != 0) return false;
    const rlim_t allowed = std::min(value, current.rlim_max);
    const rlimit lowered{.rlim_cur = allowed, .rlim_max = allowed};
    return ::setrlimit(resource, &lowered) == 0;
}

bool limit_resources(std::size_t mapped, const Limits& limits) {
    return limit(RLIMIT_CORE, 0) && (counted || limit(RLIMIT_FSIZE, 0)) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_CPU, max_life_cpu_seconds) &&
           (sanitized || limit(RLIMIT_AS, mapped + limits.max_cell_memory_bytes));
}

/// Requests that came together are answered together.
void serve(const Limits& limits, const CellWork& work) {
    FrameReader requests{child_fd};
    FrameWriter answers{child_fd};
    KeysBefore keys;
    for (;;) {
        // The parent is trusted, so nothing but memory bounds its request.
        std::string_view octets;
        if (requests.next(octets) != Transfer::Done) leave(CellExit::ParentGone);
        const Expected<CellRequest> request = decode_next_request(octets, limits, keys);
        if (!request) leave(CellExit::BadRequest);
        if (answers.send(work(*request), requests.has_next()) != Transfer::Done) leave(CellExit::ParentGone);
    }
}

}  // namespace

std::size_t mapped_bytes() {
    const int fd = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    std::array<char, 128> text{};
    const ssize_t size = ::read(fd, text.data(), text.size());
    ::close(fd);
    std::size_t pages = 0;  // the first number: all of the address space
    if (size <= 0 || std::from_chars(text.data(), text.data() + size, pages).ec != std::errc{}) return 0;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

Expected<ForkedCell> fork_cell(const Limits& limits, const CellWork& work) {
    const std::size_t mapped = mapped_bytes();
    if (mapped == 0) return cannot_start_since("/proc/self/statm", errno);
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return cannot_start_since("socketpair", errno);

    const pid_t parent = ::getpid();
    pid_t child = -1;
    {
        const SignalsBlocked blocked;
        child = ::fork();
        if (child == 0) run_cell(ends[1], parent, mapped, limits, work);
    }
    const int fork_errno = errno;
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return cannot_start_since("fork", fork_errno);
    }
    return ForkedCell{.pid = child, .fd = ends[0]};
}

void run_cell(int fd, int parent, std::size_t mapped, const Limits& limits, const CellWork& work) noexcept {
    if (!bind_to(parent) || !keep_only(fd) || !reset_signals() || !limit_resources(mapped, limits)) leave(CellExit::SetUpFailed);
    if (!lock_process()) leave(CellExit::LockFailed);
    if (::send(child_fd, &cell_is_ready, 1, MSG_NOSIGNAL) != 1) leave(CellExit::ParentGone);
    try {
        serve(limits, work);
    } catch (const std::bad_alloc&) {
        leave(CellExit::OutOfMemory);
    } catch (...) {
        leave(CellExit::Exception);
    }
    leave(CellExit::ParentGone);
}

}  // namespace tlsrpt
