#include "cli/stream.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "cli/progress.hpp"

using namespace tlsrpt;

TEST_CASE("a reader that went away is success, a full disk is not") {
    (void)std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    close(ends[0]);
    Stream gone = Stream::of(ends[1]);
    gone.write("text");
    CHECK(gone.flush().has_value());
    gone.write("more");
    CHECK(gone.flush().has_value());
    close(ends[1]);

    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    REQUIRE(full >= 0);
    Stream out = Stream::of(full);
    out.write(std::string(200'000, 'x'));    // fails before the last flush
    const auto flushed = out.flush();
    REQUIRE_FALSE(flushed.has_value());
    CHECK(flushed.error().detail.find("cannot write the output") == 0);
    close(full);
}

TEST_CASE("messages name the program and escape what came by mail") {
    Console console{Stream::in_memory(), Stream::in_memory(), "tlsrpt-query"};
    console.note(Error{Slug::StoreBusy, "locked\x1B"});
    console.note(Error{Slug::StoreFull, ""});
    CHECK(console.err.text() == "tlsrpt-query: store-busy: locked\\x1B\ntlsrpt-query: store-full: The disk is full.\n");
    CHECK(console.out.text().empty());
}

TEST_CASE("a progress bar is for terminals, and leaves nothing behind") {
    Stream log = Stream::in_memory();
    ProgressBar{log}.show(1, 2);
    CHECK(log.text().empty());

    Stream terminal = Stream::in_memory(80);
    {
        ProgressBar bar{terminal};
        bar.show(0, 0);
        CHECK(terminal.text().empty());
        bar.show(1, 2);
        CHECK(terminal.text() == "\r[###############---------------] 50 %  1 of 2\x1B[K");
        bar.show(2, 2);    // too soon to draw again
    }
    CHECK(terminal.text().ends_with("\x1B[K\r\x1B[K"));
}
