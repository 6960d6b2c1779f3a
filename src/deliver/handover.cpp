#include "deliver/handover.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "deliver/wire_text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t block_bytes = 64u << 10;

void set_timeout(int fd, time_t seconds) {
    const timeval time{seconds, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

}  // namespace

Handover::~Handover() {
    if (socket_ >= 0) close(socket_);
}

bool Handover::connect_to(const std::string& path) {
    sockaddr_un address{};
    if (path.size() >= sizeof address.sun_path) return false;
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return false;
    constexpr time_t patience_seconds = 5;    // connect(2) waits too, when the daemon's queue is full
    set_timeout(socket_, patience_seconds);
    return connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool Handover::offer(const std::string& socket_path, const std::string& sender, const std::vector<std::string>& recipients) {
    if (!connect_to(socket_path) || !expect("220") || !write_all("LHLO localhost\r\n") || !expect("250")) return false;
    std::string commands = "MAIL FROM:<" + sender + ">\r\n";    // RFC 2920: our daemon always offers PIPELINING
    for (const std::string& recipient : recipients) commands += "RCPT TO:<" + recipient + ">\r\n";
    commands += "DATA\r\n";
    if (!write_all(commands) || !expect("250")) return false;
    for (recipients_ = 0; recipients_ < recipients.size(); ++recipients_)
        if (!expect("250")) return false;
    return expect("354");
}

Handover::Answer Handover::send(int fd) {
    set_timeout(socket_, 0);
    // Without the final dot the daemon throws the text away, so hanging up is always safe.
    if (!send_mail(fd)) return {false, "4.3.2 shutting-down: the mail could not be handed over"};
    Answer answer{true, {}};
    for (std::size_t i = 0; i < recipients_; ++i) {    // RFC 2033 section 4.2: one for each recipient
        std::string line = reply();
        const bool kept = line.starts_with("250 ");
        if (i == 0 || (answer.kept && !kept)) answer.line = std::move(line);
        answer.kept = answer.kept && kept;
    }
    constexpr std::size_t code = 4;    // "250 "
    answer.line.erase(0, std::min(code, answer.line.size()));
    if (answer.line.empty()) answer.line = answer.kept ? "2.0.0 stored" : "4.3.2 shutting-down: no answer to the mail came";
    if (!answer.kept) answer.line.front() = '4';    // a 5 in front would make Postfix bounce, whatever the exit status
    return answer;
}

bool Handover::send_mail(int fd) {
    WireText text;
    std::string block(block_bytes, '\0');
    std::string wire;
    wire.reserve(2 * block_bytes);
    for (;;) {
        const ssize_t count = read(fd, block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        if (count == 0) break;
        wire.clear();
        text.add({block.data(), static_cast<std::size_t>(count)}, wire);
        if (!write_all(wire)) return false;
    }
    wire.clear();
    text.finish(wire);
    return write_all(wire);
}

bool Handover::write_all(std::string_view octets) const {
    while (!octets.empty()) {
        const ssize_t count = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        octets.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string Handover::reply() {
    constexpr std::size_t longest = 16u << 10;    // what a daemon has to say; more is none of ours
    for (;;) {
        for (std::size_t end = received_.find("\r\n"); end != std::string::npos; end = received_.find("\r\n")) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 2);
            const bool goes_on = line.size() > 3 && line[3] == '-';    // RFC 5321 section 4.2.1
            if (!goes_on) return line;
        }
        char block[4096];
        const ssize_t count = recv(socket_, block, sizeof block, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || received_.size() > longest) return {};
        received_.append(block, static_cast<std::size_t>(count));
    }
}

}  // namespace tlsrpt
