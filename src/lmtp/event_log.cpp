#include "lmtp/event_log.hpp"

#include <unistd.h>

#include <algorithm>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr bool names_agree() {
    for (std::size_t i = 0; i < event_names.size(); ++i)
        if (static_cast<std::size_t>(event_names.at(i).event) != i || event_names.at(i).name.empty()) return false;
    return event_names.size() == static_cast<std::size_t>(Event::StartFailed) + 1;
}
static_assert(names_agree());

std::string quoted(std::string_view value) {
    constexpr std::size_t longest = 1000;
    std::string escaped = cut_text(escape_terminal(value), longest);
    if (!escaped.empty() && escaped.find_first_of(" \"=") == std::string::npos) return escaped;
    std::string text = "\"";
    for (const char c : escaped) {
        if (c == '"') text += '\\';
        text += c;
    }
    return text + '"';
}

}  // namespace

std::string format_event(Event event, std::span<const EventField> fields, bool with_priority) {
    const EventName& name = event_names.at(static_cast<std::size_t>(event));
    std::string line;
    if (with_priority) line.append("<").append(std::to_string(static_cast<unsigned>(name.severity))).append(">");
    line += name.name;
    for (const EventField& field : fields) line.append(" ").append(field.key).append("=").append(quoted(field.value));
    line += '\n';
    return line;
}

void EventLog::write(Event event, std::span<const EventField> fields) const {
    const std::string line = format_event(event, fields, with_priority_);
    (void)!::write(fd_, line.data(), line.size());    // a log that nobody reads stops no mail
}

}  // namespace tlsrpt
