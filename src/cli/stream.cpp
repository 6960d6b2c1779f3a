#include "cli/stream.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t flush_at_bytes = 64u << 10;
constexpr std::size_t usual_columns = 80;    // a terminal that does not tell its width

std::size_t columns_of(int fd) {
    if (isatty(fd) == 0) return 0;
    winsize size{};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_columns;
    return size.ws_col;
}

bool wants_colour() {
    const char* no_colour = std::getenv("NO_COLOR");    // https://no-color.org: present and not empty
    if (no_colour != nullptr && *no_colour != '\0') return false;
    const char* terminal = std::getenv("TERM");
    return terminal != nullptr && *terminal != '\0' && std::string_view{terminal} != "dumb";
}

}  // namespace

Stream Stream::of(int fd) {
    const std::size_t columns = columns_of(fd);
    return Stream{fd, columns, columns > 0 && wants_colour()};
}

Stream Stream::in_memory(std::size_t columns, bool colour) { return Stream{-1, columns, colour}; }

void Stream::write(std::string_view text) {
    if (reader_gone_ || failure_ != 0) return;
    text_ += text;
    if (fd_ >= 0 && text_.size() >= flush_at_bytes) (void)flush();    // a failure is kept for the last flush()
}

Expected<void> Stream::flush() {
    std::string_view left = fd_ < 0 ? std::string_view{} : std::string_view{text_};
    while (!left.empty() && !reader_gone_ && failure_ == 0) {
        const ssize_t written = ::write(fd_, left.data(), left.size());
        if (written >= 0) left.remove_prefix(static_cast<std::size_t>(written));
        else if (errno == EPIPE) reader_gone_ = true;
        else if (errno != EINTR) failure_ = errno;
    }
    if (fd_ >= 0) text_.clear();
    if (failure_ != 0) return Error{Slug::Internal, "cannot write the output: " + std::generic_category().message(failure_)};
    return {};
}

void Console::note(std::string_view message) {
    err.write(program);
    err.write(": ");
    err.write(message);
    err.write("\n");
}

void Console::note(const Error& error) {
    std::string message;
    if (error.slug != Slug::Misconfigured) message.append(outcome_of(error.slug).name).append(": ");    // a wrong flag speaks for itself
    message += escape_terminal(error.detail.empty() ? outcome_of(error.slug).meaning : error.detail);
    note(message);
}

}  // namespace tlsrpt
