#include "tlsrpt/outcome.hpp"

#include "tlsrpt/text.hpp"

namespace tlsrpt {

std::string status_line(Slug slug, std::string_view detail) {
    // LMTP allows 512 octets a reply line (RFC 5321 section 4.5.3.1.5).
    constexpr std::size_t max_detail_bytes = 400;
    const Outcome& outcome = outcome_of(slug);
    std::string line{outcome.enhanced};
    line += ' ';
    line += outcome.name;
    line += ": ";
    line += cut_text(escape_terminal(detail.empty() ? outcome.meaning : detail), max_detail_bytes);
    return line;
}

}  // namespace tlsrpt
