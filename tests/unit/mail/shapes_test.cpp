// One mail in the shape of each sender that is known, and what must be found in it. The text is our own.
#include <doctest/doctest.h>

#include <vector>

#include "mail_text.hpp"

using namespace tlsrpt;

namespace {

struct Shape {
    std::string_view sender;
    std::string mail;    // LF; BASE64 stands for the gzipped report
    std::string_view media_type, file_name, transfer_encoding, subject, submitter, report_domain;
    std::string_view octets{};    // "" for the gzipped report
};

const std::vector<Shape> shapes{
    {"Google: one long Subject line, no CTE on the text, name and filename after a blank and a fold",
     R"(Received: from mail-a.google.example by mx.example.com; Sun, 15 Mar 2026 10:00:00 +0000
MIME-Version: 1.0
Date: Sun, 15 Mar 2026 09:59:58 +0000
Message-ID: <1@google.example>
TLS-Report-Domain: example.com
TLS-Report-Submitter: google.example
Subject: Report Domain: example.com Submitter: google.example Report-ID: <2026.03.14T00.00.00Z+example.com@google.example>
From: noreply-smtp-tls-reporting@google.example
To: tlsrpt@example.com
Content-Type: multipart/report; boundary="000000000000aabbcc"; report-type=tlsrpt

--000000000000aabbcc
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

A report about TLS sessions is attached.

--000000000000aabbcc
Content-Type: application/tlsrpt+gzip; )" "\n\t" R"(name="google.example!example.com!1773446400!1773532799!001.json.gz"
Content-Disposition: attachment; )" "\n\t" R"(filename="google.example!example.com!1773446400!1773532799!001.json.gz"
Content-Transfer-Encoding: base64

BASE64
--000000000000aabbcc--
)",
     "application/tlsrpt+gzip", "google.example!example.com!1773446400!1773532799!001.json.gz", "base64",
     "Report Domain: example.com Submitter: google.example Report-ID: <2026.03.14T00.00.00Z+example.com@google.example>", "google.example", "example.com"},

    {"Microsoft: folded Subject, HTML first, an empty folded Content-Description, filename only",
     R"(From: <tlsrpt-noreply@microsoft.example>
To: <tlsrpt@example.com>
Subject: Report Domain: example.com Submitter: microsoft.example Report-ID:
 134000000000000000+example.com
TLS-Report-Domain: example.com
TLS-Report-Submitter: microsoft.example
MIME-Version: 1.0
Content-Type: multipart/report;
	boundary="_aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee_"; report-type=tlsrpt

--_aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee_
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><body style=3D"color: black">A report is attached.</body></html>=

--_aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee_
Content-Type: application/tlsrpt+gzip
Content-Description:
	microsoft.example!example.com!1773446400!1773532799!1.json.gz
Content-Disposition: attachment;
	filename="microsoft.example!example.com!1773446400!1773532799!1.json.gz"
Content-Transfer-Encoding: base64

BASE64

--_aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee_--
)",
     "application/tlsrpt+gzip", "microsoft.example!example.com!1773446400!1773532799!1.json.gz", "base64",
     "Report Domain: example.com Submitter: microsoft.example Report-ID: 134000000000000000+example.com", "microsoft.example", "example.com"},

    {"Mail.ru: Subject folded after its first word, no close delimiter",
     R"(From: tlsrpt@corp.mailru.example
To: tlsrpt@example.com
Subject: Report
 Domain: example.com Submitter: mailru.example Report-ID: <1.example.com@mailru.example>
TLS-Report-Domain: example.com
TLS-Report-Submitter: mailru.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt"; boundary="==b=="

--==b==
Content-Type: text/plain; charset="utf-8"
MIME-Version: 1.0
Content-Transfer-Encoding: 7bit

A report is attached.
--==b==
Content-Type: application/tlsrpt+gzip
MIME-Version: 1.0
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="mailru.example!example.com!1773446400!1773532800!1.json.gz"

BASE64
)",
     "application/tlsrpt+gzip", "mailru.example!example.com!1773446400!1773532800!1.json.gz", "base64",
     "Report Domain: example.com Submitter: mailru.example Report-ID: <1.example.com@mailru.example>", "mailru.example", "example.com"},

    {"sys4 tlsrpt-reporter: no Date, stray MIME-Version in the part",
     R"(Subject: Report Domain: example.com Submitter: reports.example.net Report-ID:
 <2026-03-14T00:00:00Z_idx1_example.com@reports.example.net>
From: noreply@reports.example.net
To: tlsrpt@example.com
TLS-Report-Domain: example.com
TLS-Report-Submitter: reports.example.net
TLS-Required: No
MIME-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt";
 boundary="===============1234567890123456789=="

--===============1234567890123456789==
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: 7bit

A report is attached.

--===============1234567890123456789==
Content-Type: application/tlsrpt+gzip
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename="reports.example.net!example.com!1773446400!1773532799!1.json.gz"
MIME-Version: 1.0

BASE64

--===============1234567890123456789==--
)",
     "application/tlsrpt+gzip", "reports.example.net!example.com!1773446400!1773532799!1.json.gz", "base64",
     "Report Domain: example.com Submitter: reports.example.net Report-ID: <2026-03-14T00:00:00Z_idx1_example.com@reports.example.net>",
     "reports.example.net", "example.com"},

    {"sys4 tlsrpt-reporter: long domains in RFC 2047 words and RFC 2231 pieces",
     R"(Subject: Report Domain: =?utf-8?q?quite-a-long-name-for-the-faculty-of-engin?=
 =?utf-8?q?eering=2Eexample=2Eedu?= Submitter: relay.example.net Report-ID: <1@relay.example.net>
From: noreply@relay.example.net
To: tlsrpt@example.com
TLS-Report-Domain: =?utf-8?q?quite-a-long-name-for-the-faculty-of-engineering=2Ee?=
 =?utf-8?q?xample=2Eedu?=
TLS-Report-Submitter:
 relay.example.net
TLS-Required: No
MIME-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt"; boundary="=-="

--=-=
Content-Type: text/plain; charset="us-ascii"

A report is attached.

--=-=
Content-Type: application/tlsrpt+gzip
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename*0*=us-ascii''relay.example.net%21quite-a-long-name-for-the-faculty-of-e;
 filename*1*=ngineering.example.edu%211773446400%211773532799%211.json;
 filename*2*=.gz
MIME-Version: 1.0

BASE64

--=-=--
)",
     "application/tlsrpt+gzip", "relay.example.net!quite-a-long-name-for-the-faculty-of-engineering.example.edu!1773446400!1773532799!1.json.gz", "base64",
     "Report Domain: quite-a-long-name-for-the-faculty-of-engineering.example.edu Submitter: relay.example.net Report-ID: <1@relay.example.net>",
     "relay.example.net", "quite-a-long-name-for-the-faculty-of-engineering.example.edu"},

    {"mox: a blank before the fold of the Subject, several To, file names without quotes",
     "From: <postmaster@mox.example>\nTo: <tlsrpt@example.com>,\n\t<second@example.com>\n"
     "Subject: Report Domain: example.com Submitter: mox.example Report-ID: \n\t<20260314.example.com@mox.example>\n"
     R"(TLS-Report-Domain: example.com
TLS-Report-Submitter: mox.example
TLS-Required: No
Message-Id: <1@mox.example>
Date: 15 Mar 2026 01:00:00 +0000
User-Agent: mox/1
MIME-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt"; boundary="0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab"

--0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab
Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=us-ascii

A report is attached.
--0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab
Content-Disposition: attachment; filename=mox.example!example.com!1773446400!1773532799.json.gz
Content-Transfer-Encoding: base64
Content-Type: application/tlsrpt+gzip; name=mox.example!example.com!1773446400!1773532799.json.gz

BASE64
--0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab--
)",
     "application/tlsrpt+gzip", "mox.example!example.com!1773446400!1773532799.json.gz", "base64",
     "Report Domain: example.com Submitter: mox.example Report-ID: \t<20260314.example.com@mox.example>", "mox.example", "example.com"},

    {"Stalwart: RFC 2047 words in the Subject and inside of a quoted file name, Auto-Submitted",
     R"(From: "TLS Report" <noreply-tls@stalwart.example>
To: <tlsrpt@example.com>
Auto-Submitted: auto-generated
TLS-Report-Domain: example.com
TLS-Report-Submitter: mx.stalwart.example
Message-ID: <1@stalwart.example>
Subject: =?us-ascii?Q?Report_Domain:_example.com_Submitter:_mx.stalwart.ex?=
	=?us-ascii?Q?ample_Report-ID:_<1773446400=5F1>?=
Date: Sun, 15 Mar 2026 01:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt"; )" "\n\t" R"(boundary="18aa_92bb_9acc"

--18aa_92bb_9acc
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 7bit

A report is attached.

--18aa_92bb_9acc
Content-Type: application/tlsrpt+gzip
Content-Disposition: attachment; )" "\n\t" R"(filename="=?us-ascii?Q?mx.stalwart.example!example.com!1773446400!177353280?=
	=?us-ascii?Q?0.json.gz?="
Content-Transfer-Encoding: base64

BASE64

--18aa_92bb_9acc--
)",
     "application/tlsrpt+gzip", "mx.stalwart.example!example.com!1773446400!1773532800.json.gz", "base64",
     "Report Domain: example.com Submitter: mx.stalwart.example Report-ID: <1773446400_1>", "mx.stalwart.example", "example.com"},

    {"Halon: JSON in base64, a boundary that begins --, its own casing of the fields",
     R"(From: tls-reports@halon.example
To: tlsrpt@example.com
Subject: Report Domain: example.com Submitter: halon.example Report-ID: <1@halon.example>
Tls-Report-Domain: example.com
Tls-Report-Submitter: halon.example
Mime-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt"; boundary="--halon-1"

----halon-1
Content-Type: text/plain; charset=utf-8

A report is attached.
----halon-1
Content-Type: application/tlsrpt+json; name="halon.example!example.com!1773446400!1773532799.json"
Content-Disposition: attachment; filename="halon.example!example.com!1773446400!1773532799.json"
Content-Transfer-Encoding: base64

eyJyZXBvcnQtaWQiOiIxIn0=
----halon-1--
)",
     "application/tlsrpt+json", "halon.example!example.com!1773446400!1773532799.json", "base64",
     "Report Domain: example.com Submitter: halon.example Report-ID: <1@halon.example>", "halon.example", "example.com", R"({"report-id":"1"})"},

    {"an hMailServer fork: JSON without any transfer encoding, one long line",
     R"(From: tlsrpt@hm.example
To: tlsrpt@example.com
Subject: Report Domain: example.com Submitter: hm.example Report-ID: <2026-03-14.1@hm.example>
TLS-Report-Domain: example.com
TLS-Report-Submitter: hm.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type="tlsrpt"; boundary="tlsrpt-1"

--tlsrpt-1
Content-Type: text/plain; charset="us-ascii"

A report is attached.
--tlsrpt-1
Content-Type: application/tlsrpt+json
Content-Disposition: attachment; filename="hm.example!example.com!2026-03-14.json"

{"report-id":"1"}
--tlsrpt-1--
)",
     "application/tlsrpt+json", "hm.example!example.com!2026-03-14.json", "7bit",
     "Report Domain: example.com Submitter: hm.example Report-ID: <2026-03-14.1@hm.example>", "hm.example", "example.com", R"({"report-id":"1"})"},

    {"RFC 8460: the gzipped report is the whole mail",
     R"(From: tlsrpt@sender.example
To: tlsrpt@example.com
Subject: Report Domain: example.com Submitter: sender.example Report-ID: <1@sender.example>
TLS-Report-Domain: example.com
TLS-Report-Submitter: sender.example
MIME-Version: 1.0
Content-Type: application/tlsrpt+gzip
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="sender.example!example.com!1773446400!1773532799.json.gz"

BASE64
)",
     "application/tlsrpt+gzip", "sender.example!example.com!1773446400!1773532799.json.gz", "base64",
     "Report Domain: example.com Submitter: sender.example Report-ID: <1@sender.example>", "sender.example", "example.com"},

    {"RFC 8460: JSON in quoted-printable",
     R"(From: tlsrpt@sender.example
Subject: Report Domain: example.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=tlsrpt; boundary=b

--b
Content-Type: application/tlsrpt+json; charset=utf-8
Content-Transfer-Encoding: Quoted-Printable

{"report-id"=
:=221"}
--b--
)",
     "application/tlsrpt+json", "", "quoted-printable", "Report Domain: example.com", "", "", R"({"report-id":"1"})"},
};

std::string with_report(std::string mail) {
    if (const auto at = mail.find("BASE64"); at != std::string::npos) mail.replace(at, 6, gzip_base64);
    return mail;
}

// The CRLF before a delimiter belongs to it; where no delimiter follows it stays, and is white space to JSON.
void check_shape(const Shape& shape, std::string_view octets) {
    const Prescan mail = prescan(octets, default_limits);
    CHECK_FALSE(mail.refusal);
    CHECK(mail.report_like);
    const auto message = read(mail, default_limits);
    REQUIRE(message);
    CHECK(message->part.media_type == shape.media_type);
    CHECK(message->part.file_name == shape.file_name);
    CHECK(message->part.transfer_encoding == shape.transfer_encoding);
    CHECK(decoded_field(mail, "Subject") == shape.subject);
    CHECK(decoded_field(mail, "TLS-Report-Submitter") == shape.submitter);
    CHECK(decoded_field(mail, "TLS-Report-Domain") == shape.report_domain);
    CHECK(message->deviations.empty());
    if (shape.octets.empty()) {
        CHECK(message->part.octets.size() == gzip_size);
        CHECK(message->part.octets.starts_with("\x1F\x8B\x08"));
    } else {
        CHECK(message->part.octets == shape.octets);
    }
}

}  // namespace

TEST_CASE("every sender's shape yields its report part") {
    for (const Shape& shape : shapes) {
        CAPTURE(shape.sender);
        const std::string mail = with_report(shape.mail);
        SUBCASE("over LMTP") { check_shape(shape, crlf(mail)); }
        SUBCASE("through a pipe") { check_shape(shape, mail); }
        SUBCASE("through Exim's pipe with its default prefix and suffix") { check_shape(shape, "From tlsrpt@example.net Sun Mar 15 10:00:00 2026\n" + mail + "\n"); }
    }
}
