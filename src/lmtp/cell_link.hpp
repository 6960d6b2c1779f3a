// The socket to one cell, for the event loop: cell.cpp's questions and answers, without waiting.
//
//     CellLink.ask(some of head, mail) ─frames─► cell ─frames─► Answered(Transfer, octets) for each, in order
//
// The deadline is for each question and its answer together; a cell that is silent for longer, dies, or answers too much is of no
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
#include <span>
#include <string_view>
#include <vector>

#include "examine/channel.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

class CellLink : public std::enable_shared_from_this<CellLink> {
public:
    using Heard = std::function<void(Transfer)>;
    /// One frame; both are borrowed until it is answered.
    struct Asked {
        std::string_view head;
        std::string_view mail;
    };
    /// The octets are borrowed for the call; empty unless Done. Another word than Done is the last one.
    using Answered = std::function<void(Transfer, std::string_view octets)>;

    /// @param fd  the parent's end; now owned by this
    CellLink(asio::io_context& loop, int fd, const Limits& limits);

    /// Done when the cell says that it is ready.
    void await_ready(std::chrono::steady_clock::duration patience, Heard heard);
    /// @param patience  for each answer
    /// @param answered  called for each of them, in order
    void ask(std::span<const Asked> asked, std::chrono::steady_clock::duration patience, Answered answered);
    /// Until the next question: called when the cell is gone.
    void watch(std::function<void()> gone);
    /// Whoever waits is not called any more.
    void close();

private:
    using Self = std::shared_ptr<CellLink>;
    void start_deadline();
    void watch_deadline();
    void read();
    void hear(std::size_t octets);
    void read_rest(std::size_t size);
    [[nodiscard]] bool hand_out(std::string_view octets, bool is_more_here);
    void finish(Transfer transfer, std::string_view octets = {});
    template <typename Next>
    auto then(Next next);

    asio::local::stream_protocol::socket socket_;
    asio::steady_timer timer_;
    std::chrono::steady_clock::duration patience_{};
    std::chrono::steady_clock::time_point deadline_;    // of the next answer
    bool timer_runs_{false};
    Limits limits_;
    std::vector<FrameLength> lengths_;       // of what is asked
    FrameLength length_{};
    std::array<char, 32u << 10> heard_{};    // answers, mostly all of them; or the beginning of one
    std::size_t heard_octets_{0};
    std::size_t unanswered_{0};
    std::unique_ptr<char[]> large_;          // an answer that does not fit there
    Answered answered_;                // set while questions are under way
    std::function<void()> gone_;       // set while nobody asks
    unsigned long conversation_{0};    // handlers of an earlier one have nothing to say
};

}  // namespace tlsrpt
