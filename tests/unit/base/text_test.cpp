#include "tlsrpt/text.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using namespace std::string_literals;

TEST_CASE("terminal text shows control, bidi and invalid octets and acts on none") {
    CHECK(escape_terminal("plain Gr\xC3\xBC\xC3\x9F" "e \xE2\x82\xAC") == "plain Gr\xC3\xBC\xC3\x9F" "e \xE2\x82\xAC");
    CHECK(escape_terminal("\x1B[2J") == "\\x1B[2J");
    CHECK(escape_terminal("a\0b"s) == "a\\x00b");
    CHECK(escape_terminal("\x7F") == "\\x7F");
    CHECK(escape_terminal("\xC2\x9B" "2J") == "\\u{009B}2J");                       // CSI as one C1 character
    CHECK(escape_terminal("\xE2\x80\xAE" "gpj") == "\\u{202E}gpj");                 // right-to-left override
    CHECK(escape_terminal("\xF3\xA0\x80\x81") == "\\u{E0001}");
    CHECK(escape_terminal("\xFF\xC0\xAF") == "\\xFF\\xC0\\xAF");                    // invalid, overlong
    CHECK(escape_terminal("\xED\xA0\x80") == "\\xED\\xA0\\x80");                    // a surrogate
    CHECK(escape_terminal("\xF4\x90\x80\x80") == "\\xF4\\x90\\x80\\x80");           // above U+10FFFF
    CHECK(escape_terminal("a\\x41") == "a\\\\x41");                                 // an escape cannot be imitated
}

TEST_CASE("a CSV field is quoted when needed and never a formula") {
    CHECK(escape_csv("plain") == "plain");
    CHECK(escape_csv("a,b") == "\"a,b\"");
    CHECK(escape_csv("a\"b") == "\"a\"\"b\"");
    CHECK(escape_csv("a;b") == "\"a;b\"");    // a separator too, where the comma is the decimal point
    for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\xEF\xBC\x9D" "1+1", "\xEF\xBC\xA0" "x"})
        CHECK(escape_csv(formula) == "'"s + formula);
    CHECK(escape_csv("\t=1") == "'\\x09=1");
    for (const char* text : {"1=1", "a-b", "' =1", " ", "\xEF\xBC\xA1"}) CHECK(escape_csv(text) == text);
    CHECK(escape_csv("=HYPERLINK(\"x\")") == "\"'=HYPERLINK(\"\"x\"\")\"");
    CHECK(escape_csv("") == "");
    // One line for a row, and nothing that acts on who reads the file.
    CHECK(escape_csv("250-mx\r\n250 OK") == "250-mx\\x0D\\x0A250 OK");
    CHECK(escape_csv("\x1B[2J\x7F\xC2\x9B") == "\\x1B[2J\\x7F\\u{009B}");
    CHECK(escape_csv("\xE2\x80\xAE=1\xFF") == "\\u{202E}=1\\xFF");
    CHECK(escape_csv("a\\b") == "a\\\\b");
}

TEST_CASE("HTML text cannot become markup") {
    CHECK(escape_html("<a href='x'>\"&\"</a>") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
    CHECK(escape_html("a\0b"s) == "a\xEF\xBF\xBD" "b");
    CHECK(escape_html("\xE2\x80\xAE\xFF") == "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("a JSON string is valid JSON whatever goes in") {
    CHECK(quote_json("a\"\\\n\x01") == "\"a\\\"\\\\\\n\\u0001\"");
    CHECK(quote_json("\xFF") == "\"\xEF\xBF\xBD\"");
    CHECK(quote_json("\xE2\x80\xA8\xE2\x80\xAE") == "\"\\u2028\\u202e\"");
    CHECK(quote_json("\xF3\xA0\x80\x81") == "\"\\udb40\\udc01\"");
    CHECK(quote_json("\xF0\x9F\x93\xAB") == "\"\xF0\x9F\x93\xAB\"");
}

TEST_CASE("cut_text keeps whole characters and says that it cut") {
    CHECK(cut_text("abc", 3) == "abc");
    CHECK(cut_text("abcdef", 5) == "ab\xE2\x80\xA6");
    CHECK(cut_text("\xC3\xBC\xC3\xBC\xC3\xBC", 5) == "\xC3\xBC\xE2\x80\xA6");
    CHECK(cut_text("abcdef", 2) == "");
}

TEST_CASE("numbers, case and blanks without a locale") {
    CHECK(parse_count("0") == 0u);
    CHECK(parse_count("18446744073709551615") == 18446744073709551615u);
    for (const char* bad : {"", "18446744073709551616", "-1", "+1", " 1", "1 ", "0x1", "1e3"}) CHECK_FALSE(parse_count(bad).has_value());
    CHECK(lower_ascii("AZaz\xC3\x84") == "azaz\xC3\x84");
    CHECK(equal_ignoring_case("DKIM-Signature", "dkim-signature"));
    CHECK_FALSE(equal_ignoring_case("a", "ab"));
    CHECK(trim(" \t\r\na b\r\n") == "a b");
    CHECK(trim(" \r\n").empty());
    CHECK(is_valid_utf8("\xE2\x82\xAC"));
    CHECK_FALSE(is_valid_utf8("\xE2\x82"));
}

TEST_CASE("octets that come one after another have the digest of all together") {
    Sha256 hash;
    std::string all;
    CHECK(hash.hex_so_far() == sha256_hex(""));
    for (const std::string& part : {std::string{"abc"}, std::string{}, std::string(63, 'x'), std::string(100'000, '\0')}) {
        hash.add(part);
        all += part;
        CHECK(hash.hex_so_far() == sha256_hex(all));
    }
}

TEST_CASE("sha256_hex gives the digest of FIPS 180-4's example") {
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a Prometheus label ends where it should") {
    CHECK(escape_prometheus("mx.example") == "mx.example");
    CHECK(escape_prometheus("a\\b\"c\nd") == "a\\\\b\\\"c\\nd");
    CHECK(escape_prometheus("\x1B\xFF\xE2\x80\xAE\r") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(escape_prometheus("\xC3\xBC") == "\xC3\xBC");
}

TEST_CASE("a mail program finds no link in a foreign text") {
    CHECK(escape_mail("https://x.example/ WWW.x.example a.www.b") == "https[:]//x.example/ WWW[.]x.example a.www[.]b");
    CHECK(escape_mail("\x1B[2J") == "\\x1B[2J");
    CHECK(unlink_text("ww.w :// www") == "ww.w [:]// www");
    CHECK(unlink_text("") == "");
}
