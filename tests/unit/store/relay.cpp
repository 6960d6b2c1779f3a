#include "relay.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <utility>

namespace tlsrpt::test {
namespace {

constexpr int turn_ms = 20;    // how often it looks whether the test is over
const char* const socket_name = "/.s.PGSQL.5432";

sockaddr_un address_of(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + socket_name;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return address;
}

int connect_to(const std::string& folder) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(folder);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    ::close(fd);
    return -1;
}

bool write_all(int fd, std::string_view octets) {
    while (!octets.empty()) {
        const ssize_t written = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (written <= 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

// What the client says, message by message (PostgreSQL's manual, chapter "Frontend/Backend Protocol"): finds a COMMIT that is executed, also when it was prepared long ago.
class Listener {
public:
    /// @return what may go on to the server; the rest follows from a COMMIT on
    std::string take(std::string_view octets, bool stop_before_commit, bool& at_commit) {
        waiting_ += octets;
        std::string passed;
        for (;;) {
            const std::size_t type = started_ ? 1 : 0;    // the first message has none
            if (waiting_.size() < type + 4) return passed;
            std::uint32_t length = 0;
            for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(waiting_[type + i]);
            if (waiting_.size() < type + length) return passed;
            const std::string message = waiting_.substr(0, type + length);
            if (started_ && is_commit(message)) {
                at_commit = true;
                if (stop_before_commit) return passed;
            }
            started_ = true;
            passed += message;
            waiting_.erase(0, message.size());
        }
    }
    std::string rest() { return std::exchange(waiting_, {}); }

private:
    bool is_commit(const std::string& message) {
        const char* const body = message.c_str() + 5;
        if (message[0] == 'P' && std::string{body + std::strlen(body) + 1} == "COMMIT") commits_.insert(body);
        return message[0] == 'B' && commits_.contains(body + std::strlen(body) + 1);
    }
    std::string waiting_;
    std::set<std::string> commits_;
    bool started_{false};
};

}  // namespace

Relay::Relay(std::string server) : server_(std::move(server)), folder_("/tmp/tlsrpt-relay-XXXXXX") {
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_of(folder_);
    REQUIRE(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    accepting_ = std::thread{[this] { accept_all(); }};
}

Relay::~Relay() {
    ending_ = true;
    accepting_.join();
    for (std::thread& session : sessions_) session.join();
    ::close(listener_);
    std::filesystem::remove_all(folder_);
}

std::string Relay::url() const { return "postgresql://postgres@/postgres?host=" + folder_; }

void Relay::accept_all() {
    while (!ending_) {
        pollfd ready{listener_, POLLIN, 0};
        if (::poll(&ready, 1, turn_ms) <= 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        ++connections_;
        sessions_.emplace_back([this, client] { serve(client); });
    }
}

void Relay::serve(int client) {
    const int server = connect_to(server_);
    Listener listener;
    std::array<char, 16384> octets{};
    bool open = server >= 0;
    while (open && !ending_) {
        std::array<pollfd, 2> ready{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        if (::poll(ready.data(), ready.size(), turn_ms) <= 0) continue;
        if (ready[1].revents != 0) {
            const ssize_t got = ::recv(server, octets.data(), octets.size(), 0);
            open = got > 0 && write_all(client, {octets.data(), static_cast<std::size_t>(got)});
        }
        if (!open || ready[0].revents == 0) continue;
        const ssize_t got = ::recv(client, octets.data(), octets.size(), 0);
        if (got <= 0) break;
        bool at_commit = false;
        const Cut cut = cut_;
        const std::string passed = listener.take({octets.data(), static_cast<std::size_t>(got)}, cut != Cut::None, at_commit);
        open = write_all(server, passed);
        if (!at_commit || cut == Cut::None) continue;
        cut_ = Cut::None;
        ++cuts_;
        const int connections = connections_;
        ::shutdown(client, SHUT_RDWR);
        while (cut == Cut::Late && connections_ == connections && !ending_) ::poll(nullptr, 0, turn_ms);    // until the client is back
        if (cut != Cut::Request) {
            write_all(server, listener.rest());
            ::shutdown(server, SHUT_WR);
            while (::recv(server, octets.data(), octets.size(), 0) > 0) {    // until the server has done it
            }
        }
        break;
    }
    ::close(client);
    if (server >= 0) ::close(server);
}

}  // namespace tlsrpt::test
