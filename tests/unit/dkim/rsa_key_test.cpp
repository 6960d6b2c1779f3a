#include "dkim/rsa_key.hpp"

#include <doctest/doctest.h>

#include "support/keys.hpp"

using namespace tlsrpt;
using dkim::parse_rsa_key;
using test::KeyKind;
using test::PublicForm;

namespace {

std::string element(char tag, const std::string& contents) {
    std::string der(1, tag);
    if (contents.size() < 0x80) {
        der += static_cast<char>(contents.size());
    } else if (contents.size() < 0x100) {
        der += '\x81';
        der += static_cast<char>(contents.size());
    } else {
        der += '\x82';
        der += static_cast<char>(contents.size() >> 8);
        der += static_cast<char>(contents.size() & 0xff);
    }
    return der + contents;
}

std::string bare(const std::string& modulus, const std::string& exponent) {
    return element('\x30', element('\x02', modulus) + element('\x02', exponent));
}

}  // namespace

TEST_CASE("both forms, and the bits of the modulus") {
    struct Row {
        KeyKind kind;
        unsigned bits;
    };
    for (const Row& row : {Row{KeyKind::Rsa512, 512}, Row{KeyKind::Rsa1023, 1023}, Row{KeyKind::Rsa1024, 1024}, Row{KeyKind::Rsa2048, 2048},
                           Row{KeyKind::Rsa4096, 4096}}) {
        CAPTURE(row.bits);
        const auto info = parse_rsa_key(public_key_octets(row.kind, PublicForm::SubjectPublicKeyInfo));
        const auto key = parse_rsa_key(public_key_octets(row.kind, PublicForm::RsaPublicKey));
        REQUIRE(info);
        REQUIRE(key);
        CHECK(info->modulus_bits == row.bits);
        CHECK(key->modulus_bits == row.bits);
        CHECK(info->modulus == key->modulus);
        CHECK(info->exponent == std::string("\x01\x00\x01", 3));
        CHECK(key->exponent == info->exponent);
    }
}

TEST_CASE("a small key by hand") {
    const auto key = parse_rsa_key(bare("\x25\x01", "\x03"));
    REQUIRE(key);
    CHECK(key->modulus_bits == 14);
    CHECK(parse_rsa_key(bare(std::string("\x00\x81", 2), "\x03"))->modulus_bits == 8);
}

TEST_CASE("anything else is refused") {
    const std::string n = "\x25\x01";
    const std::string e = "\x03";
    const std::string rows[] = {
        "",
        "\x30",
        std::string("\x30\x00", 2),
        "text",
        bare(n, e) + "x",
        bare(n, e).substr(0, bare(n, e).size() - 1),
        element('\x31', element('\x02', n) + element('\x02', e)),
        element('\x30', element('\x02', n)),
        element('\x30', element('\x02', n) + element('\x02', e) + element('\x02', e)),
        element('\x30', element('\x03', n) + element('\x02', e)),
        bare("", e),
        bare(std::string("\x00", 1), e),
        bare(std::string("\x00\x25\x01", 3), e),  // a needless zero octet
        bare("\xa5\x01", e),                      // negative
        bare("\x25\x02", e),                      // even
        bare(n, "\x01"),
        bare(n, "\x04"),
        bare(n, std::string("\x00", 1)),
        bare(n, "\x83"),
        bare(n, "\x01" + std::string(7, '\x02') + "\x01"),                // 65 bits
        std::string("\x30\x80\x02\x02\x25\x01\x02\x01\x03\x00\x00", 11),  // indefinite length (BER)
        std::string("\x30\x81\x07\x02\x02\x25\x01\x02\x01\x03", 10),      // not the shortest length
        std::string("\x30\x82\x00\x07\x02\x02\x25\x01\x02\x01\x03", 11),
        std::string("\x30\x83\x00\x00\x07\x02\x02\x25\x01\x02\x01\x03", 12),
        // SubjectPublicKeyInfo of another algorithm, with parameters missing, with unused bits, with something after it
        element('\x30', element('\x30', std::string("\x06\x03\x2b\x65\x70", 5)) + element('\x03', std::string("\0", 1) + bare(n, e))),
        element('\x30', element('\x30', std::string("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 11)) +
                            element('\x03', std::string("\0", 1) + bare(n, e))),
        element('\x30', element('\x30', std::string("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 13)) +
                            element('\x03', "\x01" + bare(n, e))),
        element('\x30', element('\x30', std::string("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 13)) +
                            element('\x03', std::string("\0", 1) + bare(n, e)) + "\x05"),
    };
    for (const std::string& der : rows) {
        CAPTURE(test::encode_base64(der));
        const auto key = parse_rsa_key(der);
        REQUIRE_FALSE(key);
        CHECK(key.error().slug == Slug::SignatureFailed);
    }
}

TEST_CASE("a modulus over 8192 bits is too much work") {
    const auto largest = parse_rsa_key(bare(std::string(1, '\0') + std::string(1024, '\xff'), "\x03"));
    REQUIRE(largest);
    CHECK(largest->modulus_bits == 8192);
    const auto larger = parse_rsa_key(bare("\x01" + std::string(1024, '\xff'), "\x03"));
    REQUIRE_FALSE(larger);
    CHECK(larger.error().slug == Slug::AlgorithmRefused);
}
