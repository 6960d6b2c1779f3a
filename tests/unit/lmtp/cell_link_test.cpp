// What a cell may say, and in which pieces: each question has its own answer, and whatever breaks the order ends the conversation.
#include "lmtp/cell_link.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

std::string frame(std::string_view octets) {
    const FrameLength length = encode_length(octets.size());
    return std::string{length.data(), length.size()}.append(octets);
}

/// A link, and its cell's end in the hands of the test.
struct Ends {
    asio::io_context loop;
    Limits limits;
    int cell{-1};
    std::shared_ptr<CellLink> link;
    std::vector<std::pair<Transfer, std::string>> heard;

    Ends() {
        int ends[2] = {-1, -1};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        cell = ends[1];
        limits.max_answer_bytes = 100'000;
        link = std::make_shared<CellLink>(loop, ends[0], limits);
    }
    Ends(const Ends&) = delete;
    Ends& operator=(const Ends&) = delete;
    ~Ends() {
        link->close();
        loop.poll();
        hang_up();
    }
    void hang_up() {
        if (const int fd = std::exchange(cell, -1); fd >= 0) ::close(fd);
    }

    void ask(std::size_t questions, std::chrono::milliseconds patience = 60s) {
        static constexpr std::string_view octets = "question";
        const std::vector<CellLink::Asked> asked(questions, {octets.substr(0, 5), octets.substr(5)});
        link->ask(asked, patience, [this](Transfer transfer, std::string_view answer) { heard.emplace_back(transfer, answer); });
    }
    void say(std::string_view octets) const { REQUIRE(::write(cell, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size())); }
    /// Until so many answers were heard.
    void run_until(std::size_t answers) {
        while (heard.size() < answers) REQUIRE(loop.run_one() == 1);
    }
};

using Answers = std::vector<std::pair<Transfer, std::string>>;

}  // namespace

TEST_CASE("what is asked arrives as frames, and answers may come in one piece or in many") {
    const std::string answers = frame("one") + frame("") + frame("three");
    for (std::size_t cut = 0; cut < answers.size(); ++cut) {
        CAPTURE(cut);
        Ends ends;
        ends.ask(3);
        FrameReader cell{ends.cell};
        std::string_view question;
        for (int i = 0; i < 3; ++i) {
            ends.loop.poll();
            REQUIRE(cell.next(question) == Transfer::Done);
            CHECK(question == "question");
        }
        if (cut > 0) ends.say(answers.substr(0, cut));
        ends.loop.poll();
        CHECK(ends.heard.size() == (cut >= 11) + (cut >= 19));    // each as soon as it is there
        ends.say(answers.substr(cut));
        ends.run_until(3);
        CHECK(ends.heard == Answers{{Transfer::Done, "one"}, {Transfer::Done, ""}, {Transfer::Done, "three"}});
    }
}

TEST_CASE("answers that are too large for the buffer, before and after small ones") {
    const std::string large(50'000, 'l');
    const std::string almost((16u << 10) - 8, 'a');
    for (const std::vector<std::string>& answers : {std::vector<std::string>{"s", large, "t"}, {large, "s", large}, {almost, almost, "s"}, {"s", almost, large}}) {
        Ends ends;
        ends.ask(3);
        std::string octets;
        for (const std::string& answer : answers) octets += frame(answer);
        for (std::size_t at = 0; at < octets.size(); at += 7'000) {
            ends.say(std::string_view{octets}.substr(at, 7'000));
            ends.loop.poll();
        }
        ends.run_until(3);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(ends.heard[i].first == Transfer::Done);
            CHECK(ends.heard[i].second == answers[i]);
        }
    }
}

TEST_CASE("a cell that breaks the order is heard no further") {
    struct Case {
        const char* what;
        std::string said;
        Answers heard;    // of two questions
    };
    const std::string too_large = std::string("\xA1\x86\x01\0\0\0\0\0", 8);    // 100,001
    const Case cases[] = {
        {"more than it was asked", frame("1") + frame("2") + "x", {{Transfer::Done, "1"}, {Transfer::Failed, ""}}},
        {"a third answer", frame("1") + frame("2") + frame("3"), {{Transfer::Done, "1"}, {Transfer::Failed, ""}}},
        {"the first over the limit", too_large, {{Transfer::TooLarge, ""}}},
        {"the second over the limit", frame("1") + too_large, {{Transfer::Done, "1"}, {Transfer::TooLarge, ""}}},
        {"no limit at all", frame("1") + std::string(8, '\xFF') + "rest", {{Transfer::Done, "1"}, {Transfer::TooLarge, ""}}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Ends ends;
        ends.ask(2);
        ends.loop.poll();
        ends.say(c.said);
        ends.run_until(c.heard.size());
        CHECK(ends.heard == c.heard);
        ends.loop.poll();
        CHECK(ends.heard.size() == c.heard.size());
        char octet = 0;
        while (::recv(ends.cell, &octet, 1, 0) == 1) {    // what was asked; then the end
        }
        CHECK(::send(ends.cell, "x", 1, MSG_NOSIGNAL) < 0);    // the link is closed
    }
}

TEST_CASE("a cell that goes away between two answers, or within one") {
    for (const std::string& said : {frame("1"), frame("1") + frame("22").substr(0, 9), frame("1") + frame("22").substr(0, 3)}) {
        Ends ends;
        ends.ask(2);
        ends.loop.poll();
        ends.say(said);
        ends.hang_up();
        ends.run_until(2);
        CHECK(ends.heard == Answers{{Transfer::Done, "1"}, {Transfer::Closed, ""}});
    }
}

TEST_CASE("a cell that falls silent after its first answer is given up") {
    Ends ends;
    ends.ask(2, 0ms);
    ends.say(frame("1"));
    ends.run_until(1);
    if (ends.heard.front().first == Transfer::Done) ends.run_until(2);    // the answer may have come before the clock was looked at
    CHECK(ends.heard.back() == Answers::value_type{Transfer::TimedOut, ""});
}

TEST_CASE("a link that is closed by whoever hears an answer says nothing more") {
    Ends ends;
    static constexpr std::string_view octets = "question";
    const std::vector<CellLink::Asked> asked(2, {octets, {}});
    ends.link->ask(asked, 60s, [&](Transfer transfer, std::string_view answer) {
        ends.heard.emplace_back(transfer, answer);
        ends.link->close();
    });
    ends.loop.poll();
    ends.say(frame("1") + frame("2"));
    ends.run_until(1);
    ends.loop.poll();
    CHECK(ends.heard == Answers{{Transfer::Done, "1"}});
}
