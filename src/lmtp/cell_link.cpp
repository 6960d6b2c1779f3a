#include "lmtp/cell_link.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <utility>

#include "examine/cell_process.hpp"

namespace tlsrpt {

CellLink::CellLink(asio::io_context& loop, int fd, const Limits& limits)
    : socket_(loop, asio::local::stream_protocol{}, fd), deadline_(loop), limits_(limits) {}

/// A handler that goes on with `next` when all went well, and ends the conversation when not; silent when the conversation has ended already.
template <typename Next>
auto CellLink::then(Next next) {
    return [self = shared_from_this(), conversation = conversation_, next](const asio::error_code& error, std::size_t) {
        if (self->conversation_ != conversation || !self->answered_) return;
        if (error) return self->finish(Transfer::Closed);
        next(*self);
    };
}

void CellLink::start_deadline(std::chrono::steady_clock::duration patience) {
    deadline_.expires_after(patience);
    deadline_.async_wait([self = shared_from_this(), conversation = conversation_](const asio::error_code& error) {
        if (!error && self->conversation_ == conversation && self->answered_) self->finish(Transfer::TimedOut);
    });
}

void CellLink::await_ready(std::chrono::steady_clock::duration patience, Heard heard) {
    ++conversation_;
    answered_ = [heard = std::move(heard)](Transfer transfer, std::string_view) { heard(transfer); };
    start_deadline(patience);
    asio::async_read(socket_, asio::buffer(length_, 1), then([](CellLink& link) {
                         link.finish(link.length_.front() == cell_is_ready ? Transfer::Done : Transfer::Failed);
                     }));
}

void CellLink::ask(std::string head, std::string_view mail, Answered answered) {
    ++conversation_;
    gone_ = nullptr;
    asio::error_code ignored;
    socket_.cancel(ignored);  // of watch()
    answered_ = std::move(answered);
    head_ = std::move(head);
    length_ = encode_length(head_.size() + mail.size());
    start_deadline(limits_.max_cell_wait);
    const std::array<asio::const_buffer, 3> frame{asio::buffer(length_), asio::buffer(head_), asio::buffer(mail.data(), mail.size())};
    asio::async_write(socket_, frame, then([](CellLink& link) { link.read_length(); }));
}

void CellLink::read_length() {
    asio::async_read(socket_, asio::buffer(length_), then([](CellLink& link) {
                         const std::uint64_t size = decode_length(link.length_);
                         if (size > link.limits_.max_answer_bytes) return link.finish(Transfer::TooLarge);
                         link.read_answer(static_cast<std::size_t>(size));
                     }));
}

void CellLink::read_answer(std::size_t size) {
    // Not zeroed: pages of a large answer that never comes are never touched.
    octets_ = std::make_unique_for_overwrite<char[]>(size);
    size_ = size;
    asio::async_read(socket_, asio::buffer(octets_.get(), size), then([](CellLink& link) { link.finish(Transfer::Done); }));
}

void CellLink::finish(Transfer transfer) {
    const Self alive = shared_from_this();
    deadline_.cancel();
    const Answered answered = std::exchange(answered_, nullptr);
    const std::unique_ptr<char[]> octets = std::move(octets_);
    const std::size_t size = std::exchange(size_, 0);
    if (transfer != Transfer::Done) close();
    answered(transfer, transfer == Transfer::Done ? std::string_view{octets.get(), size} : std::string_view{});
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
    deadline_.cancel();
}

}  // namespace tlsrpt
