// An LMTP session, whatever the client says and however the network cuts it.
#include <algorithm>
#include <string>
#include <vector>

#include "target.hpp"
#include "tlsrpt/dialogue.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

struct Session {
    std::string replies;
    std::vector<ReceivedMail> mails;
};

std::size_t occurrences(std::string_view text, std::string_view word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++count;
    return count;
}

/// Each line is a code, a separator and ASCII; the lines of one reply have one code.
void check_replies(std::string_view replies) {
    std::string_view code;    // of a reply that goes on
    while (!replies.empty()) {
        const std::size_t end = replies.find("\r\n");
        require(end != std::string_view::npos && end >= 4 && end <= 512, "a reply is a line (RFC 5321 section 4.5.3.1.5)");
        const std::string_view line = replies.substr(0, end);
        require(line[0] >= '2' && line[0] <= '5' && line[1] >= '0' && line[1] <= '9' && line[2] >= '0' && line[2] <= '9', "a reply begins with a code");
        require(line[3] == ' ' || line[3] == '-', "text follows the code");
        require(code.empty() || line.starts_with(code), "the lines of one reply have one code");
        require(std::ranges::all_of(line, [](char c) { return c >= ' ' && c < '\x7f'; }), "a reply is printable ASCII");
        code = line[3] == '-' ? line.substr(0, 3) : std::string_view{};
        replies.remove_prefix(end + 2);
    }
    require(code.empty(), "the last reply is complete");
}

/// What becomes of a mail depends on the mail alone.
void answer(Dialogue& dialogue, const ReceivedMail& mail) {
    const std::string detail = mail.bytes.substr(0, 40);    // hostile, as details are
    switch (mail.size % 4) {
        case 0:
            return dialogue.put_off({Slug::KeyUnavailable, detail});
        case 1:
            return mail.size % 8 == 1 ? dialogue.put_off({Slug::ShuttingDown, detail}) : dialogue.accept(Slug::Duplicate, detail);
        default:
            return dialogue.accept(Slug::Stored, detail);
    }
}

/// As the server does it: what was not consumed is given again with what follows.
class Talk {
public:
    explicit Talk(const DialogueLimits& limits) : limits_(limits), dialogue_("mx.example", limits) { hear(); }

    void say(std::string_view octets) {
        left_ += octets;
        for (;;) {
            const std::size_t consumed = dialogue_.feed(left_);
            require(consumed <= left_.size(), "no more is consumed than was given");
            left_.erase(0, consumed);
            hear();
            if (dialogue_.mail_ready()) take();
            else if (consumed == 0 || left_.empty()) break;
        }
        if (!dialogue_.closed()) require(left_.size() <= limits_.max_command_bytes + 2, "no more is left than a command");
    }
    [[nodiscard]] const Session& session() const { return session_; }

private:
    void hear() { session_.replies += dialogue_.take_output(); }

    void take() {
        require(dialogue_.feed("NOOP\r\n") == 0, "nothing is consumed while a mail awaits its outcome");
        ReceivedMail mail = dialogue_.take_mail();
        require(!mail.envelope.forward_paths.empty() && mail.envelope.forward_paths.size() <= limits_.max_recipients, "a mail has recipients");
        require(mail.bytes.size() == std::min(mail.size, limits_.max_mail_bytes + 1), "a mail is kept up to the limit");
        answer(dialogue_, mail);
        const std::string replies = dialogue_.take_output();
        check_replies(replies);
        require(occurrences(replies, "\r\n") == mail.envelope.forward_paths.size(), "there is one reply for each recipient");
        require(replies.front() == '2' || replies.front() == '4', "content never gets a 5xx");
        require(dialogue_.closed() || dialogue_.idle(), "the next mail begins anew");
        session_.replies += replies;
        session_.mails.push_back(std::move(mail));
    }

    DialogueLimits limits_;
    Dialogue dialogue_;
    std::string left_;
    Session session_;
};

bool equal(const ReceivedMail& a, const ReceivedMail& b) {
    return a.bytes == b.bytes && a.size == b.size && a.envelope.reverse_path == b.envelope.reverse_path && a.envelope.forward_paths == b.envelope.forward_paths;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    DialogueLimits limits;
    if (input.octet() % 2 != 0) limits = {.max_command_bytes = 64, .max_recipients = 3, .max_path_bytes = 30, .max_errors = 4, .max_commands = 40, .max_mail_bytes = 50};
    const std::string_view cuts = input.text();
    const std::string_view octets = input.rest();

    Talk whole{limits};
    whole.say(octets);
    Talk pieces{limits};
    std::string_view rest = octets;
    for (std::size_t i = 0; !rest.empty(); ++i) {
        const std::size_t length = cuts.empty() ? 1 : static_cast<unsigned char>(cuts[i % cuts.size()]) % 16 + 1U;
        pieces.say(rest.substr(0, length));
        rest.remove_prefix(std::min(length, rest.size()));
    }
    const Session& session = whole.session();
    require(session.replies == pieces.session().replies, "the replies do not depend on how the octets come");
    require(std::ranges::equal(session.mails, pieces.session().mails, equal), "the mails do not depend on how the octets come");

    check_replies(session.replies);
    const std::string lower = lower_ascii(octets);
    require(session.mails.size() <= occurrences(lower, "data"), "no mail without DATA, and no mail twice");
    require(session.mails.size() <= occurrences(octets, "\r\n.\r\n"), "only CRLF . CRLF ends a mail");
    return 0;
}
