// The scripts of tests/dialogues against the state machine in memory: each as it stands, and octet by octet. tests/dialogues/README.md
// describes their language; tests/e2e/dialogue_test.py runs the same against the daemon.
#include <doctest/doctest.h>

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tlsrpt/dialogue.hpp"
#include "tlsrpt/file.hpp"

using namespace tlsrpt;

namespace {

unsigned hex_digit(char c) { return static_cast<unsigned>(c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0'); }

/// "a\r\n\x00\{b*3}" → the octets that it stands for.
std::string octets_of(std::string_view text) {
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            octets += text[i];
            continue;
        }
        const char escape = text.at(++i);
        if (escape == 'r') octets += '\r';
        else if (escape == 'n') octets += '\n';
        else if (escape == '\\') octets += '\\';
        else if (escape == 'x') {
            octets += static_cast<char>(hex_digit(text.at(i + 1)) * 16 + hex_digit(text.at(i + 2)));
            i += 2;
        } else if (escape == '{') {
            const std::size_t end = text.find('}', i);
            const std::size_t star = text.rfind('*', end);
            REQUIRE(star > i);
            const std::string what = octets_of(text.substr(i + 1, star - i - 1));
            for (int left = std::stoi(std::string{text.substr(star + 1, end - star - 1)}); left > 0; --left) octets += what;
            i = end;
        } else {
            FAIL("unknown escape \\", escape);
        }
    }
    return octets;
}

/// "*" at the end of the wanted text stands for anything.
bool matches(std::string_view text, std::string_view wanted) {
    if (wanted.ends_with('*')) return text.starts_with(wanted.substr(0, wanted.size() - 1));
    return text == wanted;
}

class Player {
public:
    explicit Player(bool by_octets) : by_octets_(by_octets) { connect(); }

    void play(const std::string& line) {
        const std::string_view text = line;
        if (text.empty() || text.starts_with('#')) return;
        const std::string_view argument = text.size() > 3 ? text.substr(3) : std::string_view{};
        if (text.starts_with("C: ")) send(octets_of(argument) + "\r\n");
        else if (text.starts_with("C+ ")) send(octets_of(argument));
        else if (text.starts_with("S: ")) expect_reply(octets_of(argument));
        else if (text.starts_with("M: ")) expect_mail(octets_of(argument));
        else if (text.starts_with("E: ")) expect_envelope(argument);
        else if (text == "X: closed") CHECK(dialogue_->closed());
        else if (text == "X: reconnect") connect();
        else FAIL("no line of a script");
    }
    void end() const { CHECK(replies_.empty()); }

private:
    void connect() {
        DialogueLimits limits;
        limits.max_mail_bytes = 128u << 10;
        dialogue_.emplace("mx.example", limits);
        left_.clear();
        replies_.clear();
        hear();
    }
    void send(std::string_view octets) {
        if (!by_octets_) return feed(octets);
        for (const char octet : octets) feed({&octet, 1});
    }
    void feed(std::string_view octets) {
        left_ += octets;
        for (;;) {
            const std::size_t consumed = dialogue_->feed(left_);
            left_.erase(0, consumed);
            hear();
            if (!dialogue_->mail_ready()) {
                if (consumed == 0 || left_.empty()) return;
                continue;
            }
            mail_ = dialogue_->take_mail();
            dialogue_->accept(Slug::NoSignature, {});
            hear();
        }
    }
    void hear() {
        const std::string output = dialogue_->take_output();
        for (std::size_t start = 0; start < output.size();) {
            const std::size_t end = output.find("\r\n", start);
            replies_.push_back(output.substr(start, end - start));
            start = end + 2;
        }
    }
    void expect_reply(const std::string& wanted) {
        CAPTURE(wanted);
        REQUIRE_FALSE(replies_.empty());
        CAPTURE(replies_.front());
        CHECK(matches(replies_.front(), wanted));
        replies_.pop_front();
    }
    void expect_mail(const std::string& octets) const {
        REQUIRE(mail_);
        CHECK(mail_->bytes == octets);
    }
    void expect_envelope(std::string_view wanted) const {
        REQUIRE(mail_);
        std::string envelope = '<' + mail_->envelope.reverse_path + '>';
        for (const std::string& path : mail_->envelope.forward_paths) envelope += " <" + path + '>';
        CHECK(matches(envelope, wanted));
    }

    bool by_octets_;
    std::optional<Dialogue> dialogue_;
    std::string left_;
    std::deque<std::string> replies_;
    std::optional<ReceivedMail> mail_;
};

}  // namespace

TEST_CASE("the scripts of tests/dialogues") {
    std::size_t scripts = 0;
    for (const auto& entry : std::filesystem::directory_iterator(TLSRPT_DIALOGUES)) {
        if (entry.path().extension() != ".chat") continue;
        ++scripts;
        const auto text = read_file(entry.path().string(), 1u << 20);
        REQUIRE(text);
        for (const bool by_octets : {false, true}) {
            const std::string how = by_octets ? " octet by octet" : "";
            Player player{by_octets};
            std::size_t number = 0;
            for (std::size_t start = 0; start < text->size();) {
                const std::size_t end = std::min(text->find('\n', start), text->size());
                const std::string line = text->substr(start, end - start);
                start = end + 1;
                ++number;
                INFO(entry.path().filename().string(), ":", number, how, ": ", line);
                player.play(line);
            }
            INFO(entry.path().filename().string(), how, ": replies that nobody expected");
            player.end();
        }
    }
    CHECK(scripts > 10);
}
