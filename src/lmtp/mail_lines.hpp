// The log lines of mails that are answered in one turn of the event loop, in one write(2).
//
//     lines of many sessions ─► one write ─► each session may send its reply
//
// Rules:
//   - A line is written before its mail's reply is sent, as if it were alone: a crash takes no line of a mail that the client believes delivered.
//   - In the order in which they were added. Events of other kinds may come before a line of the same turn.
//   - No more at once than a pipe takes in one piece (PIPE_BUF), so that lines of other threads do not come in between.
//
// One thread: the event loop's.
#pragma once

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <climits>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "lmtp/event_log.hpp"

namespace tlsrpt {

class MailLines {
public:
    struct Written {};
    using Done = std::function<void(Written)>;

    /// Both borrowed; must outlive this, and the loop run no more once this is gone.
    MailLines(asio::io_context& loop, const EventLog& log) : loop_(loop), log_(log) {}

    /// @param done  called once when the line is written, from the event loop, never from within this call
    void add(Event event, std::initializer_list<EventField> fields, Done done) {
        const std::string line = log_.line(event, fields);
        if (lines_.size() + line.size() > PIPE_BUF) write();
        lines_ += line;
        waiting_.push_back(std::move(done));
        if (waiting_.size() == 1) asio::post(loop_, [this] { finish(); });
    }

private:
    void write() {
        if (!lines_.empty()) log_.write(lines_);
        lines_.clear();
    }
    void finish() {
        write();
        for (const Done& done : std::exchange(waiting_, {})) done({});
    }

    asio::io_context& loop_;
    const EventLog& log_;
    std::string lines_;
    std::vector<Done> waiting_;
};

}  // namespace tlsrpt
