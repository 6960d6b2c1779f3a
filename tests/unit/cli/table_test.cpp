#include "cli/table.hpp"

#include <doctest/doctest.h>

#include <limits>

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
    CHECK(text.starts_with("\x1B[1mDOMAIN"));
    CHECK(text.find("NOTE\x1B[0m\n") != std::string::npos);
    CHECK(text.find('\x1B', text.find('\n')) == std::string::npos);
}

TEST_CASE("on a narrow terminal the widest text shrinks, numbers never") {
    CHECK(to_text(small_table(), 36, false) == to_text(small_table(), 0, false));    // it fits
    CHECK(to_text(small_table(), 33, false) ==
          "DOMAIN             SESSIONS  NOTE\n"
          "a.example                 5  -\n"
          "long.name.exa\xE2\x80\xA6  12345678901  x\n");
    // Too narrow for anything: it stops shrinking at 12 columns and lets the terminal wrap.
    CHECK(to_text(small_table(), 10, false).find("long.name.e\xE2\x80\xA6  12345678901") != std::string::npos);
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
