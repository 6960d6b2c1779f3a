// One LMTP client: octets to the Dialogue, mails to the examiner and the writer, replies to the client.
//
//     socket ─► Dialogue ─mail─► Examiner ─► Judgement ─► Writer ─COMMIT─► reply
//
// A coroutine on the event loop. It waits for the client with a buffer that has room for commands and for a small mail, so that these cost one call of
// recv(2); when that is full the rest is read into one scratch buffer that all sessions share. Only what the Dialogue leaves is kept.
//
// It ends when the client hangs up, says QUIT, is silent for too long, or when the daemon stops: then a mail whose final dot has come is finished
// and answered, and everything else is told 421.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/generic/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "lmtp/byte_budget.hpp"
#include "lmtp/event_log.hpp"
#include "lmtp/examiner.hpp"
#include "lmtp/mail_lines.hpp"
#include "lmtp/writer.hpp"
#include "tlsrpt/dialogue.hpp"

namespace tlsrpt {

/// What all sessions share. Outlives them.
struct SessionContext {
    Examiner& examiner;
    Writer& writer;
    const EventLog& log;
    MailLines& mail_lines;
    ByteBudget& budget;
    std::string host;
    DialogueLimits limits{};
    std::chrono::seconds idle_timeout{300};
    bool stopping{false};
    std::array<char, 64u << 10> scratch{};
};

class Session {
public:
    using Socket = asio::generic::stream_protocol::socket;

    Session(Socket socket, SessionContext& context);

    /// Until the session's end; never throws.
    asio::awaitable<void> run();

    // From the event loop, while the coroutine waits:
    void stop();                                              ///< the daemon stops: ends now, unless a mail awaits its outcome
    void check_deadline(std::chrono::steady_clock::time_point now);
    void ask_budget() { budget_timer_.cancel(); }             ///< there may be room again

private:
    enum class Waiting : std::uint8_t { Nothing, Client, Budget };

    asio::awaitable<void> converse();
    asio::awaitable<bool> read();
    asio::awaitable<bool> send_replies();
    asio::awaitable<bool> wait(Socket::wait_type for_what);
    asio::awaitable<void> wait_for_budget();
    asio::awaitable<void> hang_up();
    asio::awaitable<void> take_in();
    void take(std::string_view octets);
    void end_if_told();
    void interrupt();
    void restart_deadline();

    Socket socket_;
    SessionContext& context_;
    Dialogue dialogue_;
    ByteBudget::Share share_;
    asio::steady_timer budget_timer_;
    std::string left_;                  // octets that the dialogue did not take yet
    std::array<char, 4096> heard_{};    // what the client says next
    Waiting waiting_{Waiting::Nothing};
    std::chrono::steady_clock::time_point deadline_;
    bool silent_{false};                // the deadline passed
};

}  // namespace tlsrpt
