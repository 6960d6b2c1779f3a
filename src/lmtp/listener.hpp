// Sockets that wait for clients: made by us, or handed over by systemd.
//
//     "unix:/run/tlsrpt/lmtp.sock", "127.0.0.1:24", "[::1]:24"  →  a listening descriptor
//
// A unix socket is made under another name, gets its rights, and is then renamed to its own: there is no moment at which it has wrong rights or
// is missing. What a dead daemon left is replaced so; a socket that somebody serves, and a file that is none, are left alone.
//
// The Internet only by loopback, unless allowed: LMTP has no password (RFC 2033 section 5: not for port 25, nor for the open net). No name is
// looked up.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

struct ListenAddress {
    std::string path;           ///< of a unix socket; "" for the others
    std::string host;           ///< a numeric address
    std::uint16_t port{0};      ///< 0: any free one
};

/// @return misconfigured  no address, no room for the path in a socket address, or not loopback and not allowed
Expected<ListenAddress> parse_listen_address(std::string_view text, bool allow_remote);

struct SocketRights {
    mode_t mode = 0660;
    std::string group;    ///< "": the process's own
};

class Listener {
public:
    Listener(int fd, std::string name, std::string path = {});
    Listener(Listener&& other) noexcept;
    Listener& operator=(Listener&&) = delete;
    Listener(const Listener&) = delete;
    ~Listener();    ///< closes, and removes the file that it made

    [[nodiscard]] int fd() const { return fd_; }
    [[nodiscard]] const std::string& name() const { return name_; }    ///< "unix:PATH", "127.0.0.1:24": for people

private:
    int fd_;
    std::string name_;
    std::string path_;    // "": nothing to remove
    dev_t device_{0};
    ino_t inode_{0};
};

/// @return misconfigured  no such group; somebody serves that path, or the file there is no socket; the system refuses
Expected<Listener> open_listener(const ListenAddress& address, const SocketRights& rights);

/// From LISTEN_FDS and LISTEN_PID (sd_listen_fds(3)), which are taken out of the environment. @return misconfigured  a descriptor that does not listen
Expected<std::vector<Listener>> inherited_listeners();

}  // namespace tlsrpt
