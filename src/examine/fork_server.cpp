// Both sides of the fork server: the calls of the daemon, and the child that answers them.
//
// One sequenced packet is one request or one reply; both ends are the same program, forked, so they are plain structs.
#include "tlsrpt/fork_server.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <type_traits>
#include <utility>

#include "examine/cell_process.hpp"
#include "examine/child.hpp"
#include "examine/custody.hpp"

namespace tlsrpt {
namespace {

struct Request {
    enum class Kind : std::uint8_t { Start, End };
    Kind kind{Kind::Start};
    pid_t cell{-1};    // End only
    Limits limits{};   // Start only
};

struct Reply {
    enum class Kind : std::uint8_t { Started, NotStarted, Ended };
    Kind kind{Kind::NotStarted};
    pid_t cell{-1};
    int status{-1};               // Ended only
    std::array<char, 200> why{};  // NotStarted only; with its NUL
};

static_assert(std::is_trivially_copyable_v<Request> && std::is_trivially_copyable_v<Reply>);

using WorkUnder = std::function<CellWork(const Limits&)>;

/// Room for one descriptor beside a message.
union OneDescriptor {
    cmsghdr header;
    char octets[CMSG_SPACE(sizeof(int))];
};

/// @param fd  goes with it; -1: none
bool send_reply(const Reply& reply, int fd) {
    iovec part{.iov_base = const_cast<Reply*>(&reply), .iov_len = sizeof reply};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    OneDescriptor beside{};
    if (fd >= 0) {
        message.msg_control = &beside;
        message.msg_controllen = sizeof beside;
        cmsghdr* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof fd);
        std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(child_fd, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(sizeof reply);
}

bool start_one(const Limits& limits, const WorkUnder& work_under) {
    const Expected<ForkedCell> forked = fork_cell(limits, work_under(limits));
    Reply reply;
    if (!forked) {
        const std::string& why = forked.error().detail;
        why.copy(reply.why.data(), reply.why.size() - 1);
        return send_reply(reply, -1);
    }
    reply.kind = Reply::Kind::Started;
    reply.cell = forked->pid;
    const bool sent = send_reply(reply, forked->fd);
    ::close(forked->fd);
    return sent;
}

bool end_one(pid_t cell) {
    Reply reply;
    reply.kind = Reply::Kind::Ended;
    reply.cell = cell;
    // Only a child of ours, dead or alive, and still unreaped: nobody else can have its number.
    siginfo_t state{};
    if (cell > 0 && ::waitid(P_PID, static_cast<id_t>(cell), &state, WEXITED | WNOHANG | WNOWAIT) == 0) {
        ::kill(cell, SIGKILL);  // one that has ended already keeps its own status
        pid_t reaped = -1;
        do {
            reaped = ::waitpid(cell, &reply.status, 0);
        } while (reaped < 0 && errno == EINTR);
        if (reaped < 0) reply.status = -1;
    }
    return send_reply(reply, -1);
}

[[noreturn]] void run_fork_server(int fd, pid_t parent, const WorkUnder& work_under) noexcept {
    bool good = bind_to(parent) && keep_only(fd) && reset_signals();
    while (good) {
        Request request;
        const ssize_t received = ::recv(child_fd, &request, sizeof request, 0);
        if (received < 0 && errno == EINTR) continue;
        if (received != static_cast<ssize_t>(sizeof request)) break;
        try {
            good = request.kind == Request::Kind::Start ? start_one(request.limits, work_under) : end_one(request.cell);
        } catch (...) {
            break;  // no memory; whoever started it notices
        }
    }
    ::_exit(good ? 0 : 1);
}

Error gone(std::string_view why) { return {Slug::Internal, "the fork server " + std::string{why}}; }

Expected<void> send_request(int fd, const Request& request) {
    ssize_t sent = -1;
    do {
        sent = ::send(fd, &request, sizeof request, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    if (sent == static_cast<ssize_t>(sizeof request)) return {};
    return gone(sent < 0 && errno == EAGAIN ? "does not answer" : "is gone");
}

/// The descriptor that came beside a message; -1: none.
int descriptor_in(msghdr& message) {
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) return -1;
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(header), sizeof fd);
    return fd;
}

}  // namespace

Expected<ForkServer> start_fork_server(const WorkUnder& work_under) {
    const auto failed = [](const char* call, int error) {
        return Error{Slug::Internal, std::string{"cannot start the fork server: "} + call + ": " + std::strerror(error)};
    };
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return failed("socketpair", errno);
    const pid_t parent = ::getpid();
    pid_t child = -1;
    {
        const SignalsBlocked blocked;
        child = ::fork();
        if (child == 0) run_fork_server(ends[1], parent, work_under);
    }
    const int fork_errno = errno;
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return failed("fork", fork_errno);
    }
    return ForkServer{child, ends[0]};
}

Expected<ForkServer> ForkServer::start() { return start_fork_server(examiner_work); }

ForkServer::ForkServer(ForkServer&& other) noexcept : server_(std::exchange(other.server_, -1)), fd_(std::exchange(other.fd_, -1)) {}

ForkServer::~ForkServer() {
    if (fd_ >= 0) ::close(fd_);
    if (server_ < 0) return;
    ::kill(server_, SIGKILL);
    while (::waitpid(server_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

Expected<void> ForkServer::request_cell(const Limits& limits) {
    return send_request(fd_, {.kind = Request::Kind::Start, .limits = limits});
}

Expected<void> ForkServer::end_cell(pid_t cell) { return send_request(fd_, {.kind = Request::Kind::End, .cell = cell}); }

Expected<std::optional<ForkServer::Event>> ForkServer::next() {
    using Heard = std::optional<Event>;
    Reply reply;
    iovec part{.iov_base = &reply, .iov_len = sizeof reply};
    OneDescriptor beside{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = &beside;
    message.msg_controllen = sizeof beside;
    ssize_t received = -1;
    do {
        received = ::recvmsg(fd_, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    } while (received < 0 && errno == EINTR);
    if (received < 0 && errno == EAGAIN) return Heard{};
    if (received != static_cast<ssize_t>(sizeof reply)) return gone("is gone");

    const int fd = descriptor_in(message);
    switch (reply.kind) {
        case Reply::Kind::Started:
            if (fd < 0) {  // none is free here: nobody can reach that cell
                if (auto sent = end_cell(reply.cell); !sent) return sent.error();
                return Heard{NotStarted{{Slug::Internal, "no descriptor is left for a cell's socket"}}};
            }
            return Heard{Started{.pid = reply.cell, .fd = fd}};
        case Reply::Kind::NotStarted:
            return Heard{NotStarted{{Slug::Internal, reply.why.data()}}};
        case Reply::Kind::Ended:
            break;
    }
    return Heard{Ended{.pid = reply.cell, .status = reply.status}};
}

}  // namespace tlsrpt
