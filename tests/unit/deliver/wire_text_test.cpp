#include "deliver/wire_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace tlsrpt;
using namespace std::string_literals;

namespace {

std::string on_the_wire(std::string_view mail, std::size_t piece) {
    WireText text;
    std::string out;
    for (std::size_t at = 0; at < mail.size(); at += piece) text.add(mail.substr(at, piece), out);
    text.finish(out);
    return out;
}

}  // namespace

TEST_CASE("line ends become CRLF, dots are stuffed, whatever the pieces") {
    struct Row {
        std::string mail;
        std::string wire;
    };
    const Row rows[] = {
        {"", ".\r\n"},
        {"a\n", "a\r\n.\r\n"},
        {"a\r\n", "a\r\n.\r\n"},
        {"a", "a\r\n.\r\n"},
        {"a\r", "a\r\n.\r\n"},                          // an MTA's last line end, cut in the middle
        {"a\rb\n", "a\rb\r\n.\r\n"},                    // a lone CR is data
        {"a\r\r\nb\n", "a\r\r\nb\r\n.\r\n"},
        {"\n\n", "\r\n\r\n.\r\n"},
        {".\n", "..\r\n.\r\n"},
        {".", "..\r\n.\r\n"},
        {"..\n.x\n", "...\r\n..x\r\n.\r\n"},
        {"a\n.\nb", "a\r\n..\r\nb\r\n.\r\n"},           // would end the mail
        {"a.\n", "a.\r\n.\r\n"},
        {"a\r.\r\n", "a\r.\r\n.\r\n"},                  // not a line of its own
        {"a\0b\xFF\n"s, "a\0b\xFF\r\n.\r\n"s},
        {"From x\nSubject: y\n", "From x\r\nSubject: y\r\n.\r\n"},    // tlsrpt-lmtpd knows what to do with it
    };
    for (const Row& row : rows)
        for (const std::size_t piece : {1u, 2u, 3u, 100u}) {
            CAPTURE(row.mail);
            CAPTURE(piece);
            CHECK(on_the_wire(row.mail, piece) == row.wire);
        }
}
