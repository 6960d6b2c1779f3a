// All listeners and all sessions.
//
//     clients ─accept─► Session, at most max_sessions; others are told 421 and sent away
//
// One thread: the event loop's.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/basic_socket_acceptor.hpp>
#include <asio/generic/stream_protocol.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <functional>
#include <list>

#include "lmtp/listener.hpp"
#include "lmtp/session.hpp"
#include "tlsrpt/lmtp.hpp"

namespace tlsrpt {

class Server {
public:
    /// All borrowed; must outlive this. @param host  names us to clients
    Server(asio::io_context& loop, Examiner& examiner, Writer& writer, const EventLog& log, std::string host);

    /// What may change while sessions run: limits and the idle time, not listeners.
    void apply(const LmtpOptions& options, std::size_t max_mail_bytes);
    void serve(Listener listener);
    /// No new sessions; those that there are end as session.hpp says. @param stopped  called when the last has ended
    void stop(std::function<void()> stopped);

private:
    using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;
    struct Door {
        Listener listener;
        Acceptor acceptor;
    };

    asio::awaitable<void> accept_from(Door& door);
    asio::awaitable<void> run_session(std::list<Session>::iterator session);
    asio::awaitable<void> watch_deadlines();
    void turn_away(Session::Socket socket);
    void call_waiting();
    void tell_stopped();

    asio::io_context& loop_;
    const EventLog& log_;
    MailLines mail_lines_;
    ByteBudget budget_;
    SessionContext context_;
    std::size_t max_sessions_{0};
    std::list<Door> doors_;
    std::list<Session> sessions_;
    asio::steady_timer tick_;
    std::function<void()> stopped_;
    bool call_is_due_{false};
};

}  // namespace tlsrpt
