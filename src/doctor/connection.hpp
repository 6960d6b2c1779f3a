// A TCP connection with one deadline for everything, in the clear first and with TLS later.
//
//     address, port → octets in, octets out, the server's certificates
//
// TLS is OpenSSL's, without an opinion: the session is made whatever the certificate is, and what is wrong with it is asked afterwards
// (describe()), because a person wants to know all of it.
//
// Not for two threads. Ignore SIGPIPE. No exception but bad_alloc.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "doctor/evidence.hpp"
#include "tlsrpt/expected.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace tlsrpt::doctor {

class Connection {
public:
    enum class End : std::uint8_t { None, Closed, TimedOut, Failed };

    /// @param until  when everything is over
    explicit Connection(std::chrono::steady_clock::time_point until) : until_(until) {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    bool connect(const std::string& address, std::uint16_t port, std::chrono::milliseconds at_most);
    bool write(std::string_view octets);
    /// A line without its CRLF; none when the connection ends before, or the line is over 2 KiB.
    std::optional<std::string> read_line();
    /// What came with the last line already and belongs to nothing yet.
    [[nodiscard]] bool has_rest() const { return !buffer_.empty(); }

    /// @param host     sent as server name (RFC 6066 section 3) and looked for in the certificate
    /// @param ca_file  "": the system's authorities
    bool start_tls(const std::string& host, const std::string& ca_file);
    /// What the server showed; into a Probe.
    void describe(const std::string& host, Probe& probe, std::chrono::sys_seconds now) const;

    [[nodiscard]] End end() const { return end_; }
    [[nodiscard]] const std::string& detail() const { return detail_; }

private:
    struct FreeContext {
        void operator()(ssl_ctx_st* context) const;
    };
    struct FreeSession {
        void operator()(ssl_st* session) const;
    };
    bool fail(End end, std::string detail);
    bool wait(short events);
    /// @return octets moved; 0 and an end otherwise
    std::size_t receive(char* into, std::size_t room);
    bool again(int result);  // after a call of OpenSSL that did not succeed: waits, or fails

    std::chrono::steady_clock::time_point until_;
    int fd_{-1};
    End end_{End::None};
    std::string detail_;
    std::string buffer_;
    std::unique_ptr<ssl_ctx_st, FreeContext> context_;
    std::unique_ptr<ssl_st, FreeSession> session_;
};

}  // namespace tlsrpt::doctor
