#include <doctest/doctest.h>

#include "mail_text.hpp"

using namespace tlsrpt;
using namespace std::string_literals;

namespace {

std::string multipart(std::string_view parts, std::string_view subtype = "mixed") {
    std::string mail = "From: a@example.net\nMIME-Version: 1.0\nContent-Type: multipart/";
    return mail.append(subtype).append("; boundary=b\n\n").append(parts).append("--b--\n");
}

std::string part(std::string_view header, std::string_view body = "{}") {
    std::string text = "--b\n";
    return text.append(header).append("\n\n").append(body).append("\n");
}

const std::string text_part = part("Content-Type: text/plain", "see attachment");
const std::string json_part = part("Content-Type: application/tlsrpt+json", "{\"report-id\":\"1\"}");

}  // namespace

TEST_CASE("the report part is found by media type, or by file name as a deviation") {
    struct Case { std::string_view header; bool found; std::string_view deviation; };
    const Case cases[] = {
        {"Content-Type: application/tlsrpt+gzip", true, ""},
        {"Content-Type: APPLICATION/TLSRPT+JSON", true, ""},
        {"Content-Type:\n\tapplication/tlsrpt+json;\n\tname=x", true, ""},
        {"Content-Type: application/tlsrpt+json (a comment); name=x", true, ""},
        {"Content-Type: application/tlsrpt", true, "application/tlsrpt"},
        {"Content-Type: application/tlsrpt; name=a.json", true, "application/tlsrpt a.json"},
        {"Content-Type: application/gzip; name=\"a!b!1!2.json.gz\"", true, "application/gzip a!b!1!2.json.gz"},
        {"Content-Type: application/x-gzip\nContent-Disposition: attachment; filename=a!b!1!2!3.json.gz", true, "application/x-gzip a!b!1!2!3.json.gz"},
        {"Content-Type: application/octet-stream; name=A!B!1!2.JSON.GZ", true, "application/octet-stream A!B!1!2.JSON.GZ"},
        {"Content-Type: application/json; name=report.json", true, "application/json report.json"},
        {"Content-Type: application/gzip; name=a!b!1!2.gz", true, "application/gzip a!b!1!2.gz"},
        {"Content-Type: application/gzip; name=a!b!1!2.xml.gz", false, ""},    // an aggregate report of DMARC
        {"Content-Type: application/gzip; name=backup.gz", false, ""},
        {"Content-Type: application/gzip", false, ""},
        {"Content-Type: application/zip; name=a!b!1!2.json.zip", false, ""},
        {"Content-Type: text/plain; name=a!b!1!2.json", false, ""},
        {"Content-Type: application/tlsrpt+xml", false, ""},
        {"Content-Type: text/tlsrpt+json", false, ""},
        {"Content-Type: multipart/tlsrpt+json", false, ""},
        {"X: y", false, ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.header);
        const std::string whole = "From: a@example.net\n" + std::string{c.header} + "\n\n{}\n";
        for (const std::string& mail : {multipart(text_part + part(c.header)), whole}) {
            const auto message = read_mail(mail);
            REQUIRE(message.has_value() == c.found);
            if (!c.found) {
                CHECK(message.error().slug == Slug::NoReportPart);
                continue;
            }
            REQUIRE(message->deviations.size() == (c.deviation.empty() ? 0 : 1));
            if (!c.deviation.empty()) CHECK(message->deviations[0] == Deviation{"media-type", "", std::string{c.deviation}});
        }
    }
}

TEST_CASE("among several parts the first exact one counts, the others are named") {
    const std::string stand_in = part("Content-Type: application/gzip; name=a.json.gz", "stand-in");
    const std::string second = part("Content-Type: application/tlsrpt+gzip; name=c.json.gz", "second");
    auto message = read_mail(multipart(stand_in + text_part + json_part + second));
    REQUIRE(message);
    CHECK(message->part.octets == "{\"report-id\":\"1\"}");
    CHECK(message->deviations == std::vector<Deviation>{{"extra-report-part", "", "application/gzip a.json.gz"}, {"extra-report-part", "", "application/tlsrpt+gzip c.json.gz"}});

    message = read_mail(multipart(stand_in + stand_in));
    REQUIRE(message);
    CHECK(message->part.octets == "stand-in");
    CHECK(message->deviations == std::vector<Deviation>{{"media-type", "", "application/gzip a.json.gz"}, {"extra-report-part", "", "application/gzip a.json.gz"}});
}

TEST_CASE("the part is found at any depth, but not in a message within the mail") {
    const std::string inner = "Content-Type: multipart/report; boundary=c\n\n--c\nContent-Type: text/plain\n\ntext\n--c\nContent-Type: application/tlsrpt+json\n\n{}\n--c--\n";
    struct Case { std::string_view what; std::string mail; bool found; };
    const Case cases[] = {
        {"nested multipart", multipart(text_part + "--b\n" + inner), true},
        {"nested multipart that is not closed", multipart("--b\nContent-Type: multipart/report; boundary=c\n\n--c\nContent-Type: application/tlsrpt+json\n\n{}\n"), true},
        {"message/rfc822", multipart(part("Content-Type: message/rfc822", "Subject: x\n" + inner)), false},
        {"message/rfc822 as the whole mail", "From: a@example.net\nContent-Type: message/rfc822\n\nSubject: x\n" + inner, false},
        {"message/global", multipart(part("Content-Type: message/global", "Subject: x\n" + inner)), false},
        {"Message/News", multipart(part("Content-Type: Message/News", "Subject: x\n" + inner)), false},
        {"message/partial", multipart(part("Content-Type: message/partial; id=1; number=1; total=1", "Subject: x\n" + inner)), false},
        {"a digest's default type", multipart("--b\n\nSubject: x\n" + inner, "digest"), false},
        {"behind a message", multipart(part("Content-Type: message/rfc822", "Subject: x\n" + inner) + json_part), true},
        {"in the text before the first delimiter", multipart("Content-Type: application/tlsrpt+json\n\n{}\n" + text_part), false},
        {"behind the close delimiter", multipart(text_part) + "--b\nContent-Type: application/tlsrpt+json\n\n{}\n", false},
        {"a multipart without boundary", "From: a@example.net\nContent-Type: multipart/report\n\n" + json_part, false},
        {"a boundary that never comes", "From: a@example.net\nContent-Type: multipart/report; boundary=x\n\n" + json_part, false},
        {"an empty multipart", multipart(""), false},
        {"no body", "From: a@example.net\n", false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const auto message = read_mail(c.mail);
        REQUIRE(message.has_value() == c.found);
        if (!c.found) CHECK(message.error().slug == Slug::NoReportPart);
        else CHECK(message->part.octets.starts_with("{"));
    }
}

TEST_CASE("the octets of the part are exactly its own") {
    struct Case { std::string_view what; std::string mail, octets; };
    const std::string head = "From: a@example.net\r\nContent-Type: multipart/report; boundary=\"b c\"\r\n\r\n--b c\r\nContent-Type: application/tlsrpt+json\r\n";
    const Case cases[] = {
        {"the CRLF before the delimiter is not its own", head + "\r\n{}\r\n--b c--\r\n", "{}"},
        {"others are", head + "\r\n{}\r\n\r\n--b c--\r\n", "{}\r\n"},
        {"no close delimiter", head + "\r\n{}\r\n", "{}\r\n"},
        {"no line end", head + "\r\n{}", "{}"},
        {"blanks after the delimiter", head + "\r\n{}\r\n--b c \t\r\n\r\nx", "{}"},
        {"a longer line is no delimiter", head + "\r\n{}\r\n--b cd\r\n--b c--", "{}\r\n--b cd"},
        {"NUL and 8 bits", head + "\r\n{\0\xFF}\r\n--b c--\r\n"s, "{\0\xFF}"s},
        {"a lone LF", head + "\r\n{\n}\r\n--b c--\r\n", "{\n}"},
        {"8bit", head + "Content-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--b c--\r\n", "{}"},
        {"binary", head + "Content-Transfer-Encoding: Binary\r\n\r\n{}\r\n--b c--\r\n", "{}"},
        {"base64", head + "Content-Transfer-Encoding: BASE64 (x)\r\n\r\ne\r\n30=\r\n--b c--\r\n", "{}"},
        {"quoted-printable", head + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=7B=\r\n}\r\n--b c--\r\n", "{}"},
        {"soft break before the delimiter", head + "Content-Transfer-Encoding: quoted-printable\r\n\r\n{}=\r\n--b c--\r\n", "{}"},
        {"a lone LF before the delimiter", head + "\r\n{}\n--b c--\r\n", "{}"},
        {"a lone LF behind the delimiter", head + "\r\n{}\r\n--b c--\n", "{}"},
        {"a lone LF before and behind", head + "\r\n{}\n--b c--\n", "{}"},
        {"no line end behind the delimiter", head + "\r\n{}\r\n--b c--", "{}"},
        {"one octet, no line end behind the delimiter", head + "\r\n1\r\n--b c--", "1"},
        {"an empty line, no line end behind the delimiter", head + "\r\n\r\n--b c--", ""},
        {"empty", head + "\r\n\r\n--b c--\r\n", ""},
        {"nothing between header and delimiter", head + "\r\n--b c--\r\n", ""},
        {"the mail ends within the part's header", head, ""},
        {"a delimiter within the part's header", head + "--b c--\r\n", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const auto message = read_mail(c.mail);
        REQUIRE(message);
        CHECK(message->part.octets == c.octets);
    }
}

TEST_CASE("a part that cannot be read is refused with its reason") {
    struct Case { std::string_view header, body, detail; };
    const Case cases[] = {
        {"Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: base64", "Zg==Zg==", "the report part: base64: data after the padding at 4"},
        {"Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: quoted-printable", "=ZZ", "the report part: quoted-printable: \"=\" without two hexadecimal digits at 0"},
        {"Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: x-zip", "x", "the report part: unknown Content-Transfer-Encoding x-zip"},
        {"Content-Type: application/tlsrpt+gzip\nContent-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit", "x",
         "the report part has more than one Content-Transfer-Encoding field"},
        {"Content-Type: application/tlsrpt+gzip\ncontent-type: application/tlsrpt+gzip", "x", "the report part has more than one Content-Type field"},
        {"Content-Type: text/plain\nContent-Type: application/tlsrpt+gzip", "x", "the report part has more than one Content-Type field"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.header);
        const auto message = read_mail(multipart(text_part + part(c.header, c.body)));
        REQUIRE_FALSE(message);
        CHECK(message.error() == Error{Slug::MessageUnreadable, std::string{c.detail}});
    }
}

TEST_CASE("what the prescan refused is not read") {
    const auto message = read_mail("From: a\nFrom: b\nContent-Type: application/tlsrpt+json\n\n{}");
    REQUIRE_FALSE(message);
    CHECK(message.error() == Error{Slug::MessageUnreadable, "more than one From field"});
}

TEST_CASE("parts and their nesting are bounded") {
    const auto nested = [](int multiparts) {
        std::string mail = "From: a@example.net\n";
        for (int i = 0; i < multiparts; ++i) {
            const std::string boundary = std::to_string(i) + "b";
            mail += "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
        }
        return mail + "Content-Type: application/tlsrpt+json\n\n{}\n";
    };
    Limits limits;
    limits.max_part_depth = 4;
    CHECK(read_mail(nested(4), limits));
    auto message = read_mail(nested(5), limits);
    REQUIRE_FALSE(message);
    CHECK(message.error() == Error{Slug::MessageUnreadable, "more than 4 nested multiparts"});
    CHECK(read_mail(nested(150)).error().slug == Slug::MessageUnreadable);

    limits.max_parts = 3;    // the multipart itself is one
    CHECK(read_mail(multipart(text_part + json_part), limits));
    message = read_mail(multipart(text_part + text_part + json_part), limits);
    REQUIRE_FALSE(message);
    CHECK(message.error() == Error{Slug::MessageUnreadable, "more than 3 MIME parts"});
}

TEST_CASE("the header of a part has the limits of a mail's header") {
    Limits limits;
    limits.max_header_block_bytes = 1000;
    limits.max_folded_field_bytes = 200;
    limits.max_header_fields = 10;
    limits.max_content_type_parameters = 4;
    const auto fields = [](std::size_t count, const std::string& field) {
        std::string out = "Content-Type: application/tlsrpt+json";
        while (count-- > 0) out += "\n" + field;
        return out;
    };
    struct Case { std::string_view what; std::string good, bad; std::string_view detail; };
    const Case cases[] = {
        {"field", fields(1, "X: " + std::string(90, 'x') + "\n " + std::string(103, 'x')), fields(1, "X: " + std::string(90, 'x') + "\n " + std::string(110, 'x')),
         "a field in the header of a part is longer than 200 octets"},
        {"header", fields(5, "X: " + std::string(150, 'x')), fields(7, "X: " + std::string(150, 'x')), "the header of a part is longer than 1000 octets"},
        {"fields", fields(9, "X: y"), fields(10, "X: y"), "the header of a part has more than 10 fields"},
        {"parameters", fields(1, "Content-Disposition: a;;;;"), fields(1, "Content-Disposition: a;;\n;;;"), "a field in the header of a part has more than 4 parameters"},
        {"parameters with a blank before the colon", fields(1, "Content-Id : a;;;;"), fields(1, "Content-Id : a;;;;;"), "a field in the header of a part has more than 4 parameters"},
        {"NUL", fields(1, "X: y"), fields(1, "X: \0y"s), "NUL in the header of a part"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        CHECK(read_mail(crlf(multipart(part(c.good))), limits));
        const auto message = read_mail(crlf(multipart(part(c.bad))), limits);
        if (c.what == "parameters") {    // the second line is a field of its own, unless it is folded
            CHECK(message);
            CHECK_FALSE(read_mail(crlf(multipart(part(fields(1, "Content-Disposition: a;;\n ;;;")))), limits));
            continue;
        }
        REQUIRE_FALSE(message);
        CHECK(message.error() == Error{Slug::MessageUnreadable, std::string{c.detail}});
    }
}

TEST_CASE("structures that made parsers recurse or crawl end quickly") {
    std::string messages = "From: a@example.net\n";
    for (int i = 0; i < 20'000; ++i) messages += "Content-Type: message/rfc822\n\n";
    CHECK(read_mail(messages).error().slug == Slug::NoReportPart);

    std::string groups = "To: ";
    while (groups.size() < 100'000) groups += "a:";
    CHECK(read_mail(multipart(part("Content-Type: message/rfc822", groups + "\n\nx") + json_part)).has_value());
    CHECK(read_mail("From: a@example.net\n" + groups + "\nContent-Type: application/tlsrpt+json\n\n{}").error().slug == Slug::MessageUnreadable);

    std::string parts;
    for (int i = 0; i < 100'000; ++i) parts += "--b\n\n";
    CHECK(read_mail(multipart(parts)).error().slug == Slug::MessageUnreadable);
}

TEST_CASE("claims of the header are decoded and may be absent") {
    const std::string_view without = "Content-Type: application/tlsrpt+json\n\n{}";
    const auto message = read_mail(without);
    REQUIRE(message);
    CHECK(message->part.file_name == "");
    CHECK(message->part.transfer_encoding == "7bit");
    for (const char* name : {"Subject", "TLS-Report-Submitter", "TLS-Report-Domain"}) CHECK(decoded_field(prescan(without, default_limits), name) == "");

    const Prescan mail = prescan("Subject: =?iso-8859-1?q?=FC?=\ntls-report-SUBMITTER: example.net \nTLS-Report-Domain:\n =?utf-8?q?example=2Ecom?=\n\n{}", default_limits);
    CHECK(decoded_field(mail, "Subject") == "=?iso-8859-1?q?=FC?=");
    CHECK(decoded_field(mail, "TLS-Report-Submitter") == "example.net");
    CHECK(decoded_field(mail, "TLS-Report-Domain") == "example.com");
}

TEST_CASE("the file name comes from the disposition, else from the type, and is never shortened to a path") {
    struct Case { std::string_view header, name; };
    const Case cases[] = {
        {"Content-Type: application/tlsrpt+json; name=a.json\nContent-Disposition: attachment; filename=b.json", "b.json"},
        {"Content-Type: application/tlsrpt+json; name=a.json\nContent-Disposition: attachment", "a.json"},
        {"Content-Type: application/tlsrpt+json; name=a.json", "a.json"},
        {"Content-Type: application/tlsrpt+json; name*=utf-8''%C3%BC.json", "\xC3\xBC.json"},
        {"Content-Type: application/tlsrpt+json; name=\"../../x\"", "../../x"},
        {"Content-Type: application/tlsrpt+json; name=a.json\nContent-Disposition: inline; filename=b\nContent-Disposition: inline; filename=c", "a.json"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.header);
        const auto message = read_mail(multipart(part(c.header)));
        REQUIRE(message);
        CHECK(message->part.file_name == c.name);
    }
}

TEST_CASE("a deviation keeps at most 200 octets of what was written") {
    const auto message = read_mail(multipart(part("Content-Type: application/json; name=" + std::string(1000, 'x') + ".json")));
    REQUIRE(message);
    REQUIRE(message->deviations.size() == 1);
    CHECK(message->deviations[0].detail.size() < 210);
    CHECK(message->part.file_name.size() == 1005);
}
