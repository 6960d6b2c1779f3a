#include "cli/width.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

TEST_CASE("columns of a terminal, not octets") {
    CHECK(display_width("") == 0);
    CHECK(display_width("mx1.example") == 11);
    CHECK(display_width("b\xC3\xBC" "cher") == 6);                 // bücher
    CHECK(display_width("e\xCC\x81") == 1);                        // e and a combining acute
    CHECK(display_width("\xE4\xBE\x8B\xE3\x81\x88") == 4);         // 例え
    CHECK(display_width("\xF0\x9F\x93\xAB") == 2);                 // a mailbox
}

TEST_CASE("fit cuts whole characters and marks the cut") {
    CHECK(fit("abc", 3) == "abc");
    CHECK(fit("abcd", 3) == "ab\xE2\x80\xA6");
    CHECK(fit("\xE4\xBE\x8B\xE3\x81\x88", 3) == "\xE4\xBE\x8B\xE2\x80\xA6");    // no half of a wide character
    CHECK(fit("\xE4\xBE\x8B\xE3\x81\x88", 2) == "\xE2\x80\xA6");
    CHECK(fit("abc", 0).empty());
}

TEST_CASE("text that is no UTF-8 after all is measured and cut without reading past its end") {
    CHECK(display_width("a\xE4") == 2);
    CHECK(fit("ab\xF0\x9F", 3) == "ab\xE2\x80\xA6");
}
