#include "lmtp/cell_link.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <utility>
#include <vector>

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
void CellLink::start_deadline() {
    deadline_ = std::chrono::steady_clock::now() + patience_;
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
    patience_ = patience;
    start_deadline();
    asio::async_read(socket_, asio::buffer(length_, 1), then([](CellLink& link, std::size_t) {
                         link.finish(link.length_.front() == cell_is_ready ? Transfer::Done : Transfer::Failed);
                     }));
}

void CellLink::ask(std::span<const Asked> asked, std::chrono::steady_clock::duration patience, Answered answered) {
    ++conversation_;
    asio::error_code ignored;
    if (std::exchange(gone_, nullptr)) socket_.cancel(ignored);  // of watch()
    answered_ = std::move(answered);
    unanswered_ = asked.size();
    lengths_.clear();
    for (const auto& [head, mail] : asked) lengths_.push_back(encode_length(head.size() + mail.size()));
    std::vector<asio::const_buffer> frames;
    frames.reserve(3 * asked.size());
    for (std::size_t i = 0; i < asked.size(); ++i)
        frames.insert(frames.end(), {asio::buffer(lengths_[i]), asio::buffer(asked[i].head), asio::buffer(asked[i].mail)});
    patience_ = patience;
    start_deadline();
    heard_octets_ = 0;
    asio::async_write(socket_, frames, then([](CellLink& link, std::size_t) { link.read(); }));
}

void CellLink::read() {
    socket_.async_read_some(asio::buffer(heard_) + heard_octets_, then([](CellLink& link, std::size_t octets) { link.hear(octets); }));
}

void CellLink::hear(std::size_t octets) {
    heard_octets_ += octets;
    std::string_view heard{heard_.data(), heard_octets_};
    while (heard.size() >= length_.size()) {
        std::copy_n(heard.begin(), length_.size(), length_.begin());
        const std::uint64_t size = decode_length(length_);
        if (size > limits_.max_answer_bytes) return finish(Transfer::TooLarge);
        const std::string_view here = heard.substr(length_.size());
        if (here.size() < size) break;
        heard = here.substr(static_cast<std::size_t>(size));
        if (!hand_out(here.substr(0, static_cast<std::size_t>(size)), !heard.empty())) return;
    }
    std::copy(heard.begin(), heard.end(), heard_.begin());
    heard_octets_ = heard.size();
    if (heard_octets_ >= length_.size() && decode_length(length_) > heard_.size() - length_.size())
        return read_rest(static_cast<std::size_t>(decode_length(length_)));
    read();
}

void CellLink::read_rest(std::size_t size) {
    // Not zeroed: pages of a large answer that never comes are never touched.
    large_ = std::make_unique_for_overwrite<char[]>(size);
    const std::size_t here = std::exchange(heard_octets_, 0) - length_.size();
    std::copy_n(heard_.begin() + length_.size(), here, large_.get());
    asio::async_read(socket_, asio::buffer(large_.get() + here, size - here), then([size](CellLink& link, std::size_t) {
                         const std::unique_ptr<char[]> large = std::move(link.large_);
                         if (link.hand_out({large.get(), size}, false)) link.read();
                     }));
}

/// @return whether more is to come of this conversation
bool CellLink::hand_out(std::string_view octets, bool is_more_here) {
    if (unanswered_ == 1) {
        finish(is_more_here ? Transfer::Failed : Transfer::Done, octets);    // Failed: it says more than it was asked
        return false;
    }
    --unanswered_;
    const auto conversation = conversation_;
    start_deadline();
    const Answered answered = answered_;    // it may close this
    answered(Transfer::Done, octets);
    return conversation == conversation_;
}

void CellLink::finish(Transfer transfer, std::string_view octets) {
    const Self alive = shared_from_this();
    const Answered answered = std::exchange(answered_, nullptr);
    if (transfer != Transfer::Done) {
        close();
        octets = {};
    }
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
