// What an LMTP session says: a state machine without sockets.
//
//     octets from the client  →  replies, and mails that wait for their outcome
//
// RFC 2033 with PIPELINING (2920), ENHANCEDSTATUSCODES (2034), 8BITMIME (6152), SMTPUTF8 (6531) and SIZE (1870, without a number:
// with one, Postfix would bounce larger mails). Rules:
//   - Only CRLF "." CRLF ends a mail (RFC 5321 section 4.1.1.4). A bare CR or LF around a dot is data, so nothing can be smuggled.
//   - After the final dot there is one reply for each accepted recipient, in order (RFC 2033 section 4.2), and the mail's outcome is the same
//     for all: the store keeps it once.
//   - Content never gets a 5xx. 5xx stands for wrong commands only; overload and shutdown are 421, which every MTA retries.
//   - Replies are ASCII (RFC 6531 section 3.7.4 allows more only to a client that asked): other octets of a detail are sent as "?".
//   - A mail over the limit is read to its end and its first octets are handed on: the examiner then says message-unreadable.
//
// Pure: no I/O, no clock. The owner keeps octets that feed() did not consume and gives them again with what follows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/expected.hpp"
#include "tlsrpt/outcome.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

struct DialogueLimits {
    std::size_t max_command_bytes = 4096;      ///< one command line; RFC 5321 section 4.5.3.1.4 asks for 512 and more with extensions
    std::size_t max_recipients = 1000;         ///< of one mail; RFC 5321 section 4.5.3.1.8 asks for 100
    std::size_t max_path_bytes = 1024;         ///< reverse-path or forward-path
    std::size_t max_errors = 20;               ///< refused commands before the session is closed
    std::size_t max_commands = 100'000;        ///< of one session
    std::size_t max_mail_bytes = 25u << 20;    ///< kept of one mail; the rest is read and dropped
};

struct ReceivedMail {
    Envelope envelope;
    std::string bytes;         ///< dots unstuffed; at most max_mail_bytes + 1 octets
    std::size_t size{0};       ///< as sent
};

class Dialogue {
public:
    /// @param host  names us in greeting and LHLO reply
    Dialogue(std::string host, const DialogueLimits& limits);

    /// Takes octets from the client. @return how many were consumed: fewer than given when a line is incomplete, when a mail is complete (take it and
    /// answer first), or when the session is over.
    std::size_t feed(std::string_view octets);

    /// A mail is complete and its outcome is awaited.
    [[nodiscard]] bool mail_ready() const { return state_ == State::AwaitingOutcome; }
    ReceivedMail take_mail();
    /// The mail is kept: 250 for each recipient, whatever the slug (a key that was unavailable for too long ends in quarantine). @pre mail_ready()
    void accept(Slug slug, std::string_view detail);
    /// The mail is not kept: 4xx for each recipient; a slug that is no temporary failure is answered as internal. @pre mail_ready()
    void put_off(const Error& error);
    /// 421 and the end of the session.
    void refuse(Slug slug);
    /// The same, because nothing came for too long.
    void time_out();

    /// Replies to send, in order; emptied by the call.
    std::string take_output();
    [[nodiscard]] bool closed() const { return state_ == State::Closed; }
    /// Octets of the mail that is being read: what the session holds of the budget of bytes in flight.
    [[nodiscard]] std::size_t held_bytes() const { return mail_.bytes.size(); }
    /// Nothing begun: no envelope, no mail. A server that stops may close such a session.
    [[nodiscard]] bool idle() const { return state_ == State::Command && !has_sender_; }

private:
    enum class State { Command, Data, AwaitingOutcome, Closed };

    std::size_t feed_command(std::string_view octets);
    std::size_t feed_data(std::string_view octets);
    void run(std::string_view line);
    void mail_from(std::string_view arguments);
    void rcpt_to(std::string_view arguments);
    void data();
    void keep(std::string_view octets);
    void reset();
    void reply(std::string_view text);
    void reply_to_all(const std::string& text);
    void close(std::string_view text);
    void refuse_command(std::string_view text);

    std::string host_;
    DialogueLimits limits_;
    State state_{State::Command};
    bool greeted_{false};           // LHLO seen
    bool has_sender_{false};
    bool line_too_long_{false};     // the current command line is being skipped
    bool at_line_start_{true};      // in Data: the last octets consumed were CRLF
    std::size_t errors_{0};
    std::size_t commands_{0};
    ReceivedMail mail_;
    std::size_t recipients_{0};     // of the mail that was taken
    std::string output_;
};

}  // namespace tlsrpt
