#include "cli/table.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "cli/width.hpp"

using namespace tlsrpt;

namespace {

constexpr auto right = Column::Align::Right;

Table small_table() {
    return {{{"domain", "DOMAIN"}, {"sessions", "SESSIONS", right}, {"note", "NOTE"}},
            {{std::string{"a.example"}, std::uint64_t{5}, std::string{}}, {std::string{"long.name.example"}, std::uint64_t{12345678901}, std::string{"x"}}}};
}

}  // namespace

TEST_CASE("a table is aligned, numbers to the right, without trailing blanks") {
    CHECK(to_text(small_table(), 0, false) ==
          "DOMAIN                SESSIONS  NOTE\n"
          "a.example                    5  -\n"
          "long.name.example  12345678901  x\n");
}

TEST_CASE("the heading is bold on a terminal with colour, and nothing else is") {
    const std::string text = to_text(small_table(), 0, true);
    CHECK(text.starts_with("\x1B[1mDOMAIN\x1B[0m  "));
    CHECK(text.find("NOTE\x1B[0m\n") != std::string::npos);
    CHECK(text.find('\x1B', text.find('\n')) == std::string::npos);
}

TEST_CASE("on a narrow terminal the widest text shrinks, numbers never") {
    CHECK(to_text(small_table(), 36, false) == to_text(small_table(), 0, false));    // it fits
    CHECK(to_text(small_table(), 33, false) ==
          "DOMAIN             SESSIONS  NOTE\n"
          "a.example                 5  -\n"
          "long.name.      12345678901  x\n"
          "example\n");
}

TEST_CASE("where the columns do not fit side by side, each row is a block") {
    CHECK(to_text(small_table(), 24, false) ==
          "DOMAIN    a.example\n"
          "SESSIONS  5\n"
          "NOTE      -\n"
          "\n"
          "DOMAIN    long.name.\n"
          "          example\n"
          "SESSIONS  12345678901\n"
          "NOTE      x\n");
}

TEST_CASE("no line is wider than the terminal, whatever the texts are") {
    const std::string hostile = std::string(5000, 'x') + "\x1B[2J" + std::string(50, ' ');
    const Table table{{{"a", "A"}, {"b", "B"}, {"c", "SESSIONS", right}, {"d", "D"}},
                      {{hostile, std::string{"\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5\xE6\x9C\xAC\xE6\x97\xA5\xE6\x9C\xAC"}, std::uint64_t{7}, std::string{"mx1.long-name.example.net"}}}};
    for (const std::size_t columns : {24u, 40u, 60u, 80u, 120u}) {
        CAPTURE(columns);
        const std::string text = to_text(table, columns, false);
        CHECK(text.size() < 3000);    // and it does not fill the screen
        for (std::size_t start = 0; start < text.size();) {
            const std::size_t end = text.find('\n', start);
            CHECK(display_width(std::string_view{text}.substr(start, end - start)) <= columns);
            start = end + 1;
        }
    }
}

TEST_CASE("on a terminal with colour what is wrong is red, elsewhere nothing is") {
    const Table table{{{"", "STATE", Column::Align::Left, Column::Tone::State}, {"", "FAILURES", right, Column::Tone::Alarm}},
                      {{std::string{"new"}, std::uint64_t{3}}, {std::string{"ready"}, std::uint64_t{0}}, {std::string{"odd"}, std::uint64_t{0}}}};
    CHECK(to_text(table, 0, true) ==
          "\x1B[1mSTATE\x1B[0m  \x1B[1mFAILURES\x1B[0m\n"
          "\x1B[31mnew\x1B[0m           \x1B[31m3\x1B[0m\n"
          "\x1B[32mready\x1B[0m         0\n"
          "odd           0\n");
    CHECK(to_text(table, 0, false).find('\x1B') == std::string::npos);
}

TEST_CASE("columns without a title are for CSV only, columns without a name for people only") {
    const Table table{{{"id", "ID", right}, {"secret", ""}, {"", "NOTE"}}, {{std::uint64_t{1}, std::string{"s"}, std::string{"n"}}}};
    CHECK(to_text(table, 0, false) == "ID  NOTE\n 1  n\n");
    CHECK(to_csv(table) == "id,secret\n1,s\n");
    const Table without_first{{{"", "NOTE"}, {"id", "ID"}}, {{std::string{"n"}, std::uint64_t{1}}}};
    CHECK(to_csv(without_first) == "id\n1\n");
}

TEST_CASE("a column that says nothing is left out for people, never in CSV") {
    const Table table{{{"id", "ID", right}, {"note", "NOTE"}, {"zero", "ZERO", right}}, {{std::uint64_t{1}, std::string{}, std::uint64_t{0}}, {std::uint64_t{2}, std::string{}, std::uint64_t{0}}}};
    CHECK(to_text(table, 0, false) == "ID  ZERO\n 1     0\n 2     0\n");
    CHECK(to_csv(table) == "id,note,zero\n1,,0\n2,,0\n");
    CHECK(to_text({table.columns, {}}, 0, false) == "ID  NOTE  ZERO\n");
}

TEST_CASE("hostile text cannot act on a terminal") {
    const Table table{{{"name", "NAME"}}, {{std::string{"\x1B]0;owned\x07"}}, {std::string{"a\nfake row"}}, {std::string{"\xE2\x80\xAEgpj.exe"}}}};
    CHECK(to_text(table, 0, false) ==
          "NAME\n"
          "\\x1B]0;owned\\x07\n"
          "a\\x0Afake row\n"
          "\\u{202E}gpj.exe\n");
}

TEST_CASE("hostile text cannot act in a spreadsheet, nor on a terminal that shows its CSV") {
    const Table table{{{"name", ""}, {"sessions", ""}}, {{std::string{"=HYPERLINK(\"http://x\")"}, std::uint64_t{7}}, {std::string{"\x1B[2J,\n"}, std::uint64_t{8}}}};
    CHECK(to_csv(table) == "name,sessions\n\"'=HYPERLINK(\"\"http://x\"\")\",7\n\"\\x1B[2J,\\x0A\",8\n");
}

TEST_CASE("the largest number keeps its digits") {
    const Table table{{{"n", "N", right}}, {{std::numeric_limits<std::uint64_t>::max()}}};
    CHECK(to_csv(table) == "n\n18446744073709551615\n");
    CHECK(to_text(table, 0, false) == "                   N\n18446744073709551615\n");
}
