#include "cli/words.hpp"

#include <algorithm>

#include "cli/width.hpp"

namespace tlsrpt {

std::string wrapped(std::string_view text, std::size_t columns, std::string_view first, std::string_view later) {
    std::string out{first};
    std::size_t used = display_width(first);
    bool at_start = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        const std::size_t width = display_width(word);
        if (!at_start && used + 1 + width > columns) {
            out.append("\n").append(later);
            used = display_width(later);
            at_start = true;
        }
        if (!at_start) {
            out += ' ';
            ++used;
        }
        out += word;
        used += width;
        at_start = false;
    }
    return out += '\n';
}

}  // namespace tlsrpt
