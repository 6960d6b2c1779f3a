#include "lmtp/listener.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

Error failed(const std::string& what, int error) { return Error{Slug::Misconfigured, what + ": " + std::generic_category().message(error)}; }

union SocketAddress {
    sockaddr any;
    sockaddr_un local;
    sockaddr_in ip4;
    sockaddr_in6 ip6;
};

struct Endpoint {
    SocketAddress address{};
    socklen_t size{0};
};

Endpoint local_endpoint(const std::string& path) {
    Endpoint endpoint;
    endpoint.address.local.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), endpoint.address.local.sun_path);
    endpoint.size = sizeof endpoint.address.local;
    return endpoint;
}

std::optional<Endpoint> internet_endpoint(const std::string& host, std::uint16_t port) {
    Endpoint endpoint;
    if (inet_pton(AF_INET, host.c_str(), &endpoint.address.ip4.sin_addr) == 1) {
        endpoint.address.ip4.sin_family = AF_INET;
        endpoint.address.ip4.sin_port = htons(port);
        endpoint.size = sizeof endpoint.address.ip4;
        return endpoint;
    }
    if (inet_pton(AF_INET6, host.c_str(), &endpoint.address.ip6.sin6_addr) == 1) {
        endpoint.address.ip6.sin6_family = AF_INET6;
        endpoint.address.ip6.sin6_port = htons(port);
        endpoint.size = sizeof endpoint.address.ip6;
        return endpoint;
    }
    return std::nullopt;
}

bool is_loopback(const Endpoint& endpoint) {
    constexpr std::uint32_t loopback_net = 127;
    if (endpoint.address.any.sa_family == AF_INET) return ntohl(endpoint.address.ip4.sin_addr.s_addr) >> 24 == loopback_net;
    return IN6_IS_ADDR_LOOPBACK(&endpoint.address.ip6.sin6_addr) != 0;
}

std::string name_of(int fd) {
    SocketAddress address{};
    socklen_t size = sizeof address;
    char host[INET6_ADDRSTRLEN] = "";
    if (getsockname(fd, &address.any, &size) != 0) return "unknown";
    if (address.any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &address.ip4.sin_addr, host, sizeof host);
        return std::string{host} + ':' + std::to_string(ntohs(address.ip4.sin_port));
    }
    if (address.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address.ip6.sin6_addr, host, sizeof host);
        return '[' + std::string{host} + "]:" + std::to_string(ntohs(address.ip6.sin6_port));
    }
    return "unix:" + std::string{address.local.sun_path, strnlen(address.local.sun_path, sizeof address.local.sun_path)};
}

class Socket {
public:
    explicit Socket(int family) : fd_(socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (fd_ >= 0) close(fd_);
    }
    [[nodiscard]] int number() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

// What stands at the path may be replaced: nothing, or the socket of a daemon that is gone.
Expected<void> may_replace(const std::string& path) {
    struct stat found {};
    if (lstat(path.c_str(), &found) != 0) return errno == ENOENT ? Expected<void>{} : failed(path, errno);
    if (!S_ISSOCK(found.st_mode)) return Error{Slug::Misconfigured, path + " is there and is no socket"};
    const Socket probe{AF_UNIX};
    const Endpoint endpoint = local_endpoint(path);
    if (probe.number() < 0) return failed(path, errno);
    if (connect(probe.number(), &endpoint.address.any, endpoint.size) == 0 || errno != ECONNREFUSED)
        return Error{Slug::Misconfigured, path + " is served by another process"};
    return {};
}

Expected<gid_t> group_named(const std::string& name) {
    if (name.empty()) return static_cast<gid_t>(-1);    // chown(2): unchanged
    const group* found = getgrnam(name.c_str());
    if (found == nullptr) return Error{Slug::Misconfigured, "lmtp.socket_group: no group \"" + name + "\""};
    return found->gr_gid;
}

Expected<Listener> open_local(const std::string& path, const SocketRights& rights) {
    const auto group = group_named(rights.group);
    if (!group) return group.error();
    if (auto free = may_replace(path); !free) return free.error();
    Socket socket{AF_UNIX};
    const std::string making = path + ".new";
    const Endpoint endpoint = local_endpoint(making);
    unlink(making.c_str());    // of a daemon that died in these lines; in a folder of ours
    if (socket.number() < 0 || bind(socket.number(), &endpoint.address.any, endpoint.size) != 0) return failed("unix:" + path, errno);
    const bool ready = chmod(making.c_str(), rights.mode) == 0 && (rights.group.empty() || chown(making.c_str(), static_cast<uid_t>(-1), *group) == 0) &&
                       listen(socket.number(), SOMAXCONN) == 0 && rename(making.c_str(), path.c_str()) == 0;
    if (!ready) {
        const int error = errno;
        unlink(making.c_str());
        return failed("unix:" + path, error);
    }
    return Listener{socket.release(), "unix:" + path, path};
}

Expected<Listener> open_internet(const ListenAddress& address) {
    const auto endpoint = internet_endpoint(address.host, address.port);
    if (!endpoint) return Error{Slug::Internal, "no address: " + address.host};
    Socket socket{endpoint->address.any.sa_family};
    const int on = 1;
    const bool ready = socket.number() >= 0 && setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                       (endpoint->address.any.sa_family == AF_INET || setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0) &&
                       bind(socket.number(), &endpoint->address.any, endpoint->size) == 0 && listen(socket.number(), SOMAXCONN) == 0;
    if (!ready) return failed(address.host + ':' + std::to_string(address.port), errno);
    std::string name = name_of(socket.number());
    return Listener{socket.release(), std::move(name)};
}

std::string taken(const char* name) {
    const char* value = std::getenv(name);
    std::string text = value == nullptr ? "" : value;
    unsetenv(name);
    return text;
}

}  // namespace

Expected<ListenAddress> parse_listen_address(std::string_view text, bool allow_remote) {
    const auto wrong = [&](const char* why) { return Error{Slug::Misconfigured, "cannot listen on \"" + std::string{text} + "\": " + why}; };
    ListenAddress address;
    constexpr std::string_view local = "unix:";
    if (text.starts_with(local)) {
        constexpr std::size_t room = sizeof(sockaddr_un::sun_path) - sizeof ".new";
        address.path = text.substr(local.size());
        if (!address.path.starts_with('/') || address.path.find('\0') != std::string::npos) return wrong("a path begins with \"/\"");
        if (address.path.size() > room) return wrong("the path is too long for a socket");
        return address;
    }
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong("it is neither unix:PATH nor ADDRESS:PORT");
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto port = parse_count(text.substr(colon + 1));
    if (!port || *port > 65535) return wrong("a port is a number up to 65535");
    address.host = host == "localhost" ? "127.0.0.1" : host;
    address.port = static_cast<std::uint16_t>(*port);
    const auto endpoint = internet_endpoint(address.host, address.port);
    if (!endpoint) return wrong("names are not looked up: give an address");
    if (!allow_remote && !is_loopback(*endpoint)) return wrong("it is not loopback, and lmtp.allow_remote is false");
    return address;
}

Listener::Listener(int fd, std::string name, std::string path) : fd_(fd), name_(std::move(name)), path_(std::move(path)) {
    struct stat made {};
    if (path_.empty() || lstat(path_.c_str(), &made) != 0) return;
    device_ = made.st_dev;
    inode_ = made.st_ino;
}

Listener::Listener(Listener&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)), path_(std::move(other.path_)), device_(other.device_), inode_(other.inode_) {
    other.path_.clear();
}

Listener::~Listener() {
    struct stat found {};    // another daemon may have put its own there since
    if (!path_.empty() && lstat(path_.c_str(), &found) == 0 && found.st_dev == device_ && found.st_ino == inode_) unlink(path_.c_str());
    if (fd_ >= 0) close(fd_);
}

Expected<Listener> open_listener(const ListenAddress& address, const SocketRights& rights) {
    return address.path.empty() ? open_internet(address) : open_local(address.path, rights);
}

Expected<std::vector<Listener>> inherited_listeners() {
    constexpr int first = 3;    // SD_LISTEN_FDS_START
    constexpr std::uint64_t most = 64;
    const std::string pid = taken("LISTEN_PID");
    const auto count = parse_count(taken("LISTEN_FDS"));
    unsetenv("LISTEN_FDNAMES");
    std::vector<Listener> listeners;
    if (!count || pid != std::to_string(getpid())) return listeners;
    for (int fd = first; fd < first + static_cast<int>(std::min(*count, most)); ++fd) {
        int listens = 0;
        socklen_t size = sizeof listens;
        const bool usable = getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0;
        if (!usable || fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
            return Error{Slug::Misconfigured, "descriptor " + std::to_string(fd) + " from systemd is no listening socket"};
        listeners.emplace_back(fd, name_of(fd));
    }
    return listeners;
}

}  // namespace tlsrpt
