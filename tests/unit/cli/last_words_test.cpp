// Each case runs in a forked child, since it ends there.
#include "cli/last_words.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <exception>
#include <functional>
#include <string>
#include <vector>

using namespace tlsrpt;

namespace {

struct End {
    int wait_status{-1};
    std::string said;
    [[nodiscard]] int exit_status() const { return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1; }
};

// Runs `last` in a child whose standard output and standard error are one pipe, as an MTA's are.
End end_of(const std::function<void()>& last) {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        last();
        _exit(99);
    }
    REQUIRE(child > 0);
    close(ends[1]);
    End end;
    std::array<char, 512> buffer{};
    for (ssize_t count = 0; (count = read(ends[0], buffer.data(), buffer.size())) > 0;) end.said.append(buffer.data(), static_cast<std::size_t>(count));
    close(ends[0]);
    REQUIRE(waitpid(child, &end.wait_status, 0) == child);
    return end;
}

void prepare() { prepare_last_words(delivery_deadline); }

}  // namespace

TEST_CASE("every signal that ends a process ends it with one line and 75, whatever the parent had ignored or blocked") {
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGUSR1, SIGSEGV, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU,
                             SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSYS, SIGRTMIN, SIGRTMAX}) {
        CAPTURE(number);
        const End end = end_of([number] {
            (void)std::signal(number, SIG_IGN);
            sigset_t all;
            sigfillset(&all);
            sigprocmask(SIG_SETMASK, &all, nullptr);
            prepare();
            (void)raise(number);
        });
        CHECK(end.exit_status() == exit_tempfail);
        CHECK(end.said.starts_with("4."));
        CHECK(end.said.ends_with("\n"));
        CHECK(end.said.find('\n') == end.said.size() - 1);
    }
}

TEST_CASE("a broken pipe and a file size limit are errors to handle, not ends") {
    for (const int number : {SIGPIPE, SIGXFSZ, SIGCHLD, SIGWINCH}) {
        CAPTURE(number);
        CHECK(end_of([number] { prepare(), (void)raise(number); }).exit_status() == 99);
    }
}

TEST_CASE("SIGCHLD ignored by the parent does not hide our children from us") {
    CHECK(end_of([] {
              (void)std::signal(SIGCHLD, SIG_IGN);
              prepare();
              const pid_t child = fork();
              if (child == 0) _exit(0);
              int status = 0;
              if (waitpid(child, &status, 0) == child) _exit(42);
          }).exit_status() == 42);
}

TEST_CASE("an exception that nobody caught is a deferral") {
    const End end = end_of([] {
        prepare();
        std::terminate();
    });
    CHECK(end.exit_status() == exit_tempfail);
    CHECK(end.said.starts_with("4.3.5 internal: "));
}

TEST_CASE("a forked cell that crashes does not speak for its parent") {
    const End end = end_of([] {
        prepare();
        const pid_t cell = fork();
        if (cell == 0) (void)raise(SIGSEGV);
        waitpid(cell, nullptr, 0);
        leave_kept(Slug::Stored, "mail 1");
    });
    CHECK(end.exit_status() == 0);
    CHECK(end.said == "2.0.0 stored: mail 1\n");
}

TEST_CASE("chatter of libraries does not come before the status line") {
    const End end = end_of([] {
        prepare();
        (void)!write(STDERR_FILENO, "warning!\n", 9);
        leave_kept(Slug::Duplicate, "mail 2");
    });
    CHECK(end.said == "2.0.0 duplicate: mail 2\n");
}

TEST_CASE("kept is 0 and deferred is 75, whatever the slug usually means") {
    const End waited = end_of([] { leave_kept(Slug::KeyUnavailable, "mail 3"); });
    CHECK(waited.exit_status() == 0);
    CHECK(waited.said == "2.0.0 key-unavailable: mail 3\n");
    const End lost = end_of([] { leave_deferred({Slug::NoReportPart, "odd"}); });
    CHECK(lost.exit_status() == exit_tempfail);
    CHECK(lost.said == "4.3.5 internal: odd\n");
    const End busy = end_of([] { leave_deferred({Slug::StoreBusy, "locked\n4.0.0 by x"}); });
    CHECK(busy.exit_status() == exit_tempfail);
    CHECK(busy.said == "4.3.0 store-busy: locked\\x0A4.0.0 by x\n");
}

TEST_CASE("a standard output that is gone changes no answer, and a standard input that was closed stays unreadable") {
    CHECK(end_of([] {
              close(STDOUT_FILENO);
              prepare();
              leave_kept(Slug::Stored, "mail 4");
          }).exit_status() == 0);
    CHECK(end_of([] {
              close(STDIN_FILENO);
              prepare();
              char octet = 0;
              if (read(STDIN_FILENO, &octet, 1) < 0) _exit(42);
          }).exit_status() == 42);
}
