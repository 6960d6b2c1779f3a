#include "lmtp/mail_lines.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <string>

using namespace tlsrpt;

namespace {

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() { REQUIRE(::pipe2(ends.data(), O_NONBLOCK) == 0); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        for (const int end : ends) ::close(end);
    }
    std::string read() const {
        std::string text(1u << 16, '\0');
        const ssize_t size = ::read(ends[0], text.data(), text.size());
        text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return text;
    }
};

}  // namespace

TEST_CASE("lines of one turn are written in order, before anybody is told") {
    const Pipe pipe;
    const EventLog log{pipe.ends[1], true};
    asio::io_context loop;
    MailLines lines{loop, log};
    int told = 0;
    std::string read;
    for (const char* id : {"1", "2", "3"})
        lines.add(Event::Mail, {{"id", id}}, [&](MailLines::Written) {
            if (told++ == 0) read = pipe.read();
        });
    CHECK(told == 0);
    CHECK(pipe.read().empty());
    loop.run();
    CHECK(told == 3);
    CHECK(read == "<6>mail id=1\n<6>mail id=2\n<6>mail id=3\n");

    lines.add(Event::MailDeferred, {{"id", "4"}}, [&](MailLines::Written) {
        lines.add(Event::Mail, {{"id", "5"}}, [&](MailLines::Written) { ++told; });
    });
    loop.restart();
    loop.run();
    CHECK(told == 4);
    CHECK(pipe.read() == "<4>mail-deferred id=4\n<6>mail id=5\n");
}

TEST_CASE("more lines than a pipe takes in one piece") {
    const Pipe pipe;
    const EventLog log{pipe.ends[1], false};
    asio::io_context loop;
    MailLines lines{loop, log};
    const std::string detail(900, 'x');
    std::string expected;
    int told = 0;
    for (int i = 0; i < 20; ++i) {
        lines.add(Event::Mail, {{"detail", detail}}, [&](MailLines::Written) { ++told; });
        expected += "mail detail=" + detail + '\n';
    }
    loop.run();
    CHECK(told == 20);
    CHECK(pipe.read() == expected);
}

TEST_CASE("a log that nobody reads stops no mail") {
    const Pipe pipe;
    const std::string octets(1u << 12, 'x');
    while (::write(pipe.ends[1], octets.data(), octets.size()) > 0) {
    }
    const EventLog log{pipe.ends[1], false};
    asio::io_context loop;
    MailLines lines{loop, log};
    bool told = false;
    lines.add(Event::Mail, {{"id", "1"}}, [&](MailLines::Written) { told = true; });
    loop.run();
    CHECK(told);
}
