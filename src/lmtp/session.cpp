#include "lmtp/session.hpp"

#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <utility>

namespace tlsrpt {
namespace {

using std::chrono::steady_clock;

bool would_block(const std::error_code& error) { return error == asio::error::would_block || error == asio::error::try_again; }

/// Turns a function with a callback into something to wait for. The callback comes later, on the event loop.
template <typename Result, typename Start>
asio::awaitable<Result> outcome_of_call(Start start) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(
        [start = std::move(start)](auto handler) mutable {
            // A handler can only be moved, a std::function must be copied.
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            start([shared](Result result) { (*shared)(std::move(result)); });
        },
        asio::use_awaitable);
}

std::string milliseconds_since(steady_clock::time_point start) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - start).count());
}

}  // namespace

Session::Session(Socket socket, SessionContext& context)
    : socket_(std::move(socket)),
      context_(context),
      dialogue_(context.host, context.limits),
      share_(context.budget),
      budget_timer_(socket_.get_executor(), steady_clock::time_point::max()) {
    restart_deadline();
}

asio::awaitable<void> Session::run() {
    try {
        co_await converse();
    } catch (const std::exception& exception) {
        context_.log.write(Event::SessionFailed, {{"detail", exception.what()}});
    }
}

asio::awaitable<void> Session::converse() {
    socket_.non_blocking(true);
    for (;;) {
        if (!co_await send_replies()) co_return;
        if (dialogue_.closed()) co_return co_await hang_up();
        if (dialogue_.mail_ready()) {
            co_await take_in();
            continue;
        }
        if (!left_.empty()) {
            const std::size_t consumed = dialogue_.feed(left_);
            left_.erase(0, consumed);
            share_.set(dialogue_.held_bytes());
            if (consumed > 0) continue;
        }
        if (!co_await read()) co_return;
    }
}

// ---- the client ----

asio::awaitable<bool> Session::read() {
    for (;;) {
        end_if_told();    // last thing before waiting: what was told while nobody waited must not be missed
        if (dialogue_.closed()) co_return true;
        if (dialogue_.held_bytes() > 0 && !share_.may_read()) {
            co_await wait_for_budget();
            continue;
        }
        std::error_code error;
        waiting_ = Waiting::Client;
        const std::size_t count = co_await socket_.async_read_some(asio::buffer(heard_), asio::redirect_error(asio::use_awaitable, error));
        waiting_ = Waiting::Nothing;
        if (error == asio::error::operation_aborted) continue;    // interrupt() says that something changed
        if (error) co_return false;                               // hung up
        restart_deadline();
        take({heard_.data(), count});
        if (count < heard_.size()) co_return true;
        const std::size_t more = socket_.read_some(asio::buffer(context_.scratch), error);
        if (!error) take({context_.scratch.data(), more});    // else the next call says what it is
        co_return true;
    }
}

/// What the dialogue does not take is kept for it, in order.
void Session::take(std::string_view octets) {
    if (left_.empty()) {
        octets.remove_prefix(dialogue_.feed(octets));
        share_.set(dialogue_.held_bytes());
    }
    left_ += octets;
}

asio::awaitable<bool> Session::send_replies() {
    const std::string output = dialogue_.take_output();
    for (std::size_t sent = 0; sent < output.size();) {
        std::error_code error;
        const std::size_t count = socket_.write_some(asio::buffer(output.data() + sent, output.size() - sent), error);
        sent += count;
        if (!error) continue;
        if (!would_block(error)) co_return false;
        restart_deadline();
        if (!co_await wait(Socket::wait_write) || silent_) co_return false;
    }
    co_return true;
}

asio::awaitable<bool> Session::wait(Socket::wait_type for_what) {
    std::error_code error;
    waiting_ = Waiting::Client;
    co_await socket_.async_wait(for_what, asio::redirect_error(asio::use_awaitable, error));
    waiting_ = Waiting::Nothing;
    co_return !error || error == asio::error::operation_aborted;    // aborted: interrupt() says that something changed
}

asio::awaitable<void> Session::wait_for_budget() {
    std::error_code ignored;
    waiting_ = Waiting::Budget;
    co_await budget_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    waiting_ = Waiting::Nothing;
    restart_deadline();    // it was we who kept the client waiting
}

// A close with unread octets would reset the connection and could take our last reply with it: the client is given a moment to hang up first.
asio::awaitable<void> Session::hang_up() {
    constexpr std::chrono::seconds grace{2};
    constexpr std::size_t most_unread = 1u << 20;
    std::error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    deadline_ = steady_clock::now() + grace;
    silent_ = false;
    for (std::size_t unread = 0; !error && !silent_ && unread < most_unread;) {
        unread += socket_.read_some(asio::buffer(context_.scratch), error);
        if (!would_block(error)) continue;
        error = {};
        if (!co_await wait(Socket::wait_read)) co_return;
    }
}

// ---- the mail ----

asio::awaitable<void> Session::take_in() {
    const auto start = steady_clock::now();
    const ReceivedMail mail = dialogue_.take_mail();
    const Expected<Judgement> judgement = co_await outcome_of_call<Expected<Judgement>>(
        [&](Examiner::Done done) { context_.examiner.judge(mail.bytes, std::move(done)); });
    Expected<Recorded> recorded{Error{}};
    if (judgement) {
        const Submission submission{.bytes = mail.bytes,
                                    .envelope = &mail.envelope,
                                    .transport = "lmtp",
                                    .received_at = judgement->received_at,
                                    .is_cut = mail.bytes.size() > context_.limits.max_mail_bytes,
                                    .examination = &judgement->examination};
        recorded = co_await outcome_of_call<Expected<Recorded>>([&](Writer::Done done) { context_.writer.submit(submission, std::move(done), context_.examiner.at_hand()); });
    } else {
        recorded = judgement.error();
    }

    const std::string size = std::to_string(mail.size);
    const std::string recipients = std::to_string(mail.envelope.forward_paths.size());
    if (recorded) {
        const std::string id = std::to_string(recorded->message_id);
        const std::string_view detail = recorded->detail.empty() ? outcome_of(recorded->slug).meaning : std::string_view{recorded->detail};
        dialogue_.accept(recorded->slug, std::string{"mail "}.append(id).append(": ").append(detail));
        co_await outcome_of_call<MailLines::Written>([&](MailLines::Done done) {
            context_.mail_lines.add(Event::Mail, {{"outcome", outcome_of(recorded->slug).name}, {"id", id}, {"sender", mail.envelope.reverse_path},
                                                  {"recipients", recipients}, {"size", size}, {"ms", milliseconds_since(start)}, {"detail", detail}},
                                    std::move(done));
        });
    } else {
        dialogue_.put_off(recorded.error());
        co_await outcome_of_call<MailLines::Written>([&](MailLines::Done done) {
            context_.mail_lines.add(Event::MailDeferred, {{"outcome", outcome_of(recorded.error().slug).name}, {"sender", mail.envelope.reverse_path},
                                                          {"recipients", recipients}, {"size", size}, {"ms", milliseconds_since(start)}, {"detail", recorded.error().detail}},
                                    std::move(done));
        });
    }
    share_.set(0);
    restart_deadline();
}

// ---- what others tell it ----

void Session::end_if_told() {
    if (dialogue_.closed() || dialogue_.mail_ready()) return;
    if (silent_) {
        dialogue_.time_out();
        context_.log.write(Event::SessionIdle, {{"seconds", std::to_string(context_.idle_timeout.count())}});
        silent_ = false;
    } else if (context_.stopping) {
        dialogue_.refuse(Slug::ShuttingDown);
    }
}

void Session::interrupt() {
    if (waiting_ == Waiting::Client) {
        std::error_code ignored;
        socket_.cancel(ignored);
    } else if (waiting_ == Waiting::Budget) {
        budget_timer_.cancel();
    }
}

void Session::stop() { interrupt(); }

void Session::check_deadline(steady_clock::time_point now) {
    if (waiting_ != Waiting::Client || now < deadline_) return;
    silent_ = true;
    interrupt();
}

void Session::restart_deadline() { deadline_ = steady_clock::now() + context_.idle_timeout; }

}  // namespace tlsrpt
