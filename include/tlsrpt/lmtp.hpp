// Where the LMTP daemon listens, and how much it bears at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace tlsrpt {

struct LmtpOptions {
    std::vector<std::string> listen{"unix:/run/tlsrpt/lmtp.sock"};    ///< "unix:PATH" or "ADDRESS:PORT"
    bool allow_remote = false;                      ///< listen on other addresses than loopback: whoever reaches them may fill the quarantine
    std::string socket_mode = "0660";               ///< of unix sockets, octal
    std::string socket_group;                       ///< of unix sockets; "": the daemon's own
    std::size_t max_sessions = 500;                 ///< more are answered 421
    std::size_t max_recipients = 1000;              ///< of one mail; RFC 5321 section 4.5.3.1.8 asks for 100
    std::size_t max_bytes_in_flight = 48u << 20;    ///< octets of mails that are read or wait for their outcome; beyond it sessions stop reading
    std::chrono::seconds idle_timeout{300};         ///< RFC 5321 section 4.5.3.2.7
};

}  // namespace tlsrpt
