#include "lmtp/server.hpp"

#include <unistd.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>

namespace tlsrpt {

using std::chrono::steady_clock;

Server::Server(asio::io_context& loop, Examiner& examiner, Writer& writer, const EventLog& log, std::string host)
    : loop_(loop),
      log_(log),
      mail_lines_(loop, log),
      budget_(0, [this] { call_waiting(); }),
      context_{.examiner = examiner, .writer = writer, .log = log, .mail_lines = mail_lines_, .budget = budget_, .host = std::move(host)},
      tick_(loop) {
    asio::co_spawn(loop_, watch_deadlines(), asio::detached);
}

void Server::apply(const LmtpOptions& options, std::size_t max_mail_bytes) {
    max_sessions_ = options.max_sessions;
    budget_.set_most(options.max_bytes_in_flight);
    context_.idle_timeout = options.idle_timeout;
    context_.limits.max_recipients = options.max_recipients;
    context_.limits.max_mail_bytes = max_mail_bytes;
}

void Server::serve(Listener listener) {
    const int fd = dup(listener.fd());    // the acceptor owns and closes one, the listener the other
    Door& door = doors_.emplace_back(Door{std::move(listener), Acceptor{loop_}});
    std::error_code error;
    door.acceptor.assign(asio::generic::stream_protocol{AF_UNSPEC, 0}, fd, error);
    log_.write(Event::Listening, {{"address", door.listener.name()}});
    asio::co_spawn(loop_, accept_from(door), asio::detached);
}

asio::awaitable<void> Server::accept_from(Door& door) {
    constexpr std::chrono::milliseconds pause{200};
    while (!context_.stopping) {
        std::error_code error;
        Session::Socket socket = co_await door.acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (context_.stopping) {
            if (!error) turn_away(std::move(socket));
            co_return;
        }
        if (error) {    // no descriptors or no memory: it passes when sessions end
            if (error != asio::error::connection_aborted) log_.write(Event::AcceptFailed, {{"address", door.listener.name()}, {"detail", error.message()}});
            asio::steady_timer timer{loop_, pause};
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
            continue;
        }
        if (sessions_.size() >= max_sessions_) {
            log_.write(Event::SessionRefused, {{"sessions", std::to_string(sessions_.size())}});
            turn_away(std::move(socket));
            continue;
        }
        const auto session = sessions_.emplace(sessions_.end(), std::move(socket), context_);
        asio::co_spawn(loop_, run_session(session), asio::detached);
    }
}

asio::awaitable<void> Server::run_session(std::list<Session>::iterator session) {
    co_await session->run();
    sessions_.erase(session);
    tell_stopped();
}

// RFC 5321 section 3.1: a server that cannot serve says so in its greeting. 421 and not 554: a 554 makes Exim bounce.
void Server::turn_away(Session::Socket socket) {
    const Slug slug = context_.stopping ? Slug::ShuttingDown : Slug::Overloaded;
    Dialogue dialogue{context_.host, context_.limits};
    (void)dialogue.take_output();
    dialogue.refuse(slug);
    std::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(dialogue.take_output()), ignored);
}

asio::awaitable<void> Server::watch_deadlines() {
    constexpr std::chrono::seconds period{1};
    std::error_code error;
    while (!error) {
        tick_.expires_after(period);
        co_await tick_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        const auto now = steady_clock::now();
        for (Session& session : sessions_) session.check_deadline(now);
    }
}

// Later, since a session may be in the middle of its end now; and once for many.
void Server::call_waiting() {
    if (std::exchange(call_is_due_, true)) return;
    asio::post(loop_, [this] {
        call_is_due_ = false;
        for (Session& session : sessions_) session.ask_budget();
    });
}

void Server::stop(std::function<void()> stopped) {
    stopped_ = std::move(stopped);
    context_.stopping = true;
    for (Door& door : doors_) {
        std::error_code ignored;
        door.acceptor.close(ignored);
    }
    for (Session& session : sessions_) session.stop();
    tell_stopped();
}

void Server::tell_stopped() {
    if (!context_.stopping || !sessions_.empty() || !stopped_) return;
    tick_.cancel();
    std::exchange(stopped_, nullptr)();
}

}  // namespace tlsrpt
