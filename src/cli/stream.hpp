// Where a program's text goes: standard output, standard error, or memory in a test.
//
//     text → buffer → file descriptor
//
// A reader that went away (`| head`) is success: what it did not want is dropped. Any other failed write is reported by flush().
// Whether the stream is a terminal decides colour and truncation, never the format.
#pragma once

#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

class Stream {
public:
    /// Asks the descriptor whether it is a terminal, and how wide. Colour: a terminal, no NO_COLOR, TERM not "dumb".
    static Stream of(int fd);
    /// Keeps everything in text(). @param columns  0: not a terminal
    static Stream in_memory(std::size_t columns = 0, bool colour = false);

    void write(std::string_view text);
    /// @return internal  the text could not be written, disk full for example
    Expected<void> flush();

    /// Nobody reads any more, or writing failed: the rest can be spared.
    [[nodiscard]] bool is_closed() const { return reader_gone_ || failure_ != 0; }
    [[nodiscard]] bool is_terminal() const { return columns_ > 0; }
    [[nodiscard]] std::size_t columns() const { return columns_; }    ///< 0: not a terminal, no limit
    [[nodiscard]] bool has_colour() const { return colour_; }
    [[nodiscard]] const std::string& text() const { return text_; }    ///< not yet written

private:
    Stream(int fd, std::size_t columns, bool colour) : fd_(fd), columns_(columns), colour_(colour) {}
    int fd_;
    std::size_t columns_;
    bool colour_;
    bool reader_gone_{false};
    int failure_{0};    // errno of the first failed write
    std::string text_;
};

/// What a command talks to.
struct Console {
    Stream out;                 ///< data
    Stream err;                 ///< everything else
    std::string program;        ///< "tlsrpt-query": begins every message

    /// One line on err, with the program's name; hostile text must be escaped by the caller.
    void note(std::string_view message);
    /// The slug, unless it is misconfigured, and its detail, escaped.
    void note(const Error& error);
};

enum ExitStatus : int { exit_ok = 0, exit_no_match = 1, exit_not_acceptable = 1, exit_some_error = 1, exit_error = 2, exit_usage = 64 };

}  // namespace tlsrpt
