#include "cli/words.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("prose is broken at blanks, and no line is longer than it may be") {
    CHECK(wrapped("", 20, "- ", "  ") == "- \n");
    CHECK(wrapped("one two three", 80, "- ", "  ") == "- one two three\n");
    CHECK(wrapped("one two three", 9, "- ", "  ") == "- one two\n  three\n");
    CHECK(wrapped("a averylongword b", 8, "", "") == "a\naverylongword\nb\n");
    CHECK(wrapped("  many   blanks ", 80, "", "") == "many blanks\n");
    CHECK(wrapped("\xE6\x97\xA5\xE6\x9C\xAC \xE6\x97\xA5\xE6\x9C\xAC", 8, "", "") == "\xE6\x97\xA5\xE6\x9C\xAC\n\xE6\x97\xA5\xE6\x9C\xAC\n");    // two columns each
}
