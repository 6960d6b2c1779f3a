#include "tlsrpt/mail.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {

// Only the topmost Received field is our own MTA's; all others are claims. Time-stamp-line: … ";" FWS date-time
// (RFC 5321 section 4.4). An older one is never asked instead: that would let the sender choose the time.
std::optional<std::chrono::sys_seconds> time_in_received(const Prescan& mail) {
    const Field* received = find_field(mail, "Received");
    if (received == nullptr) return std::nullopt;
    const std::size_t semicolon = received->value.rfind(';');
    if (semicolon == std::string_view::npos) return std::nullopt;
    return parse_rfc5322(received->value.substr(semicolon + 1));
}

}  // namespace tlsrpt
