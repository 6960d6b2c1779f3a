#include "deliver/wire_text.hpp"

namespace tlsrpt {

void WireText::add(std::string_view octets, std::string& out) {
    while (!octets.empty()) {
        if (at_line_start_ && octets.front() == '.') out += '.';
        const std::size_t end = octets.find('\n');
        const std::string_view text = octets.substr(0, end);
        out += text;
        if (!text.empty()) {
            at_line_start_ = false;
            after_cr_ = text.back() == '\r';
        }
        if (end == std::string_view::npos) return;
        out += after_cr_ ? "\n" : "\r\n";
        at_line_start_ = true;
        after_cr_ = false;
        octets.remove_prefix(end + 1);
    }
}

void WireText::finish(std::string& out) const {
    if (!at_line_start_) out += after_cr_ ? "\n" : "\r\n";
    out += ".\r\n";
}

}  // namespace tlsrpt
