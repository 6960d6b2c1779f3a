#include "mail/transfer_encoding.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using namespace std::string_literals;

TEST_CASE("base64 is decoded, white space and line ends ignored") {
    struct Case { std::string encoded, octets; };
    const Case cases[] = {
        {"", ""},
        {"\r\n", ""},
        {"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg==", "foob"}, {"Zm9vYmE=", "fooba"}, {"Zm9vYmFy", "foobar"},
        {"Zm9v\r\nYmFy\r\n", "foobar"},
        {"Zm9vY \r\n\tmE=\r\n\r\n", "fooba"},      // white space that was added on the way, a group across lines
        {"Zg=\r\n=\r\n", "f"},
        {"+/+/", "\xFB\xFF\xBF"},
        {"AAAA", "\0\0\0"s},
        {"////", "\xFF\xFF\xFF"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.encoded);
        const auto octets = decode_base64(c.encoded);
        REQUIRE(octets);
        CHECK(*octets == c.octets);
    }
}

TEST_CASE("base64 that two decoders could read differently is refused") {
    struct Case { std::string encoded, detail; };
    const Case cases[] = {
        {"Zm9v!", "base64: octet 0x21 at 4"},
        {"Zm9vZm9vZm9v!", "base64: octet 0x21 at 12"},
        {"Zm9vZm9v\r\nZm9vZm!v", "base64: octet 0x21 at 16"},
        {"Zm9vZm9v\r\nZm9v=", "base64: padding out of place at 14"},
        {"Zm9v\0"s, "base64: octet 0x00 at 4"},
        {"Zm9v\xC3\xA4", "base64: octet 0xc3 at 4"},
        {"Zm-_", "base64: octet 0x2d at 2"},                        // the alphabet for URLs
        {"Zg==Zg==", "base64: data after the padding at 4"},        // what Debian's GMime drops in silence
        {"Zm8=\r\nZm9v", "base64: data after the padding at 6"},
        {"=", "base64: padding out of place at 0"},
        {"Z===", "base64: padding out of place at 1"},
        {"Zm9v=", "base64: padding out of place at 4"},
        {"Zg===", "base64: padding out of place at 4"},
        {"Zm8==", "base64: padding out of place at 4"},
        {"Zg", "base64: ends within a group, after 2 of 4 characters"},
        {"Zm9vZm8", "base64: ends within a group, after 3 of 4 characters"},
        {"Z", "base64: ends within a group, after 1 of 4 characters"},
        {"Zg=", "base64: ends within a group, after 3 of 4 characters"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.encoded);
        const auto octets = decode_base64(c.encoded);
        REQUIRE_FALSE(octets);
        CHECK(octets.error() == Error{Slug::MessageUnreadable, c.detail});
    }
}

TEST_CASE("base64 of every octet and every length comes back") {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string octets;
    for (int value = 0; value < 256; ++value) {
        octets.push_back(static_cast<char>(value));
        std::string encoded;
        for (std::size_t i = 0; i < octets.size(); i += 3) {
            const auto octet = [&](std::size_t at) { return at < octets.size() ? static_cast<unsigned char>(octets[at]) : 0u; };
            const unsigned bits = octet(i) << 16 | octet(i + 1) << 8 | octet(i + 2);
            for (const unsigned shift : {18u, 12u, 6u, 0u}) encoded += alphabet[(bits >> shift) & 63u];
        }
        for (std::size_t pads = (3 - octets.size() % 3) % 3, i = 1; i <= pads; ++i) encoded[encoded.size() - i] = '=';
        const auto decoded = decode_base64(encoded);
        REQUIRE(decoded);
        REQUIRE(*decoded == octets);
    }
}

TEST_CASE("quoted-printable is decoded") {
    struct Case { std::string encoded, octets; };
    const Case cases[] = {
        {"", ""},
        {"plain text", "plain text"},
        {"two\r\nlines\r\n", "two\r\nlines\r\n"},
        {"a=3Db", "a=b"},
        {"=C3=BC", "\xC3\xBC"},
        {"=c3=bc", "\xC3\xBC"},                      // read, though it should not be written
        {"one =\r\nline", "one line"},
        {"one=  \r\nline", "oneline"},               // blanks added after a soft break
        {"blank at end=20\r\n", "blank at end \r\n"},
        {"added blanks \t \r\nnext", "added blanks\r\nnext"},
        {"a\tb", "a\tb"},
        {"soft at the end=", "soft at the end"},
        {"=00=FF", "\0\xFF"s},
        {"=0D=0A", "\r\n"},
        {"{\"a\":=\r\n1}\r\n", "{\"a\":1}\r\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.encoded);
        const auto octets = decode_quoted_printable(c.encoded);
        REQUIRE(octets);
        CHECK(*octets == c.octets);
    }
}

TEST_CASE("broken quoted-printable is refused") {
    struct Case { std::string encoded, detail; };
    const Case cases[] = {
        {"a=4", "quoted-printable: \"=\" without two hexadecimal digits at 1"},
        {"a=4G", "quoted-printable: \"=\" without two hexadecimal digits at 1"},
        {"a==\r\n", "quoted-printable: \"=\" without two hexadecimal digits at 1"},
        {"ok\r\na= b", "quoted-printable: \"=\" without two hexadecimal digits at 5"},
        {"\xC3\xBC", "quoted-printable: octet 0xc3 at 0"},
        {"a\0b"s, "quoted-printable: octet 0x00 at 1"},
        {"lone\nLF", "quoted-printable: octet 0x0a at 4"},
        {"lone\rCR", "quoted-printable: octet 0x0d at 4"},
        {"soft=\nLF", "quoted-printable: \"=\" without two hexadecimal digits at 4"},
        {"\x7F", "quoted-printable: octet 0x7f at 0"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.encoded);
        const auto octets = decode_quoted_printable(c.encoded);
        REQUIRE_FALSE(octets);
        CHECK(octets.error() == Error{Slug::MessageUnreadable, c.detail});
    }
}

TEST_CASE("the name of a transfer encoding") {
    struct Case { std::string_view value, name; };
    const Case cases[] = {
        {"", "7bit"}, {" \r\n ", "7bit"}, {" base64", "base64"}, {" BASE64\r\n", "base64"}, {"\r\n\tBase64", "base64"},
        {" base64 (the usual)", "base64"}, {" (why (not)) quoted-printable", "quoted-printable"}, {" 8bit;", "8bit"}, {" x-uuencode", "x-uuencode"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.value);
        CHECK(transfer_encoding_name(c.value) == c.name);
    }
}

TEST_CASE("an encoding is undone by its name; one that nobody knows is an error") {
    CHECK(*decode_transfer_encoding("Zm9v", "base64") == "foo");
    CHECK(*decode_transfer_encoding("=41", "quoted-printable") == "A");
    for (const char* identity : {"7bit", "8bit", "binary"}) CHECK(*decode_transfer_encoding("=41\xFF", identity) == "=41\xFF");
    const auto unknown = decode_transfer_encoding("Zm9v", "x-uuencode");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error() == Error{Slug::MessageUnreadable, "unknown Content-Transfer-Encoding x-uuencode"});
}
