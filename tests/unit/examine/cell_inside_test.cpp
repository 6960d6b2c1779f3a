// A cell from inside: what it has given up, and what happens when it reaches for it all the same.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>
#include <string>

#include "examine/cell_process.hpp"
#include "examine/sanitizer.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

std::string answer_saying(std::string detail) {
    Examination e;
    e.slug = Slug::NoSignature;
    e.detail = std::move(detail);
    return encode(e);
}

/// Runs `work` in a cell and returns what it says of itself.
std::string hear(const std::function<std::string()>& work, const Limits& limits = {}) {
    Expected<Cell> cell = start_cell(limits, [&](const CellRequest&) { return answer_saying(work()); });
    REQUIRE(cell.has_value());
    const Expected<Examination> heard = cell->examine("mail", {}, {});
    return heard ? heard->detail : "error: " + heard.error().detail;
}

}  // namespace

TEST_CASE("the only descriptors are the socket and /dev/null") {
    const int secret = ::open("/dev/zero", O_RDONLY);  // no O_CLOEXEC, and there is no exec
    REQUIRE(secret >= 0);
    const std::string heard = hear([] {
        std::string open;
        for (int fd = 0; fd < 1024; ++fd)
            if (::fcntl(fd, F_GETFD) != -1) open += std::to_string(fd) + ' ';
        return open;
    });
    ::close(secret);
    CHECK(heard == "0 1 2 3 ");
}

TEST_CASE("limits") {
    struct Limited {
        const char* what;
        __rlimit_resource resource;
        rlim_t soft;
    };
    Limits limits;
    limits.max_cell_cpu = 7s;
    const Limited table[] = {
        {"core", RLIMIT_CORE, 0}, {"file size", RLIMIT_FSIZE, 0}, {"processes", RLIMIT_NPROC, 0}, {"CPU", RLIMIT_CPU, 8}};
    for (const Limited& limited : table) {
        if (counted && limited.resource == RLIMIT_FSIZE) continue;
        CAPTURE(limited.what);
        const std::string heard = hear(
            [&] {
                rlimit limit{};
                return ::getrlimit(limited.resource, &limit) == 0 ? std::to_string(limit.rlim_cur) : "error";
            },
            limits);
        CHECK(heard == std::to_string(limited.soft));
    }
}

TEST_CASE("signals and dumps") {
    ::signal(SIGUSR1, SIG_IGN);
    ::signal(SIGUSR2, [](int) {});
    const std::string heard = hear([] {
        std::string said;
        for (const int number : {SIGUSR1, SIGUSR2, SIGPIPE, SIGXCPU, SIGTERM}) {
            struct sigaction action {};
            ::sigaction(number, nullptr, &action);
            said += action.sa_handler == SIG_DFL ? "default " : action.sa_handler == SIG_IGN ? "ignored " : "handled ";
        }
        sigset_t blocked;
        ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
        said += ::sigismember(&blocked, SIGXCPU) == 1 ? "blocked " : "open ";
        int with_parent = 0;
        ::prctl(PR_GET_PDEATHSIG, &with_parent);
        return said + (::prctl(PR_GET_DUMPABLE) == 0 ? "undumpable " : "dumpable ") + std::to_string(with_parent);
    });
    ::signal(SIGUSR1, SIG_DFL);
    ::signal(SIGUSR2, SIG_DFL);
    CHECK(heard == "default default default default ignored open undumpable 9");
}

TEST_CASE("files are refused with an error, so that libraries go on without them") {
    struct Attempt {
        const char* what;
        std::function<int()> reach;
    };
    const Attempt attempts[] = {
        {"read", [] { return ::open("/etc/passwd", O_RDONLY); }},
        {"write", [] { return ::open("/dev/null", O_WRONLY); }},
        {"create", [] { return ::open("/tmp/tlsrpt-cell-was-here", O_WRONLY | O_CREAT, 0600); }},
        {"stat",
         [] {
             struct stat s {};
             return ::stat("/etc/passwd", &s);
         }},
        {"list", [] { return ::open("/", O_RDONLY | O_DIRECTORY); }},
        {"remove", [] { return ::unlink("/tmp/tlsrpt-cell-was-here"); }},
        {"link",
         [] {
             char target[64];
             return static_cast<int>(::readlink("/proc/self/exe", target, sizeof target));
         }},
    };
    for (const Attempt& attempt : attempts) {
        if (counted) continue;
        CAPTURE(attempt.what);
        CHECK(hear([&] { return attempt.reach() == -1 ? std::to_string(errno) : "reached"; }) == std::to_string(EACCES));
    }
}

TEST_CASE("everything else that leads out of the cell ends it") {
    struct Attempt {
        const char* what;
        std::function<void()> reach;
    };
    const Attempt attempts[] = {
        {"a socket", [] { ::socket(AF_INET, SOCK_STREAM, 0); }},
        {"a pair of sockets",
         [] {
             int ends[2];
             ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
         }},
        {"a process",
         [] {
             if (::fork() == 0) ::_exit(0);
         }},
        {"a program", [] { ::execl("/bin/true", "true", nullptr); }},
        {"tracing", [] { ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
        {"a signal to the parent", [] { ::kill(::getppid(), 0); }},
        {"executable memory", [] { ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }},
        {"being traced", [] { ::prctl(PR_SET_DUMPABLE, 1); }},
        {"another user", [] { [[maybe_unused]] const int result = ::setuid(0); }},
        {"one more descriptor", [] { [[maybe_unused]] const int copy = ::dup(0); }},
    };
    for (const Attempt& attempt : attempts) {
        CAPTURE(attempt.what);
        const std::string heard = hear([&] {
            attempt.reach();
            return std::string{"reached"};
        });
        CHECK(heard ==
              "error: the examiner gave no answer: it was ended by signal 31 (SIGSYS): it asked the system for something forbidden");
    }
}

TEST_CASE("a cell cannot give itself more CPU time; the parent does so for each mail") {
    Limits limits;
    limits.max_cell_cpu = 5s;
    const std::string heard = hear(
        [] {
            rlimit limit{};
            ::getrlimit(RLIMIT_CPU, &limit);
            limit.rlim_cur = limit.rlim_max;
            return ::setrlimit(RLIMIT_CPU, &limit) == -1 ? std::to_string(errno) : "raised";
        },
        limits);
    CHECK(heard == std::to_string(EPERM));
}
