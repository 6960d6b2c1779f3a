// The fork server: cells that are as empty as the first one, however late they are started; and what is heard of those that end.
#include "tlsrpt/fork_server.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include "examine/cell_process.hpp"
#include "examine/channel.hpp"
#include "examine/custody.hpp"
#include "examine/sanitizer.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

using Work = std::function<CellWork(const Limits&)>;

/// Answers with what `say` makes of the mail.
Work saying(std::function<std::string(std::string_view)> say) {
    return [say = std::move(say)](const Limits&) -> CellWork {
        return [say](const CellRequest& request) { return say(request.mail); };
    };
}

ForkServer start(const Work& work) {
    Expected<ForkServer> server = start_fork_server(work);
    REQUIRE(server.has_value());
    return *std::move(server);
}

/// Waits for it.
Expected<ForkServer::Event> hear(ForkServer& server) {
    for (;;) {
        auto heard = server.next();
        if (!heard) return heard.error();
        if (*heard) return std::visit([](auto&& event) { return Expected<ForkServer::Event>{std::forward<decltype(event)>(event)}; }, **std::move(heard));
        pollfd readable{server.fd(), POLLIN, 0};
        ::poll(&readable, 1, -1);
    }
}

struct Colleague {
    pid_t pid{-1};
    int fd{-1};

    Colleague(ForkServer& server, const Limits& limits = {}) {
        REQUIRE(server.request_cell(limits).has_value());
        const auto heard = hear(server);
        REQUIRE(heard.has_value());
        const auto* started = std::get_if<ForkServer::Started>(&*heard);
        REQUIRE(started != nullptr);
        pid = started->pid;
        fd = started->fd;
        char ready = 0;
        REQUIRE(receive_exactly(fd, {&ready, 1}, std::nullopt) == Transfer::Done);
        CHECK(ready == cell_is_ready);
    }
    Colleague(const Colleague&) = delete;
    Colleague& operator=(const Colleague&) = delete;
    ~Colleague() { ::close(fd); }

    /// What it answers; "gone" when it ends instead.
    std::string ask(std::string_view mail) const {
        const CellRequest request{.mail = mail};
        if (send_frame(fd, encode_without_mail(request), request.mail, std::nullopt) != Transfer::Done) return "gone";
        const Frame frame = receive_frame(fd, 1000, std::nullopt);
        return frame.transfer == Transfer::Done ? std::string{frame.view()} : "gone";
    }
};

std::string end(ForkServer& server, pid_t cell) {
    REQUIRE(server.end_cell(cell).has_value());
    const auto heard = hear(server);
    REQUIRE(heard.has_value());
    const auto* ended = std::get_if<ForkServer::Ended>(&*heard);
    REQUIRE(ended != nullptr);
    CHECK(ended->pid == cell);
    return describe_end(ended->status);
}

}  // namespace

TEST_CASE("cells of a fork server answer, are children of its own, and are replaced") {
    ForkServer server = start(saying([](std::string_view mail) { return std::string{mail} + ' ' + std::to_string(::getppid()); }));
    const std::string parent = ' ' + std::to_string(server.pid());
    pid_t first = -1;
    {
        const Colleague cell{server};
        first = cell.pid;
        CHECK(cell.ask("one") == "one" + parent);
        CHECK(cell.ask("two") == "two" + parent);
    }
    CHECK(end(server, first) != "how it ended is unknown");
    const Colleague successor{server};
    CHECK(successor.pid != first);
    CHECK(successor.ask("three") == "three" + parent);
}

TEST_CASE("how a cell ended is heard, whether it ended by itself or not") {
    struct Case {
        const char* mail;
        std::string expected;
    };
    const Case cases[] = {
        {"crash", "it was ended by signal 11 (SIGSEGV)"},
        {"exit", "it exited with status 42"},
        {"throw", "an exception escaped"},
        {"socket", "it was ended by signal 31 (SIGSYS): it asked the system for something forbidden"},
        {"live", "it was ended by signal 9 (SIGKILL)"},
    };
    ForkServer server = start(saying([](std::string_view mail) -> std::string {
        if (mail == "crash") ::raise(SIGSEGV);
        if (mail == "exit") ::_exit(42);
        if (mail == "throw") throw 1;
        if (mail == "socket") ::socket(AF_INET, SOCK_STREAM, 0);
        return "alive";
    }));
    for (const Case& c : cases) {
        CAPTURE(c.mail);
        const Colleague cell{server};
        CHECK(cell.ask(c.mail) == (std::string_view{c.mail} == "live" ? "alive" : "gone"));
        CHECK(end(server, cell.pid) == c.expected);
    }
}

TEST_CASE("while no descriptor is free no cell starts, and afterwards one does") {
    ForkServer server = start(saying([](std::string_view mail) { return std::string{mail}; }));
    rlimit usual{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &usual) == 0);
    const int lowest_free = ::fcntl(server.fd(), F_DUPFD, 0);
    REQUIRE(lowest_free >= 0);
    ::close(lowest_free);
    const rlimit none{static_cast<rlim_t>(lowest_free), usual.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    REQUIRE(server.request_cell(Limits{}).has_value());
    const auto refused = hear(server);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &usual) == 0);
    REQUIRE(refused.has_value());
    REQUIRE(std::holds_alternative<ForkServer::NotStarted>(*refused));
    CHECK(std::get<ForkServer::NotStarted>(*refused).error.detail == "no descriptor is left for a cell's socket");

    // The cell that nobody can reach is not left behind.
    const auto ended = hear(server);
    REQUIRE(ended.has_value());
    CHECK(std::holds_alternative<ForkServer::Ended>(*ended));
    const Colleague next{server};
    CHECK(next.pid > 0);
}

TEST_CASE("only its own children are ended") {
    ForkServer server = start(examiner_work);
    for (const pid_t stranger : {::getpid(), 0, -1, 1}) CHECK(end(server, stranger) == "how it ended is unknown");
    const Colleague cell{server};
    CHECK(end(server, cell.pid) == "it was ended by signal 9 (SIGKILL)");
    CHECK(end(server, cell.pid) == "how it ended is unknown");
}

TEST_CASE("each cell has the limits that were asked for it") {
    ForkServer server = start([](const Limits& limits) -> CellWork {
        return [limits](const CellRequest&) {
            rlimit memory{};
            ::getrlimit(RLIMIT_AS, &memory);
            return std::to_string(limits.max_parts) + (memory.rlim_cur == RLIM_INFINITY ? " unlimited" : " limited");
        };
    });
    for (const std::size_t parts : {3U, 50U}) {
        Limits limits;
        limits.max_parts = parts;
        CHECK(Colleague{server, limits}.ask("") == std::to_string(parts) + (sanitized ? " unlimited" : " limited"));
    }
}

TEST_CASE("from inside: one descriptor, no file, no socket, no process; in a replaced cell, too") {
    const int before = ::open("/dev/zero", O_RDONLY);
    ForkServer server = start(saying([](std::string_view mail) -> std::string {
        if (mail == "descriptors") {
            std::string open;
            for (int fd = 0; fd < 1024; ++fd)
                if (::fcntl(fd, F_GETFD) != -1) open += std::to_string(fd) + ' ';
            return open;
        }
        if (mail == "file") return ::open("/etc/passwd", O_RDONLY) == -1 && errno == EACCES ? "refused" : "reached";
        if (mail == "socket") ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (mail == "process" && ::fork() == 0) ::_exit(0);
        if (mail == "program") ::execl("/bin/true", "true", nullptr);
        return "reached";
    }));
    const int after = ::open("/dev/zero", O_RDONLY);  // as the store would be, and the listeners
    REQUIRE(before >= 0);
    REQUIRE(after >= 0);
    for (const char* which : {"the first", "a replaced one"}) {
        CAPTURE(which);
        for (const char* forbidden : {"socket", "process", "program"}) {
            CAPTURE(forbidden);
            const Colleague cell{server};
            CHECK(cell.ask("descriptors") == "0 1 2 3 ");
            if (!counted) CHECK(cell.ask("file") == "refused");
            CHECK(cell.ask(forbidden) == "gone");
            CHECK(end(server, cell.pid) == "it was ended by signal 31 (SIGSYS): it asked the system for something forbidden");
        }
    }
    ::close(before);
    ::close(after);
}

TEST_CASE("a fork server that is killed is noticed, and takes its cells with it") {
    ForkServer server = start(examiner_work);
    const Colleague cell{server};
    ::kill(server.pid(), SIGKILL);
    const auto heard = hear(server);
    REQUIRE_FALSE(heard.has_value());
    CHECK(heard.error() == Error{Slug::Internal, "the fork server is gone"});
    CHECK(server.request_cell({}).error() == Error{Slug::Internal, "the fork server is gone"});
    char none = 0;
    CHECK(receive_exactly(cell.fd, {&none, 1}, std::nullopt) == Transfer::Closed);
}

TEST_CASE("signals to a whole group do not end it or its cells") {
    ForkServer server = start(saying([](std::string_view) { return "alive"; }));
    const Colleague cell{server};
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        ::kill(server.pid(), signal);
        ::kill(cell.pid, signal);
    }
    CHECK(cell.ask("") == "alive");
    CHECK(Colleague{server}.ask("") == "alive");
}

TEST_CASE("whoever started it dies: server and cells die too") {
    int pipe_ends[2];
    REQUIRE(::pipe(pipe_ends) == 0);
    const pid_t owner = ::fork();
    REQUIRE(owner >= 0);
    if (owner == 0) {
        ForkServer server = start(examiner_work);
        const Colleague cell{server};
        const pid_t pids[] = {server.pid(), cell.pid};
        if (::write(pipe_ends[1], pids, sizeof pids) != sizeof pids) ::_exit(1);
        ::raise(SIGKILL);
    }
    pid_t pids[2] = {-1, -1};
    REQUIRE(::read(pipe_ends[0], pids, sizeof pids) == sizeof pids);
    ::close(pipe_ends[0]);
    ::close(pipe_ends[1]);
    int handles[2] = {-1, -1};
    for (const int i : {0, 1}) handles[i] = static_cast<int>(::syscall(SYS_pidfd_open, pids[i], 0));  // -1: gone already
    ::waitpid(owner, nullptr, 0);
    for (const int handle : handles) {
        if (handle < 0) continue;
        pollfd ended{handle, POLLIN, 0};
        CHECK(::poll(&ended, 1, 60'000) == 1);
        ::close(handle);
    }
}
