#include "lmtp/event_log.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tlsrpt/file.hpp"
#include "tlsrpt/outcome.hpp"

using namespace tlsrpt;

namespace {

std::string section_of(const char* manual, std::string_view title) {
    const auto text = read_file(manual, 1u << 20);
    REQUIRE_MESSAGE(text, manual);
    const std::size_t start = text->find("\n.Sh " + std::string{title} + '\n');
    REQUIRE(start != std::string::npos);
    return text->substr(start, text->find("\n.Sh ", start + 1) - start);
}

/// What stands behind the mark, where a sentence follows.
std::set<std::string> paragraphs(const std::string& text, std::string_view mark) {
    std::set<std::string> titles;
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const std::size_t start = at + mark.size();
        const std::size_t end = text.find('\n', start);
        REQUIRE(end + 1 < text.size());
        const std::string title = text.substr(start, end - start);
        CAPTURE(title);
        CHECK((text[end + 1] != '.' || text.compare(end + 1, 4, ".Cm ") == 0));
        titles.insert(title);
    }
    return titles;
}

}  // namespace

TEST_CASE("an event is one line, whatever came by mail") {
    const EventField fields[] = {{"id", "17"}, {"sender", ""}, {"detail", "a \"b\"\n<3>forged \x1B[2J"}, {"path", "C:\\x"}, {"equals", "a=b"}};
    CHECK(format_event(Event::Mail, fields, false) ==
          "mail id=17 sender=\"\" detail=\"a \\\"b\\\"\\x0A<3>forged \\x1B[2J\" path=C:\\\\x equals=\"a=b\"\n");
    CHECK(format_event(Event::StoreFailed, {}, true) == "<3>store-failed\n");
    CHECK(format_event(Event::Ready, {}, true) == "<5>ready\n");
}

TEST_CASE("a field has its longest length") {
    for (const char* one : {"x", "x ", "\\", "\n", "\""}) {
        std::string text;
        while (text.size() < 100'000) text += one;
        const EventField fields[] = {{"detail", text}};
        CHECK(format_event(Event::Mail, fields, false).size() < 2100);
        const EventField long_one[] = {{"detail", std::string_view{text}.substr(0, 1001)}};
        CHECK(format_event(Event::Mail, long_one, false).size() < 2100);
    }
}

TEST_CASE("the manual has a paragraph for each event, and for no other") {
    std::set<std::string> known;
    for (const EventName& name : event_names) known.emplace(name.name);
    CHECK(paragraphs(section_of(TLSRPT_LMTPD_MANUAL, "DIAGNOSTICS"), "\n.It Ic ") == known);
}

TEST_CASE("the manuals have a paragraph for each outcome, and for no other") {
    std::set<std::string> known;
    for (const Outcome& outcome : outcomes) known.emplace(outcome.name);
    CHECK(paragraphs(section_of(TLSRPT_INGEST_MANUAL, "OUTCOMES"), "\n.It Cm ") == known);
    known.erase("acceptable");    // of `check` alone
    const std::string ours = section_of(TLSRPT_LMTPD_MANUAL, "OUTCOMES");
    CHECK(paragraphs(ours, "\n.It Cm ") == known);
    for (const Outcome& outcome : outcomes) {    // and what is no 250 says its reply
        if (outcome.exit_status != exit_tempfail) continue;
        CAPTURE(outcome.name);
        const std::string paragraph = "\n.It Cm " + std::string{outcome.name} + '\n' + std::to_string(outcome.reply) + ' ' + std::string{outcome.enhanced} + ".\n";
        CHECK(ours.find(paragraph) != std::string::npos);
    }
}
