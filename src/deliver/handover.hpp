// One mail handed to the daemon over LMTP (RFC 2033).
//
//     offer():  connect, LHLO, MAIL, RCPT, DATA ─► 354      nothing of the mail was read: somebody else can still take it
//     send():   standard input, then the dot ─► replies      from here on only the daemon's answer counts
//
// Blocking calls on one unix socket, with time-outs of the socket before the 354. The owner keeps an alarm for the rest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

class Handover {
public:
    Handover() = default;
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;
    ~Handover();

    /// @return whether the daemon waits for the mail now
    bool offer(const std::string& socket_path, const std::string& sender, const std::vector<std::string>& recipients);

    struct Answer {
        bool kept{false};
        std::string line;    ///< "2.0.0 stored: …" or "4.x.x …"; never 5
    };
    /// @param fd  the mail
    Answer send(int fd);

private:
    bool connect_to(const std::string& path);
    bool write_all(std::string_view octets) const;
    bool send_mail(int fd);
    /// The last line of the next reply; "" when none comes.
    std::string reply();
    bool expect(std::string_view code) { return reply().starts_with(code); }

    int socket_{-1};
    std::size_t recipients_{0};
    std::string received_;
};

}  // namespace tlsrpt
