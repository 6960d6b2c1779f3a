#include "tlsrpt/dialogue.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "lmtp/path.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::string_view crlf = "\r\n";

enum class Parameter : std::uint8_t { Fine, Unknown, Malformed };

// RFC 1870 section 6, RFC 6152 section 2, RFC 6531 section 3.4. The declared size decides nothing: the mail is read to its end.
Parameter judge_parameter(std::string_view parameter) {
    const std::size_t equals = parameter.find('=');
    const bool has_value = equals != std::string_view::npos;
    const std::string_view name = parameter.substr(0, equals);
    const std::string_view value = has_value ? parameter.substr(equals + 1) : std::string_view{};
    const auto fine_if = [](bool fine) { return fine ? Parameter::Fine : Parameter::Malformed; };
    if (equal_ignoring_case(name, "SIZE")) return fine_if(parse_count(value).has_value());
    if (equal_ignoring_case(name, "BODY")) return fine_if(equal_ignoring_case(value, "7BIT") || equal_ignoring_case(value, "8BITMIME"));
    if (equal_ignoring_case(name, "SMTPUTF8")) return fine_if(!has_value);
    return Parameter::Unknown;
}

/// Where "\r\n." is; npos: nowhere. Most mails have fewer dots than line ends.
std::size_t find_line_with_dot(std::string_view octets) {
    for (std::size_t dot = octets.find('.', crlf.size()); dot != std::string_view::npos; dot = octets.find('.', dot + 1))
        if (octets.substr(dot - crlf.size(), crlf.size()) == crlf) return dot - crlf.size();
    return std::string_view::npos;
}

}  // namespace

Dialogue::Dialogue(std::string host, const DialogueLimits& limits) : host_(std::move(host)), limits_(limits) {
    reply("220 " + host_ + " LMTP tlsrpt-inbox");
}

std::size_t Dialogue::feed(std::string_view octets) {
    std::size_t consumed = 0;
    while (consumed < octets.size() && (state_ == State::Command || state_ == State::Data)) {
        const std::string_view rest = octets.substr(consumed);
        const std::size_t step = state_ == State::Command ? feed_command(rest) : feed_data(rest);
        if (step == 0) break;
        consumed += step;
    }
    return consumed;
}

// A command ends with CRLF alone (RFC 5321 section 2.3.8), so a bare CR or LF in it makes it a wrong command, not two.
std::size_t Dialogue::feed_command(std::string_view octets) {
    const std::size_t end = octets.find(crlf);
    if (end == std::string_view::npos) {
        if (octets.ends_with('\r')) octets.remove_suffix(1);    // half a line end, perhaps
        if (octets.size() <= limits_.max_command_bytes) return 0;
        line_too_long_ = true;
        return octets.size();
    }
    const bool too_long = std::exchange(line_too_long_, false) || end > limits_.max_command_bytes;
    if (too_long) refuse_command("500 5.5.2 line too long");
    else run(octets.substr(0, end));
    return end + crlf.size();
}

void Dialogue::run(std::string_view line) {
    if (++commands_ > limits_.max_commands) return refuse(Slug::Overloaded);
    if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos) return refuse_command("500 5.5.2 control character in command");
    const std::string_view verb = line.substr(0, line.find(' '));
    const std::string_view arguments = trim(line.substr(verb.size()));
    const auto is = [&](std::string_view name) { return equal_ignoring_case(verb, name); };

    if (is("LHLO")) {
        if (arguments.empty()) return refuse_command("501 5.5.4 LHLO needs a name");
        reset();
        greeted_ = true;
        reply("250-" + host_);
        reply("250-PIPELINING");
        reply("250-ENHANCEDSTATUSCODES");
        reply("250-8BITMIME");
        reply("250-SMTPUTF8");
        reply("250 SIZE");
    } else if (is("MAIL")) {
        mail_from(arguments);
    } else if (is("RCPT")) {
        rcpt_to(arguments);
    } else if (is("DATA")) {
        if (!arguments.empty()) return refuse_command("501 5.5.4 DATA takes no argument");
        data();
    } else if (is("RSET")) {
        reset();
        reply("250 2.0.0 ok");
    } else if (is("NOOP")) {
        reply("250 2.0.0 ok");
    } else if (is("QUIT")) {
        close("221 2.0.0 bye");
    } else if (is("VRFY")) {
        reply("252 2.1.5 send mail and see");
    } else if (is("HELO") || is("EHLO")) {
        refuse_command("500 5.5.1 this is LMTP: say LHLO");    // RFC 2033 section 4.1 (MUST NOT accept)
    } else {
        refuse_command("500 5.5.2 unknown command");
    }
}

void Dialogue::mail_from(std::string_view arguments) {
    constexpr std::string_view keyword = "FROM:";
    if (!greeted_) return refuse_command("503 5.5.1 LHLO first");
    if (has_sender_) return refuse_command("503 5.5.1 a sender is named already");
    if (!equal_ignoring_case(arguments.substr(0, keyword.size()), keyword)) return refuse_command("501 5.5.4 syntax: MAIL FROM:<address>");
    const auto path = parse_path(arguments.substr(keyword.size()), limits_.max_path_bytes);
    if (!path) return refuse_command("501 5.1.7 syntax: MAIL FROM:<address>");
    for (const std::string_view parameter : path->parameters) {
        const Parameter judged = judge_parameter(parameter);
        if (judged == Parameter::Unknown) return refuse_command("555 5.5.4 unknown parameter");    // RFC 5321 section 4.1.1.11
        if (judged == Parameter::Malformed) return refuse_command("501 5.5.4 malformed parameter");
    }
    mail_.envelope.reverse_path = path->path;
    has_sender_ = true;
    reply("250 2.1.0 ok");
}

void Dialogue::rcpt_to(std::string_view arguments) {
    constexpr std::string_view keyword = "TO:";
    if (!has_sender_) return refuse_command("503 5.5.1 MAIL first");
    if (!equal_ignoring_case(arguments.substr(0, keyword.size()), keyword)) return refuse_command("501 5.5.4 syntax: RCPT TO:<address>");
    const auto path = parse_path(arguments.substr(keyword.size()), limits_.max_path_bytes);
    if (!path || path->path.empty()) return refuse_command("501 5.1.3 syntax: RCPT TO:<address>");
    if (!path->parameters.empty()) return refuse_command("555 5.5.4 unknown parameter");
    if (mail_.envelope.forward_paths.size() >= limits_.max_recipients) return reply("452 4.5.3 too many recipients");
    mail_.envelope.forward_paths.push_back(path->path);
    reply("250 2.1.5 ok");
}

void Dialogue::data() {
    if (!has_sender_) return refuse_command("503 5.5.1 MAIL first");
    if (mail_.envelope.forward_paths.empty()) return refuse_command("503 5.5.1 no valid recipients");    // RFC 2033 section 4.2
    reply("354 end with <CRLF>.<CRLF>");
    at_line_start_ = true;
    state_ = State::Data;
}

std::size_t Dialogue::feed_data(std::string_view octets) {
    if (at_line_start_ && octets.front() == '.') {
        constexpr std::string_view end = ".\r\n";
        if (octets.starts_with(end)) {
            recipients_ = mail_.envelope.forward_paths.size();
            state_ = State::AwaitingOutcome;
            return end.size();
        }
        if (end.starts_with(octets)) return 0;    // "." or ".\r": what follows decides
        at_line_start_ = false;                   // RFC 5321 section 4.5.2: the first dot is not part of the mail
        return 1;
    }
    // To the next line that begins with a dot, or as far as the octets go.
    const std::size_t stop = find_line_with_dot(octets);
    if (stop != std::string_view::npos) {
        keep(octets.substr(0, stop + crlf.size()));
        at_line_start_ = true;
        return stop + crlf.size();
    }
    if (octets.ends_with('\r')) octets.remove_suffix(1);    // half a line end, perhaps
    if (octets.empty()) return 0;
    keep(octets);
    at_line_start_ = octets.ends_with(crlf);
    return octets.size();
}

void Dialogue::keep(std::string_view octets) {
    mail_.size += octets.size();
    const std::size_t room = limits_.max_mail_bytes + 1 - mail_.bytes.size();
    mail_.bytes += octets.substr(0, room);
}

ReceivedMail Dialogue::take_mail() { return std::exchange(mail_, {}); }

void Dialogue::accept(Slug slug, std::string_view detail) {
    std::string line = status_line(slug, detail);
    line.replace(0, line.find(' '), outcome_of(Slug::Stored).enhanced);
    reply_to_all("250 " + line);
    state_ = State::Command;
}

void Dialogue::put_off(const Error& error) {
    const bool temporary = outcome_of(error.slug).exit_status == exit_tempfail;
    const Slug slug = temporary ? error.slug : Slug::Internal;
    reply_to_all(std::to_string(outcome_of(slug).reply) + ' ' + status_line(slug, error.detail));
    state_ = outcome_of(slug).disposition == Disposition::RefuseSession ? State::Closed : State::Command;
}

// RFC 2033 section 4.2: one reply for each recipient that was accepted, in order.
void Dialogue::reply_to_all(const std::string& text) {
    for (std::size_t i = 0; i < recipients_; ++i) reply(text);
    reset();
}

void Dialogue::refuse(Slug slug) { close("421 " + status_line(slug, {})); }
void Dialogue::time_out() { close("421 4.4.2 nothing came for too long"); }    // RFC 3463 section 3.5

void Dialogue::close(std::string_view text) {
    reply(text);
    state_ = State::Closed;
}

void Dialogue::reset() {
    mail_ = {};
    has_sender_ = false;
    recipients_ = 0;
}

std::string Dialogue::take_output() { return std::exchange(output_, {}); }

void Dialogue::reply(std::string_view text) {
    const std::size_t begin = output_.size();
    output_.append(text).append(crlf);
    std::replace_if(output_.begin() + static_cast<std::ptrdiff_t>(begin), output_.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
}

void Dialogue::refuse_command(std::string_view text) {
    reply(text);
    if (++errors_ >= limits_.max_errors) close("421 4.7.0 too many errors");
}

}  // namespace tlsrpt
