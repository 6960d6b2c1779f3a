#include <doctest/doctest.h>

#include "mail_text.hpp"

using namespace tlsrpt;
using namespace std::string_literals;

TEST_CASE("fields and body are cut as they stand") {
    const std::string octets = crlf("Received: one;\n\ttwo\nfrom : a@example.net\nSubject:\n\nbody\n\nmore\n");
    const Prescan mail = prescan(octets, default_limits);
    CHECK_FALSE(mail.refusal);
    CHECK(mail.owned == nullptr);
    CHECK(mail.octets.data() == octets.data());    // borrowed, not copied
    REQUIRE(mail.fields.size() == 3);
    CHECK(mail.fields[0].name == "Received");
    CHECK(mail.fields[0].value == " one;\r\n\ttwo");
    CHECK(mail.fields[0].raw == "Received: one;\r\n\ttwo");
    CHECK(mail.fields[1].name == "from");
    CHECK(mail.fields[1].value == " a@example.net");
    CHECK(mail.fields[1].raw == "from : a@example.net");
    CHECK(mail.fields[2].value == "");
    CHECK(mail.body == "body\r\n\r\nmore\r\n");
}

TEST_CASE("a field is found by its name in any case, the topmost first") {
    const std::string octets = crlf("From: a@example.net\nX: 1\nx: 2\n\n");
    const Prescan mail = prescan(octets, default_limits);
    REQUIRE(find_field(mail, "FROM") != nullptr);
    CHECK(find_field(mail, "x")->value == " 1");
    CHECK(find_field(mail, "Fro") == nullptr);
}

TEST_CASE("line ends become CRLF, and a leading mbox line goes") {
    struct Case { std::string_view what; std::string input, octets; bool copied; };
    const Case cases[] = {
        {"CRLF stays", "A: 1\r\n\r\nb\r\n", "A: 1\r\n\r\nb\r\n", false},
        {"a pipe's LF", "A: 1\n B\n\nb\n", "A: 1\r\n B\r\n\r\nb\r\n", true},
        {"LF mail with CRLF in its body", "A: 1\n\nb\r\nc\n", "A: 1\r\n\r\nb\r\nc\r\n", true},
        {"LF mail that does not end in LF", "A: 1\n\nb", "A: 1\r\n\r\nb", true},
        {"CRLF mail with a lone LF in its body", "A: 1\r\n\r\nb\nc\r\n", "A: 1\r\n\r\nb\nc\r\n", false},
        {"bare CR in the body is data", "A: 1\r\n\r\nb\rc\r\n", "A: 1\r\n\r\nb\rc\r\n", false},
        {"NUL in the body is data", "A: 1\r\n\r\nb\0c\r\n"s, "A: 1\r\n\r\nb\0c\r\n"s, false},
        {"Exim's mbox line", "From a@example.net Sun Mar 15 09:00:00 2026\nA: 1\n\nb\n", "A: 1\r\n\r\nb\r\n", true},
        {"mbox line before CRLF", "From a@example.net Sun Mar 15 09:00:00 2026\nA: 1\r\n\r\nb\r\n", "A: 1\r\n\r\nb\r\n", false},
        {"mbox line with CRLF", "From a@example.net Sun Mar 15 09:00:00 2026\r\nA: 1\r\n\r\nb\r\n", "A: 1\r\n\r\nb\r\n", false},
        {"a From field with obsolete blanks", "From : a@example.net\r\n\r\n", "From : a@example.net\r\n\r\n", false},
        {"only one mbox line", "From a b\nFrom c d\n\nx", "From c d\r\n\r\nx", true},
        {"no line end at all", "A: 1", "A: 1", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const Prescan mail = prescan(c.input, default_limits);
        CHECK(mail.octets == c.octets);
        CHECK((mail.owned != nullptr) == c.copied);
    }
}

TEST_CASE("the views outlive a move") {
    Prescan first = prescan("From: a@example.net\n\nbody\n", default_limits);
    const Prescan second = std::move(first);
    REQUIRE(second.fields.size() == 1);
    CHECK(second.fields[0].value == " a@example.net");
    CHECK(second.body == "body\r\n");
}

TEST_CASE("a header that can be read in two ways is refused, and the fields before it are kept") {
    struct Case { std::string_view what; std::string input; std::string detail; std::size_t fields; };
    const Case cases[] = {
        {"nothing", "", "the mail has no header", 0},
        {"only a body", "\r\nbody\r\n", "the mail has no header", 0},
        {"only a body, LF", "\nbody\n", "the mail has no header", 0},
        {"NUL", "A: 1\r\nB: 2\0\r\n\r\n"s, "NUL in the header, after the field A", 1},
        {"NUL in the first line", "A: \0\r\n\r\n"s, "NUL in the header", 0},
        {"bare CR", "A: 1\r\nB: 2\rC: 3\r\n\r\n", "a bare CR in the header, after the field A", 1},
        {"bare CR in an LF mail", "A: 1\nB: 2\rC: 3\n\n", "a bare CR in the header, after the field A", 1},
        {"lone LF", "A: 1\r\nB: 2\nFrom: x\r\n\r\n", "a lone LF in the header, after the field A", 1},
        {"an empty line of lone LF", "A: 1\r\nB: 2\r\n\nbody", "a lone LF in the header, after the field B", 2},
        {"CR CR LF", "A: 1\r\nB: 2\r\r\n\r\n", "a bare CR in the header, after the field A", 1},
        {"CR at the end", "A: 1\r\nB: 2\r", "a bare CR in the header, after the field A", 1},
        {"no colon", "A: 1\r\nno field\r\n\r\n", "a header line that is no field, after the field A", 1},
        {"blank in a name", "A: 1\r\nB C: 2\r\n\r\n", "a header line that is no field, after the field A", 1},
        {"empty name", "A: 1\r\n: 2\r\n\r\n", "a header line that is no field, after the field A", 1},
        {"a name of blanks", "A: 1\r\n\xC2\xA0: 2\r\n\r\n", "a header line that is no field, after the field A", 1},
        {"fold first", " A: 1\r\n\r\n", "the header starts with a folded line", 0},
        {"two From", "From: a\r\nfrom: b\r\n\r\n", "more than one From field", 2},
        {"two Subject", "Subject: a\r\nX: y\r\nSUBJECT: b\r\n\r\n", "more than one Subject field", 3},
        {"two Date", "Date: a\r\nDate : b\r\n\r\n", "more than one Date field", 2},
        {"two To", "To: a\r\nTo: b\r\n\r\n", "more than one To field", 2},
        {"two Content-Type", "Content-Type: a/b\r\nContent-Type: a/b\r\n\r\n", "more than one Content-Type field", 2},
        {"two MIME-Version", "MIME-Version: 1.0\r\nMime-Version: 1.0\r\n\r\n", "more than one MIME-Version field", 2},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const Prescan mail = prescan(c.input, default_limits);
        REQUIRE(mail.refusal);
        CHECK(*mail.refusal == Error{Slug::MessageUnreadable, c.detail});
        CHECK(mail.fields.size() == c.fields);
    }
}

TEST_CASE("what may be repeated or odd is not refused") {
    const char* headers[] = {
        "Received: a\r\nReceived: b\r\nDKIM-Signature: c\r\nDKIM-Signature: d\r\nCc: e\r\nCc: f\r\n\r\n",
        "A: 1\r\n \t\r\n B\r\n\r\n",        // a fold of blanks only, RFC 5322 section 4.2
        "A: \xC3\xBC\xFF\r\n\r\n",          // UTF-8 (RFC 6532), and what is none
        "A:1\r\n\r\n",
        "A: 1\r\n",                         // no empty line, no body
    };
    for (const char* header : headers) {
        CAPTURE(header);
        CHECK_FALSE(prescan(header, default_limits).refusal);
    }
}

TEST_CASE("each limit holds at its value and not above") {
    Limits limits;
    limits.max_mail_bytes = 2000;
    limits.max_header_block_bytes = 1000;
    limits.max_header_line_bytes = 100;
    limits.max_folded_field_bytes = 200;
    limits.max_header_fields = 10;
    limits.max_boundary_lines = 3;
    limits.max_content_type_parameters = 4;
    const auto repeat = [](std::string_view text, std::size_t times) {
        std::string out;
        while (times-- > 0) out += text;
        return out;
    };
    struct Case { std::string_view what; std::string good, bad, detail; };
    const Case cases[] = {
        {"mail", "A: 1\r\n\r\n" + repeat("x", 1992), "A: 1\r\n\r\n" + repeat("x", 1993), "the mail has 2001 octets, the limit is 2000"},
        {"line", "A:" + repeat("x", 98) + "\r\n\r\n", "A:" + repeat("x", 99) + "\r\n\r\n", "a header line is longer than 100 octets"},
        {"folded field", "A:" + repeat("x", 97) + "\r\n " + repeat("x", 98) + "\r\n\r\n", "A:" + repeat("x", 98) + "\r\n " + repeat("x", 98) + "\r\n\r\n",
         "the field A is longer than 200 octets"},
        {"header", repeat("A:" + repeat("x", 96) + "\r\n", 10) + "\r\n", repeat("A:" + repeat("x", 96) + "\r\n", 9) + "A:" + repeat("x", 97) + "\r\n\r\n",
         "the header is longer than 1000 octets, after the field A"},
        {"fields", repeat("A: 1\r\n", 10) + "\r\n", repeat("A: 1\r\n", 11) + "\r\n", "the header has more than 10 fields"},
        {"lines that start --", "A: 1\r\n\r\n--\r\n--a\r\n--\r\n -- \r\n", "A: 1\r\n\r\n--\r\n--a\r\nx\n--\r\n--", "more than 3 lines start with \"--\""},
        {"parameters", "Content-Type: a/b;;;;\r\n\r\n", "Content-Type: a/b;;;;;\r\n\r\n", "the field Content-Type has more than 4 parameters"},
        {"parameters of another field", "DKIM-Signature: ;;;;;;;;\r\n\r\n", "Content-Disposition: a;;;;;\r\n\r\n", "the field Content-Disposition has more than 4 parameters"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        CHECK_FALSE(prescan(c.good, limits).refusal);
        const Prescan mail = prescan(c.bad, limits);
        REQUIRE(mail.refusal);
        CHECK(*mail.refusal == Error{Slug::MessageUnreadable, c.detail});
    }
}

TEST_CASE("a mail over the limit still shows its fields") {
    Limits limits;
    limits.max_mail_bytes = 100;
    const std::string octets = "From: a@example.net\nTLS-Report-Domain: example.com\n\n" + std::string(100, 'x');
    const Prescan mail = prescan(octets, limits);
    REQUIRE(mail.refusal);
    CHECK(mail.fields.size() == 2);
    CHECK(mail.body.empty());
    CHECK(mail.report_like);
}

TEST_CASE("reports and junk are told apart") {
    struct Case { std::string_view what, mail; bool report_like; };
    const Case cases[] = {
        {"media type", "Content-Type: application/tlsrpt+gzip\n\nx", true},
        {"report-type", "Content-Type: multipart/report;\n report-type=\"TLSRPT\"; boundary=b\n\nx", true},
        {"TLS-Report-Domain", "tls-report-domain: example.com\n\nx", true},
        {"TLS-Report-Submitter", "TLS-Report-Submitter: example.net\n\nx", true},
        {"Subject", "Subject: Report Domain: example.com Submitter: example.net Report-ID: <1@example.net>\n\nx", true},
        {"folded Subject", "Subject:\n report domain: example.com\n\nx", true},
        {"encoded Subject", "Subject: =?us-ascii?Q?Report_Domain:_example.com?=\n\nx", true},
        {"a part's media type", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type:\n Application/TLSRPT+json\n\n{}\n--b--\n", true},
        {"the first line is a delimiter", "A: 1\n\n--b\nContent-Type: application/tlsrpt+json\n\n{}", true},
        {"an unreadable report", "TLS-Report-Domain: example.com\nFrom: a\nFrom: b\n\nx", true},
        {"spam", "Subject: Report Domains for sale\nContent-Type: text/plain\n\nx", false},
        {"a reply", "Subject: Re: Report Domain: example.com\n\nx", false},
        {"a delivery status", "Subject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\ntlsrpt\n--b--\n", false},
        {"the words in the text", "Subject: x\n\napplication/tlsrpt+gzip\n", false},
        {"TLS-Required alone", "TLS-Required: No\n\nx", false},
        {"nothing", "", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        CHECK(prescan(c.mail, default_limits).report_like == c.report_like);
        CHECK(prescan(crlf(c.mail), default_limits).report_like == c.report_like);
    }
}
