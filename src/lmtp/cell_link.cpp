#include "lmtp/cell_link.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <utility>

#include "examine/cell_process.hpp"

namespace tlsrpt {

CellLink::CellLink(asio::io_context& loop, int fd, const Limits& limits)
    : socket_(loop, asio::local::stream_protocol{}, fd), timer_(loop), limits_(limits) {}

/// A handler that goes on with `next` when all went well, and ends the conversation when not; silent when the conversation has ended already.
template <typename Next>
auto CellLink::then(Next next) {
    return [self = shared_from_this(), conversation = conversation_, next](const asio::error_code& error, std::size_t octets) {
        if (self->conversation_ != conversation || !self->answered_) return;
        if (error) return self->finish(Transfer::Closed);
        next(*self, octets);
    };
}

// The timer is set once and again when it is due, not for every question: setting it is a system call, and questions are seldom late.
void CellLink::start_deadline(std::chrono::steady_clock::duration patience) {
    deadline_ = std::chrono::steady_clock::now() + patience;
    if (timer_runs_ && timer_.expiry() <= deadline_) return;
    timer_.expires_at(deadline_);
    watch_deadline();
}

void CellLink::watch_deadline() {
    timer_runs_ = true;
    timer_.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (error) return;    // closed, or set anew
        self->timer_runs_ = false;
        if (!self->answered_) return;
        if (self->deadline_ <= std::chrono::steady_clock::now()) return self->finish(Transfer::TimedOut);
        self->timer_.expires_at(self->deadline_);
        self->watch_deadline();
    });
}

void CellLink::await_ready(std::chrono::steady_clock::duration patience, Heard heard) {
    ++conversation_;
    answered_ = [heard = std::move(heard)](Transfer transfer, std::string_view) { heard(transfer); };
    start_deadline(patience);
    asio::async_read(socket_, asio::buffer(length_, 1), then([](CellLink& link, std::size_t) {
                         link.finish(link.length_.front() == cell_is_ready ? Transfer::Done : Transfer::Failed);
                     }));
}

void CellLink::ask(std::string head, std::string_view mail, Answered answered) {
    ++conversation_;
    asio::error_code ignored;
    if (std::exchange(gone_, nullptr)) socket_.cancel(ignored);  // of watch()
    answered_ = std::move(answered);
    head_ = std::move(head);
    length_ = encode_length(head_.size() + mail.size());
    start_deadline(limits_.max_cell_wait);
    const std::array<asio::const_buffer, 3> frame{asio::buffer(length_), asio::buffer(head_), asio::buffer(mail.data(), mail.size())};
    heard_octets_ = 0;
    asio::async_write(socket_, frame, then([](CellLink& link, std::size_t) { link.read(); }));
}

void CellLink::read() {
    socket_.async_read_some(asio::buffer(heard_) + heard_octets_, then([](CellLink& link, std::size_t octets) { link.hear(octets); }));
}

void CellLink::hear(std::size_t octets) {
    heard_octets_ += octets;
    if (heard_octets_ < length_.size()) return read();
    std::copy_n(heard_.begin(), length_.size(), length_.begin());
    const std::uint64_t size = decode_length(length_);
    const std::size_t here = heard_octets_ - length_.size();
    if (size > limits_.max_answer_bytes) return finish(Transfer::TooLarge);
    if (here > size) return finish(Transfer::Failed);    // it says more than it was asked
    if (here == size) return finish(Transfer::Done, {heard_.data() + length_.size(), here});
    if (size > heard_.size() - length_.size()) return read_rest(static_cast<std::size_t>(size));
    read();
}

void CellLink::read_rest(std::size_t size) {
    // Not zeroed: pages of a large answer that never comes are never touched.
    large_ = std::make_unique_for_overwrite<char[]>(size);
    const std::size_t here = heard_octets_ - length_.size();
    std::copy_n(heard_.begin() + length_.size(), here, large_.get());
    asio::async_read(socket_, asio::buffer(large_.get() + here, size - here),
                     then([size](CellLink& link, std::size_t) { link.finish(Transfer::Done, {link.large_.get(), size}); }));
}

void CellLink::finish(Transfer transfer, std::string_view octets) {
    const Self alive = shared_from_this();
    const Answered answered = std::exchange(answered_, nullptr);
    const std::unique_ptr<char[]> large = std::move(large_);    // what `octets` may be of
    if (transfer != Transfer::Done) close();
    answered(transfer, octets);
}

void CellLink::watch(std::function<void()> gone) {
    gone_ = std::move(gone);
    socket_.async_wait(asio::socket_base::wait_read,
                       [self = shared_from_this(), conversation = conversation_](const asio::error_code& error) {
                           if (error || self->conversation_ != conversation || !self->gone_) return;
                           const auto gone_away = std::exchange(self->gone_, nullptr);
                           self->close();
                           gone_away();
                       });
}

void CellLink::close() {
    answered_ = nullptr;
    gone_ = nullptr;
    ++conversation_;
    asio::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
}

}  // namespace tlsrpt
