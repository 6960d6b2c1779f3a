// What the daemon tells its administrator: one event, one line.
//
//     event, fields → "mail outcome=stored id=17 size=3012 …\n" on standard error
//
// The first word never changes and has its paragraph in tlsrpt-lmtpd(8); a test compares the two. The fields are key=value; a value with blanks or
// quotation marks is quoted; whatever came by mail is escaped. Under systemd each line begins with its priority, as sd-daemon(3) says.
//
// Any thread: a line is one write(2), but for those of mail_lines.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace tlsrpt {

enum class Event : std::uint8_t {
    Started, Listening, Ready, Reloaded, ReloadFailed, Stopping, Stopped,
    Mail, MailDeferred,
    DnssecAvailable, DnssecUnavailable,
    SessionRefused, SessionIdle, SessionFailed, AcceptFailed,
    StoreOpened, StoreFailed, ExaminerFailed, StartFailed,
};

/// Priorities of syslog(3).
enum class Severity : std::uint8_t { Error = 3, Warning = 4, Notice = 5, Info = 6 };

struct EventName {
    Event event;
    std::string_view name;
    Severity severity;
};

inline constexpr std::array event_names{
    EventName{Event::Started, "started", Severity::Info},
    EventName{Event::Listening, "listening", Severity::Info},
    EventName{Event::Ready, "ready", Severity::Notice},
    EventName{Event::Reloaded, "reloaded", Severity::Notice},
    EventName{Event::ReloadFailed, "reload-failed", Severity::Error},
    EventName{Event::Stopping, "stopping", Severity::Notice},
    EventName{Event::Stopped, "stopped", Severity::Notice},
    EventName{Event::Mail, "mail", Severity::Info},
    EventName{Event::MailDeferred, "mail-deferred", Severity::Warning},
    EventName{Event::DnssecAvailable, "dnssec-available", Severity::Info},
    EventName{Event::DnssecUnavailable, "dnssec-unavailable", Severity::Warning},
    EventName{Event::SessionRefused, "session-refused", Severity::Warning},
    EventName{Event::SessionIdle, "session-idle", Severity::Info},
    EventName{Event::SessionFailed, "session-failed", Severity::Error},
    EventName{Event::AcceptFailed, "accept-failed", Severity::Error},
    EventName{Event::StoreOpened, "store-opened", Severity::Info},
    EventName{Event::StoreFailed, "store-failed", Severity::Error},
    EventName{Event::ExaminerFailed, "examiner-failed", Severity::Error},
    EventName{Event::StartFailed, "start-failed", Severity::Error},
};

/// Both borrowed.
struct EventField {
    std::string_view key;
    std::string_view value;
};

/// The line with its line end.
std::string format_event(Event event, std::span<const EventField> fields, bool with_priority);

class EventLog {
public:
    /// @param with_priority  the reader knows "<6>": standard error is the journal's (JOURNAL_STREAM)
    EventLog(int fd, bool with_priority) : fd_(fd), with_priority_(with_priority) {}
    void write(Event event, std::span<const EventField> fields = {}) const;
    void write(Event event, std::initializer_list<EventField> fields) const { write(event, std::span{fields.begin(), fields.size()}); }
    /// For write() of several lines at once.
    [[nodiscard]] std::string line(Event event, std::initializer_list<EventField> fields) const {
        return format_event(event, std::span{fields.begin(), fields.size()}, with_priority_);
    }
    void write(std::string_view lines) const;

private:
    int fd_;
    bool with_priority_;
};

}  // namespace tlsrpt
