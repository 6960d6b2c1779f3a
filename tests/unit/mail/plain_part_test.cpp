#include "mail/plain_part.hpp"

#include <doctest/doctest.h>

#include <random>

#include "mail_text.hpp"

using namespace tlsrpt;

namespace {

const std::string text_part = "--b\nContent-Type: text/plain; charset=us-ascii\n\nsee attachment\n\n";
const std::string json_part =
    "--b\nContent-Type: application/tlsrpt+json\nContent-Disposition: attachment;\n\tfilename=\"a!b!1!2.json\"\n\n{\"report-id\":\"1\"}\n";

std::string top(std::string_view type) { return "From: a@example.net\nContent-Type: " + std::string{type} + "\n\n"; }
std::string report(std::string_view parts) { return top("multipart/report; report-type=tlsrpt; boundary=b").append(parts).append("--b--\n"); }
std::string report_under(std::string_view type) { return top(type) + text_part + json_part + "--b--\n"; }

void check_reads_the_same(const Prescan& mail, const Limits& limits = default_limits) {
    const auto either = read(mail, limits);
    const auto whole = read_whole(mail, limits);
    REQUIRE(either.has_value() == whole.has_value());
    if (!either) {
        CHECK(either.error() == whole.error());
        return;
    }
    CHECK(either->part.octets == whole->part.octets);
    CHECK(either->part.media_type == whole->part.media_type);
    CHECK(either->part.file_name == whole->part.file_name);
    CHECK(either->part.transfer_encoding == whole->part.transfer_encoding);
    CHECK(either->deviations == whole->deviations);
}

}  // namespace

TEST_CASE("a plain mail's report part is found by itself, and read as it is in the whole mail") {
    const std::string gzip_part = "--b\nContent-Type: application/tlsrpt+gzip;\n name=x.json.gz\nContent-Transfer-Encoding: base64\n\n" + std::string{gzip_base64} + "\n";
    const std::string html_part = "--b\nContent-Description: for people\nContent-Type: Text/HTML\nX: y\n\n<p>-- \n";
    const std::string lines(300, '\n');
    struct Case { std::string_view what; std::string mail; bool plain; };
    const Case cases[] = {
        {"text and JSON", report(text_part + json_part), true},
        {"HTML and gzip", report(html_part + gzip_part), true},
        {"the report alone", report(json_part), true},
        {"the report first", report(json_part + text_part), true},
        {"a preamble and an epilogue", top("multipart/mixed; boundary=b") + "preamble\n" + text_part + json_part + "--b--\nepilogue\n", true},
        {"no line end at the end", top("multipart/mixed; boundary=b") + json_part + "--b--", true},
        {"a part that is no report", report(text_part + "--b\nContent-Type: application/pdf\n\n%PDF\n"), true},
        {"a stand-in", report(text_part + "--b\nContent-Type: application/gzip; name=a!b!1!2.json.gz\n\nx\n"), true},
        {"a broken encoding", report("--b\nContent-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: base64\n\n?\n"), true},
        {"a quoted boundary", report_under("multipart/report; boundary=\"b\"; report-type=tlsrpt"), true},
        {"a folded type", report_under("\n multipart/REPORT;\n\tBoundary=b;\n\tx=y;"), true},
        {"a transfer encoding of the mail", report_under("multipart/report; boundary=b\nContent-Transfer-Encoding: 7bit"), true},
        {"blank lines at the end of a part", report(text_part + json_part + lines), true},

        {"two reports", report(json_part + gzip_part), false},
        {"no report", report(text_part), false},
        {"no multipart", top("application/tlsrpt+json") + "{}\n", false},
        {"another multipart", report_under("multipart/digest; boundary=b"), false},
        {"a multipart within", report("--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n" + json_part), false},
        {"a mail within", report("--b\nContent-Type: message/rfc822\n\nFrom: x\n\ny\n" + json_part), false},
        {"an image", report("--b\nContent-Type: image/png\n\nx\n" + json_part), false},
        {"another line of hyphens", report("--b\nContent-Type: text/plain\n\n-- \nregards\n" + json_part), false},
        {"no closing delimiter", top("multipart/mixed; boundary=b") + json_part, false},
        {"parts behind the closing delimiter", report(json_part + "--b--\n" + text_part), false},
        {"white space behind a boundary", report("--b \nContent-Type: text/plain\n\nx\n" + json_part), false},
        {"white space behind the last boundary", top("multipart/mixed; boundary=b") + json_part + "--b-- \n", false},
        {"two boundaries", report_under("multipart/mixed; boundary=b; boundary=c"), false},
        {"an extended boundary", report_under("multipart/mixed; boundary*=us-ascii''b"), false},
        {"an escape", report_under("multipart/mixed; boundary=b; x=\"\\\"\""), false},
        {"a comment", report_under("multipart/mixed (x); boundary=b"), false},
        {"an encoded word", report_under("multipart/mixed; x=\"=?utf-8?q?=22=3B_boundary=3Dc?=\"; boundary=b"), false},
        {"white space around the equals sign", report_under("multipart/mixed; boundary =b"), false},
        {"eight bits in the type", report_under("multipart/mixed; boundary=b; x=\"\xC3\xA9\""), false},
        {"no boundary", report_under("multipart/mixed"), false},
        {"a doubled field in the report part", report("--b\nContent-Type: application/tlsrpt+json\nContent-Type: text/plain\n\n{}\n"), false},
        {"a doubled field in the text part", report("--b\nContent-Type: text/plain\nContent-Type: application/tlsrpt+json\n\n{}\n" + json_part), false},
        {"a part without a type", report("--b\n\nx\n" + json_part), false},
        {"a part without fields", report("--b\nx\n" + json_part), false},
        {"a part that is all header", report("--b\nContent-Type: text/plain\n" + json_part), false},
        {"a part with no line between header and delimiter", report("--b\nContent-Type: text/plain\n\n" + json_part), false},
        {"an empty report", report("--b\nContent-Type: application/tlsrpt+json\n\n\n"), false},
        {"a line that is no field", report("--b\nContent-Type: text/plain\nno field\n\nx\n" + json_part), false},
        {"a blank before the colon", report("--b\nContent-Type : text/plain\n\nx\n" + json_part), false},
        {"a blank line that is a fold", report("--b\nContent-Type: text/plain\n \n\nx\n" + json_part), false},
        {"a header that begins with a fold", report("--b\n Content-Type: text/plain\nContent-Type: text/plain\n\nx\n" + json_part), false},
        {"a comment in a part's type", report("--b\nContent-Type: text/plain (application/tlsrpt+json)\n\nx\n" + json_part), false},
        {"a long line", report("--b\nContent-Type: text/plain\n\n" + std::string(5000, 'x') + "\n" + json_part), false},
        {"a long line in the report", report("--b\nContent-Type: application/tlsrpt+json\n\n" + std::string(5000, 'x') + "\n"), false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const std::string octets = crlf(c.mail);
        const Prescan mail = prescan(octets, default_limits);
        REQUIRE(!mail.refusal);
        CHECK(find_plain_part(mail, default_limits).has_value() == c.plain);
        check_reads_the_same(mail);
    }
}

TEST_CASE("a plain mail over a limit of its structure is refused as any other") {
    const std::string octets = crlf(report(text_part + json_part));
    Limits few_parts;
    few_parts.max_parts = 2;
    Limits no_depth;
    no_depth.max_part_depth = 0;
    for (const Limits& limits : {few_parts, no_depth}) {
        const Prescan mail = prescan(octets, limits);
        CHECK(!find_plain_part(mail, limits));
        CHECK(!read(mail, limits));
        check_reads_the_same(mail, limits);
    }
    Limits just_enough;
    just_enough.max_parts = 3;
    just_enough.max_part_depth = 1;
    const Prescan mail = prescan(octets, just_enough);
    CHECK(find_plain_part(mail, just_enough));
    check_reads_the_same(mail, just_enough);
}

TEST_CASE("a mail with a few octets changed reads the same by itself and whole") {
    const std::string original = crlf(report(text_part + json_part));
    const std::string_view pieces[] = {"\r\n", "\n", "\r", "--", "--b", "--b--", "\r\n--b\r\n", "\r\n\r\n", ":", ";", " ", "\t", "\"", "\\", "=", "b", "(", "/", "?", "*", "boundary=b",
                                       "Content-Type: ", "multipart/mixed", "text/plain", "application/tlsrpt+json", "\x80", "X: y\r\n"};
    std::mt19937 random{8460};
    const auto below = [&random](std::size_t most) { return random() % most; };
    for (int round = 0; round < 3000; ++round) {
        std::string octets = original;
        for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
            const std::size_t at = below(octets.size());
            const std::string_view piece = pieces[below(std::size(pieces))];
            octets.replace(at, below(2) == 0 ? 0 : std::min(1 + below(8), octets.size() - at), below(3) == 0 ? std::string_view{} : piece);
            if (octets.empty()) octets = original;
        }
        CAPTURE(octets);
        check_reads_the_same(prescan(octets, default_limits));
    }
}
