// Every single byte of what a signature covers, changed: nothing may slip through.
#include <doctest/doctest.h>

#include "matrix.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

const Limits limits;

bool accepted(const std::string& mail) { return verify(prescan(mail, limits), usual_keys(), matrix_time, limits).slug == Slug::Acceptable; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Whether RFC 6376 section 3.4.2 calls the two the same: letters of a field name, and blanks for blanks.
bool same_when_relaxed(const std::string& mail, std::size_t at, char by) {
    if (is_blank(mail[at]) && is_blank(by)) return true;
    const std::size_t line = mail.rfind('\n', at) + 1;
    const bool in_name = at < mail.find("\r\n\r\n") && !is_blank(mail[line]) && mail.find(':', line) > at;
    return in_name && (mail[at] ^ by) == 0x20;
}

/// On top of a mail that is delivered. Not signed, and its line end tells the prescan what a line end is.
const std::string received = "Received: by mx.example.com; Wed, 18 Nov 2026 11:07:00 +0000\r\n";

/// A mail whose every other field is signed, so that every byte counts.
std::string all_signed(const char* canonicalization) {
    SignOptions options;
    options.key = KeyKind::Rsa2048;
    options.canonicalization = canonicalization;
    options.signed_fields = {"Date",         "From",        "To", "Subject", "Message-ID", "TLS-Report-Domain", "TLS-Report-Submitter",
                             "MIME-Version", "Content-Type"};
    ReportMail report;
    report.json = "{}";
    return received + sign(make_report_mail(report), options);
}

}  // namespace

TEST_CASE("no byte of a signed mail can be changed") {
    for (const char* canonicalization : {"relaxed/relaxed", "simple/simple"}) {
        const bool relaxed = std::string_view(canonicalization) == "relaxed/relaxed";
        const std::string mail = all_signed(canonicalization);
        REQUIRE(accepted(mail));
        const std::size_t signature = mail.find("\tb=") + 3;
        const std::size_t signature_end = mail.find("\r\nDate:");
        for (std::size_t at = received.size(); at < mail.size(); ++at) {
            for (const char by : {static_cast<char>(mail[at] ^ 0x01), static_cast<char>(mail[at] ^ 0x20),
                                  static_cast<char>(mail[at] ^ 0x80), ' ', '\r', '\n', '\v', '\0', '='}) {
                if (by == mail[at]) continue;
                // White space inside b= is no part of it (RFC 6376 section 3.5).
                if (at >= signature && at < signature_end && is_blank(mail[at]) && is_blank(by)) continue;
                if (relaxed && same_when_relaxed(mail, at, by)) continue;
                std::string changed = mail;
                changed[at] = by;
                if (!accepted(changed)) continue;
                CAPTURE(canonicalization);
                CAPTURE(at);
                CAPTURE(static_cast<int>(by));
                CAPTURE(mail.substr(at > 20 ? at - 20 : 0, 40));
                FAIL_CHECK("a changed mail is accepted");
            }
        }
    }
}

TEST_CASE("no byte of the body can be dropped or put in") {
    const std::string mail = all_signed("relaxed/relaxed");
    for (std::size_t at = mail.find("\r\n\r\n") + 4; at < mail.size(); at += 3) {
        CAPTURE(at);
        if (!is_blank(mail[at]) && mail[at] != '\r' && mail[at] != '\n') CHECK_FALSE(accepted(std::string(mail).erase(at, 1)));
        for (const char added : {'x', '\r', '\n', '\v', '\0'}) CHECK_FALSE(accepted(std::string(mail).insert(at, 1, added)));
    }
}

TEST_CASE("no field that must be single can be added, above or below") {
    const std::string mail = all_signed("relaxed/relaxed");
    for (const char* name : {"From", "Subject", "Date", "To", "Content-Type", "MIME-Version", "fROM", "SUBJECT "}) {
        const std::string field = std::string(name) + ": x\r\n";
        CAPTURE(name);
        CHECK_FALSE(accepted(field + mail));
        CHECK_FALSE(accepted(replaced(mail, "\r\n\r\n", "\r\n" + field + "\r\n")));
    }
}
