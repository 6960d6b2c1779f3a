#include "lmtp/event_log.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tlsrpt/file.hpp"

using namespace tlsrpt;

TEST_CASE("an event is one line, whatever came by mail") {
    const EventField fields[] = {{"id", "17"}, {"sender", ""}, {"detail", "a \"b\"\n<3>forged \x1B[2J"}, {"path", "C:\\x"}, {"equals", "a=b"}};
    CHECK(format_event(Event::Mail, fields, false) ==
          "mail id=17 sender=\"\" detail=\"a \\\"b\\\"\\x0A<3>forged \\x1B[2J\" path=C:\\\\x equals=\"a=b\"\n");
    CHECK(format_event(Event::StoreFailed, {}, true) == "<3>store-failed\n");
    CHECK(format_event(Event::Ready, {}, true) == "<5>ready\n");
}

TEST_CASE("a field has its longest length") {
    const EventField fields[] = {{"detail", std::string(100'000, 'x')}};
    CHECK(format_event(Event::Mail, fields, false).size() < 1100);
}

TEST_CASE("the manual has a paragraph for each event, and for no other") {
    const auto text = read_file(TLSRPT_LMTPD_MANUAL, 1u << 20);
    REQUIRE(text);
    std::set<std::string> written;
    constexpr std::string_view mark = "\n.It Ic ";
    for (std::size_t at = text->find(mark); at != std::string::npos; at = text->find(mark, at + 1)) {
        const std::size_t start = at + mark.size();
        const std::size_t end = text->find('\n', start);
        REQUIRE(end + 1 < text->size());
        CHECK(text->at(end + 1) != '.');    // a sentence follows
        written.insert(text->substr(start, end - start));
    }
    std::set<std::string> known;
    for (const EventName& name : event_names) known.emplace(name.name);
    CHECK(written == known);
}
