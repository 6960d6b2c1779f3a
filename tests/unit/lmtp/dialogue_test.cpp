#include "tlsrpt/dialogue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace tlsrpt;
using namespace std::string_literals;

namespace {

/// A client and its server in one: octets that the dialogue left are given again with the next.
struct Talk {
    Dialogue dialogue;
    std::string left{};

    explicit Talk(const DialogueLimits& limits = {}) : dialogue("mx.example", limits) { (void)dialogue.take_output(); }

    /// @return the replies
    std::string say(std::string_view octets) {
        left += octets;
        left.erase(0, dialogue.feed(left));
        return dialogue.take_output();
    }
    /// As far as a mail's first octet.
    void begin_mail() { REQUIRE(say("LHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<r@x>\r\nDATA\r\n").ends_with("354 end with <CRLF>.<CRLF>\r\n")); }
};

}  // namespace

TEST_CASE("the outcome decides the reply, and content never gets a 5xx") {
    struct Row {
        Slug slug;
        bool kept;
        std::string reply;
        bool closed;
    };
    const Row rows[] = {
        {Slug::Stored, true, "250 2.0.0 stored: d\r\n", false},
        {Slug::SignatureFailed, true, "250 2.0.0 signature-failed: d\r\n", false},
        {Slug::KeyUnavailable, true, "250 2.0.0 key-unavailable: d\r\n", false},    // too old to wait: in quarantine
        {Slug::KeyUnavailable, false, "451 4.4.3 key-unavailable: d\r\n", false},
        {Slug::StoreFull, false, "452 4.3.1 store-full: d\r\n", false},
        {Slug::Internal, false, "451 4.3.5 internal: d\r\n", false},
        {Slug::Stored, false, "451 4.3.5 internal: d\r\n", false},                  // a bug of ours must not lose the mail
        {Slug::ShuttingDown, false, "421 4.3.2 shutting-down: d\r\n", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.reply);
        Talk talk;
        talk.begin_mail();
        CHECK(talk.say(".\r\n").empty());
        REQUIRE(talk.dialogue.mail_ready());
        (void)talk.dialogue.take_mail();
        if (row.kept) talk.dialogue.accept(row.slug, "d");
        else talk.dialogue.put_off({row.slug, "d"});
        CHECK(talk.dialogue.take_output() == row.reply);
        CHECK(talk.dialogue.closed() == row.closed);
    }
}

TEST_CASE("nothing is consumed while a mail awaits its outcome") {
    Talk talk;
    talk.begin_mail();
    CHECK(talk.say("x\r\n.\r\nNOOP\r\n").empty());
    CHECK(talk.left == "NOOP\r\n");
    CHECK(talk.dialogue.feed("NOOP\r\n") == 0);
    CHECK(talk.dialogue.take_mail().bytes == "x\r\n");
    talk.dialogue.accept(Slug::Stored, "d");
    CHECK(talk.say("") == "250 2.0.0 stored: d\r\n250 2.0.0 ok\r\n");
}

TEST_CASE("a reply is one line of ASCII, whatever the detail") {
    Talk talk;
    talk.begin_mail();
    (void)talk.say(".\r\n");
    (void)talk.dialogue.take_mail();
    talk.dialogue.accept(Slug::Stored, "Gr\xC3\xBC\xC3\x9F" "e\r\n250 forged" + std::string(1000, 'x'));
    const std::string output = talk.dialogue.take_output();
    CHECK(std::ranges::count(output, '\n') == 1);
    CHECK(output.size() <= 512);    // RFC 5321 section 4.5.3.1.5
    CHECK(std::ranges::all_of(output, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

TEST_CASE("what the mail holds is bounded, and its end is found all the same") {
    DialogueLimits limits;
    limits.max_mail_bytes = 1000;
    for (const std::size_t size : {1000u, 1001u, 1002u, 100'000u}) {
        CAPTURE(size);
        Talk talk{limits};
        talk.begin_mail();
        (void)talk.say(std::string(size - 2, 'x'));
        CHECK(talk.dialogue.held_bytes() <= limits.max_mail_bytes + 1);
        (void)talk.say("\r\n.\r\n");
        REQUIRE(talk.dialogue.mail_ready());
        const ReceivedMail mail = talk.dialogue.take_mail();
        CHECK(mail.bytes.size() == std::min(size, limits.max_mail_bytes + 1));
        CHECK(mail.size == size);
        CHECK(talk.dialogue.held_bytes() == 0);
    }
}

TEST_CASE("a command line without end is skipped in bounded memory") {
    Talk talk;
    const std::string block(65536, 'x');
    for (int i = 0; i < 100; ++i) {
        CHECK(talk.say(block).empty());
        CHECK(talk.left.size() <= DialogueLimits{}.max_command_bytes);
    }
    CHECK(talk.say("\r\nNOOP\r\n") == "500 5.5.2 line too long\r\n250 2.0.0 ok\r\n");
}

TEST_CASE("a session has its most commands, errors and recipients") {
    DialogueLimits limits;
    limits.max_commands = 3;
    limits.max_errors = 2;
    limits.max_recipients = 1;
    {
        Talk talk{limits};
        CHECK(talk.say("NOOP\r\nNOOP\r\nNOOP\r\nNOOP\r\nNOOP\r\n") ==
              "250 2.0.0 ok\r\n250 2.0.0 ok\r\n250 2.0.0 ok\r\n421 4.3.2 overloaded: Too much work at once; try later.\r\n");
        CHECK(talk.dialogue.closed());
    }
    {
        Talk talk{limits};
        CHECK(talk.say("BAD\r\nWORSE\r\nNOOP\r\n") == "500 5.5.2 unknown command\r\n500 5.5.2 unknown command\r\n421 4.7.0 too many errors\r\n");
        CHECK(talk.dialogue.closed());
    }
    {
        limits.max_commands = 10;
        Talk talk{limits};
        (void)talk.say("LHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\n");
        CHECK(talk.say("RCPT TO:<b@x>\r\n") == "452 4.5.3 too many recipients\r\n");
        (void)talk.say("DATA\r\n.\r\n");
        CHECK(talk.dialogue.take_mail().envelope.forward_paths == std::vector{"a@x"s});
    }
}

TEST_CASE("a server that stops, or waited for too long, says so") {
    Talk talk;
    CHECK(talk.dialogue.idle());
    talk.begin_mail();
    CHECK_FALSE(talk.dialogue.idle());
    talk.dialogue.refuse(Slug::ShuttingDown);
    CHECK(talk.dialogue.take_output() == "421 4.3.2 shutting-down: The server is stopping; try later.\r\n");
    CHECK(talk.dialogue.closed());
    CHECK(talk.dialogue.feed("NOOP\r\n") == 0);

    Talk silent;
    silent.dialogue.time_out();
    CHECK(silent.dialogue.take_output() == "421 4.4.2 nothing came for too long\r\n");
    CHECK(silent.dialogue.closed());
}
