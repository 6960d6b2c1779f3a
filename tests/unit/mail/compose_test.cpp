#include "tlsrpt/compose.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tlsrpt;

namespace {

OutgoingMail small_mail() {
    OutgoingMail mail;
    mail.from = "tlsrpt@mx.example";
    mail.to = {"postmaster@example.com", "b@example.com"};
    mail.subject = "TLS reports: all well";
    mail.date = std::chrono::sys_seconds{std::chrono::seconds{1'795'595'400}};    // 2026-11-25T08:30:00Z
    mail.message_id = "1.2@mx.example";
    mail.fields = {{"Auto-Submitted", "auto-generated"}, {"List-Id", "TLS <all.mx.example>"}};
    mail.text = "Gr\xC3\xBC\xC3\x9F"
                "e\nsecond line\n";
    mail.html = "<p>Gr\xC3\xBC\xC3\x9F"
                "e</p>\n";
    return mail;
}

bool has_line(const std::string& text, const std::string& line) { return ("\n" + text).find("\n" + line + "\n") != std::string::npos; }

}  // namespace

TEST_CASE("a message with both bodies, the richer one last") {
    const auto mail = compose(small_mail());
    REQUIRE(mail);
    for (const char* line : {"From: tlsrpt@mx.example", "To: postmaster@example.com, b@example.com", "Subject: TLS reports: all well", "Message-Id: <1.2@mx.example>",
                             "Date: Wed, 25 Nov 2026 08:30:00 +0000", "Auto-Submitted: auto-generated", "List-Id: TLS <all.mx.example>", "MIME-Version: 1.0",
                             "Gr=C3=BC=C3=9Fe", "<p>Gr=C3=BC=C3=9Fe</p>"}) {
        CAPTURE(*mail);
        CHECK_MESSAGE(has_line(*mail, line), line);
    }
    CHECK(mail->find("multipart/alternative") < mail->find("text/plain"));
    CHECK(mail->find("text/plain") < mail->find("text/html"));
    CHECK(mail->find('\r') == std::string::npos);
    CHECK(*mail == *compose(small_mail()));    // the same mail is the same octets
}

TEST_CASE("no line is too long, and nothing but ASCII is in the message") {
    OutgoingMail mail = small_mail();
    mail.subject = "Berichte \xC3\xBC" "ber TLS: " + std::string(300, 'x');
    mail.text = std::string(5000, 'y') + "\n" + std::string(2000, ' ') + "\xE2\x82\xAC\n.\nFrom here\n";
    const auto composed = compose(mail);
    REQUIRE(composed);
    CHECK(std::ranges::all_of(*composed, [](char c) { return c > 0; }));
    std::size_t longest = 0;
    for (std::size_t start = 0; start < composed->size();) {
        const std::size_t end = std::min(composed->find('\n', start), composed->size());
        if (composed->compare(start, 9, "Subject: ") != 0 && composed->compare(start, 1, " ") != 0) longest = std::max(longest, end - start);
        start = end + 1;
    }
    CHECK(longest <= 78);
}

TEST_CASE("a control character cannot end a field") {
    for (const auto change : {+[](OutgoingMail& mail) { mail.subject += "\nBcc: x@y.example"; }, +[](OutgoingMail& mail) { mail.to.push_back("a@b.example\r\nBcc: c@d.example"); },
                              +[](OutgoingMail& mail) { mail.from += '\0'; }, +[](OutgoingMail& mail) { mail.fields.emplace_back("X-A", "b\n"); },
                              +[](OutgoingMail& mail) { mail.fields.emplace_back("X\n", "b"); }, +[](OutgoingMail& mail) { mail.message_id += "\t"; }}) {
        OutgoingMail mail = small_mail();
        change(mail);
        const auto composed = compose(mail);
        REQUIRE_FALSE(composed);
        CHECK(composed.error().slug == Slug::Internal);
    }
}
