// The socket to one cell, for the event loop: cell.cpp's questions and answers, without waiting.
//
//     CellLink.ask(head, mail) ─frame─► cell ─frame─► Answered(Transfer, octets)
//
// One question at a time. The deadline is for question and answer together; a cell that is silent for longer, dies, or answers too much is of no
// more use, and the link is closed. A cell that says anything while nobody asked, its end included, is gone, too: what it sent might
// be an answer to a mail that it has not seen yet.
//
// One thread: the event loop's. Kept alive by its own pending operations.
#pragma once

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/steady_timer.hpp>
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "examine/channel.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

class CellLink : public std::enable_shared_from_this<CellLink> {
public:
    using Heard = std::function<void(Transfer)>;
    /// The octets are borrowed for the call; empty unless Done.
    using Answered = std::function<void(Transfer, std::string_view octets)>;

    /// @param fd  the parent's end; now owned by this
    CellLink(asio::io_context& loop, int fd, const Limits& limits);

    /// Done when the cell says that it is ready.
    void await_ready(std::chrono::steady_clock::duration patience, Heard heard);
    /// @param mail  borrowed until `answered` was called
    void ask(std::string head, std::string_view mail, Answered answered);
    /// Until the next question: called when the cell is gone.
    void watch(std::function<void()> gone);
    /// Whoever waits is not called any more.
    void close();

private:
    using Self = std::shared_ptr<CellLink>;
    void start_deadline(std::chrono::steady_clock::duration patience);
    void watch_deadline();
    void read();
    void hear(std::size_t octets);
    void read_rest(std::size_t size);
    void finish(Transfer transfer, std::string_view octets = {});
    template <typename Next>
    auto then(Next next);

    asio::local::stream_protocol::socket socket_;
    asio::steady_timer timer_;
    std::chrono::steady_clock::time_point deadline_;    // of the question under way
    bool timer_runs_{false};
    Limits limits_;
    std::string head_;
    FrameLength length_{};
    std::array<char, 16u << 10> heard_{};    // an answer's beginning, mostly all of it
    std::size_t heard_octets_{0};
    std::unique_ptr<char[]> large_;          // an answer that does not fit there
    Answered answered_;                // set while a question is under way
    std::function<void()> gone_;       // set while nobody asks
    unsigned long conversation_{0};    // handlers of an earlier one have nothing to say
};

}  // namespace tlsrpt
