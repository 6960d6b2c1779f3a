#include "doctor/smtp_probe.hpp"

#include "doctor/characters.hpp"
#include "doctor/connection.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

using State = Probe::State;
using Clock = std::chrono::steady_clock;

constexpr std::size_t max_reply_lines = 100;
constexpr std::size_t max_addresses = 4;
constexpr std::size_t max_quoted_bytes = 200;

struct Reply {
    int code{0};                     // 0: none, or none that is SMTP
    std::vector<std::string> lines;  // without code
};

Reply read_reply(Connection& connection) {
    Reply reply;
    for (std::size_t i = 0; i < max_reply_lines; ++i) {
        const auto line = connection.read_line();
        if (!line) return {0, std::move(reply.lines)};
        reply.lines.push_back(line->size() > 4 ? line->substr(4) : std::string{});
        const bool has_code = line->size() >= 3 && is_digit((*line)[0]) && is_digit((*line)[1]) && is_digit((*line)[2]);
        if (!has_code || (line->size() > 3 && (*line)[3] != '-' && (*line)[3] != ' ')) {
            reply.lines = {*line};
            return reply;
        }
        if (line->size() == 3 || (*line)[3] == ' ') {
            reply.code = static_cast<int>(*parse_count(line->substr(0, 3)));
            return reply;
        }
    }
    return reply;
}

std::string text_of(const Reply& reply, const Connection& connection) {
    if (reply.lines.empty()) return connection.detail();
    const std::string code = reply.code == 0 ? std::string{} : std::to_string(reply.code) + " ";
    return cut_text(code + reply.lines.back(), max_quoted_bytes);
}

Probe ended(Probe probe, State state, std::string detail, const Connection& connection) {
    probe.state = connection.end() == Connection::End::TimedOut ? State::TimedOut : state;
    probe.detail = std::move(detail);
    return probe;
}

bool offers_starttls(const Reply& reply) {
    for (std::size_t i = 1; i < reply.lines.size(); ++i)  // the first line is the greeting
        if (equal_ignoring_case(trim(reply.lines[i]), "STARTTLS")) return true;
    return false;
}

Probe talk(Connection& connection, Probe probe, const std::string& host, const DoctorOptions& options, std::chrono::sys_seconds now) {
    const Reply greeting = read_reply(connection);
    if (greeting.code != 220) return ended(std::move(probe), State::NotSmtp, text_of(greeting, connection), connection);
    connection.write("EHLO " + options.helo + "\r\n");
    const Reply features = read_reply(connection);
    if (features.code != 250) return ended(std::move(probe), State::NotSmtp, text_of(features, connection), connection);
    if (!offers_starttls(features)) {
        connection.write("QUIT\r\n");
        return ended(std::move(probe), State::NoStartTls, "", connection);
    }
    connection.write("STARTTLS\r\n");
    const Reply ready = read_reply(connection);
    if (ready.code != 220) return ended(std::move(probe), State::StartTlsRefused, text_of(ready, connection), connection);
    // RFC 3207 section 5: octets that came in the clear with the reply belong to nobody.
    if (connection.has_rest())
        return ended(std::move(probe), State::TlsFailed, "octets in the clear after the reply to STARTTLS", connection);
    if (!connection.start_tls(host, options.ca_file)) return ended(std::move(probe), State::TlsFailed, connection.detail(), connection);
    connection.describe(host, probe, now);
    connection.write("QUIT\r\n");
    probe.state = State::Done;
    return probe;
}

}  // namespace

Probe probe_mx(const std::string& host, std::span<const std::string> addresses, const DoctorOptions& options,
               std::chrono::sys_seconds now) {
    Probe probe;
    const auto until = Clock::now() + options.total_timeout;
    for (const std::string& address : addresses.subspan(0, std::min(addresses.size(), max_addresses))) {
        Connection connection{until};
        probe.address = address;
        if (connection.connect(address, options.smtp_port, options.connect_timeout))
            return talk(connection, std::move(probe), host, options, now);
        probe = ended(std::move(probe), State::Unreachable, connection.detail(), connection);
    }
    return probe;
}

}  // namespace tlsrpt::doctor
