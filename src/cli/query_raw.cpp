// `tlsrpt-query raw`: one mail as it was received, octet for octet.
//
// A terminal obeys escape sequences, and these octets come from anybody: there, and only there, each line is shown escaped.
#include "cli/query.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

void write_escaped(std::string_view octets, Stream& out) {
    while (!octets.empty()) {
        const std::size_t end = octets.find('\n');
        std::string_view line = octets.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        out.write(escape_terminal(line));
        out.write("\n");
        octets.remove_prefix(end == std::string_view::npos ? octets.size() : end + 1);
    }
}

}  // namespace

int query_raw(const Query& query) {
    Console& console = query.console;
    const std::string mail = "mail " + std::to_string(query.options.id);
    const auto message = query.store.message(query.options.id);
    if (!message) return failed(query, message.error());
    if (!*message) {
        console.note("there is no " + mail);
        return query.options.fail_when_empty ? exit_no_match : exit_error;
    }
    const MessageRow& row = **message;
    if (row.raw.empty()) {
        console.note(mail + ": its octets are no longer kept (retention); tlsrpt-query show tells what is known of it");
        return query.options.fail_when_empty ? exit_no_match : exit_error;
    }
    if (!row.has_body) console.note(mail + ": only its headers were kept");
    if (console.out.is_terminal()) {
        console.note("control characters are shown escaped; redirect the output for the exact octets");
        write_escaped(row.raw, console.out);
    } else {
        console.out.write(row.raw);
    }
    return exit_ok;
}

}  // namespace tlsrpt
