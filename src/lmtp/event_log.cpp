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

/// Of characters that stay as they are, whether in quotation marks or not: nearly all values.
bool is_plain(std::string_view value) {
    return std::ranges::all_of(value, [](char c) { return c >= ' ' && c < '\x7F' && c != '"' && c != '\\'; });
}

void append_quoted(std::string& line, std::string_view value) {
    constexpr std::size_t longest = 1000;
    if (value.size() <= longest && is_plain(value)) {
        const bool is_word = !value.empty() && value.find_first_of(" =") == std::string_view::npos;
        if (!is_word) line += '"';
        line += value;
        if (!is_word) line += '"';
        return;
    }
    std::string escaped = cut_text(escape_terminal(value), longest);
    const bool is_word = escaped.find_first_of(" \"=") == std::string::npos;
    if (!is_word) line += '"';
    for (const char c : escaped) {
        if (c == '"') line += '\\';
        line += c;
    }
    if (!is_word) line += '"';
}

}  // namespace

std::string format_event(Event event, std::span<const EventField> fields, bool with_priority) {
    const EventName& name = event_names.at(static_cast<std::size_t>(event));
    constexpr std::size_t usual = 400;
    std::string line;
    line.reserve(usual);
    if (with_priority) line.append("<").append(std::to_string(static_cast<unsigned>(name.severity))).append(">");
    line += name.name;
    for (const EventField& field : fields) {
        line.append(" ").append(field.key).append("=");
        append_quoted(line, field.value);
    }
    line += '\n';
    return line;
}

void EventLog::write(Event event, std::span<const EventField> fields) const {
    write(format_event(event, fields, with_priority_));
}

void EventLog::write(std::string_view lines) const {
    (void)!::write(fd_, lines.data(), lines.size());    // a log that nobody reads stops no mail
}

}  // namespace tlsrpt
