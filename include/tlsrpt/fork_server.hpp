// Where the daemon's cells come from: a process that was forked before anything was worth stealing.
//
//     program starts ─fork─► fork server ─fork─► cell, cell, cell …
//                              "one more" ─►  pid and socket, by SCM_RIGHTS
//                              "end it"   ─►  how it ended
//
// A cell is a copy of the process that forks it. The daemon itself has threads, listeners and an open store; the fork server has one thread and one
// socket, so that a cell that starts after a year of running is as empty as the first. It starts cells exactly as Cell::start() does.
//
// Rules:
//   - A cell is its child, so it stays a zombie, and its process id its own, until end() was asked for: CPU limits cannot reach a stranger.
//   - It dies with the process that started it, and its cells with it. It ignores SIGINT, SIGTERM and SIGHUP: what the daemon has accepted
//     is finished.
//   - It reads nothing but its own program's requests. When it is gone the daemon can examine nothing and has to end, too.
//
// I/O: one socket; no call here waits. One thread at a time; start it before any other thread exists.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

struct CellRequest;    // src/examine/wire.hpp

class ForkServer {
public:
    /// A cell was forked. It says that it is ready over its socket, or ends.
    struct Started {
        pid_t pid{-1};
        int fd{-1};    ///< the parent's end; the caller's to close
    };
    struct NotStarted {
        Error error;    ///< internal; also when no descriptor is free for its socket
    };
    struct Ended {
        pid_t pid{-1};     ///< nobody's where the cell was one that could not be reached
        int status{-1};    ///< as waitpid(2) gives it; -1 when nobody knows
    };
    using Event = std::variant<Started, NotStarted, Ended>;

    /// @return internal  fork or socketpair failed
    static Expected<ForkServer> start();
    ForkServer(ForkServer&& other) noexcept;
    ForkServer& operator=(ForkServer&&) = delete;
    ForkServer(const ForkServer&) = delete;
    ForkServer& operator=(const ForkServer&) = delete;
    ~ForkServer();    ///< ends it, and thereby its cells

    /// Asks for a cell with these limits: one Started or NotStarted will come. @return internal  the server is gone, or stuck
    Expected<void> request_cell(const Limits& limits);
    /// Ends a cell, unless it has ended by itself, and lets go of its process id: one Ended will come.
    Expected<void> end_cell(pid_t cell);

    /// Readable: call next() until it gives none.
    [[nodiscard]] int fd() const { return fd_; }
    /// What has come in; requests are answered in their order. @return internal  the server is gone
    Expected<std::optional<Event>> next();

    [[nodiscard]] pid_t pid() const { return server_; }

private:
    using Work = std::function<std::string(const CellRequest&)>;
    // src/examine/cell_process.hpp: cells that do other work, for the tests of what happens when they fail
    friend Expected<ForkServer> start_fork_server(const std::function<Work(const Limits&)>& work_under);
    ForkServer(pid_t server, int fd) : server_(server), fd_(fd) {}
    pid_t server_{-1};
    int fd_{-1};
};

}  // namespace tlsrpt
