#include "doctor/tlsa.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using namespace tlsrpt::doctor;

TEST_CASE("records that a sender can use for SMTP, and those that it cannot") {
    struct Row {
        TlsaRecord record;
        const char* why;    // "": usable
        const char* rfc;
    };
    const std::string sha256(32, 'a');
    const std::string sha512(64, 'a');
    const Row rows[] = {
        {{3, 1, 1, sha256}, "", ""},
        {{2, 0, 1, sha256}, "", ""},
        {{2, 1, 2, sha512}, "", ""},
        {{3, 0, 0, "certificate"}, "", ""},
        {{0, 0, 1, sha256}, "certificate usage 0 is not for SMTP: senders know no list of authorities to go by", "RFC 7672 section 3.1.3"},
        {{1, 1, 1, sha256}, "certificate usage 1 is not for SMTP: senders know no list of authorities to go by", "RFC 7672 section 3.1.3"},
        {{4, 1, 1, sha256}, "certificate usage 4 does not exist", "RFC 6698 section 2.1.1"},
        {{255, 1, 1, sha256}, "certificate usage 255 does not exist", "RFC 6698 section 2.1.1"},
        {{3, 2, 1, sha256}, "selector 2 does not exist", "RFC 6698 section 2.1.2"},
        {{3, 1, 3, sha256}, "matching type 3 does not exist", "RFC 6698 section 2.1.3"},
        {{3, 1, 1, sha512}, "64 octets of data, where SHA-256 has 32", "RFC 6698 section 2.1.3"},
        {{3, 1, 2, sha256}, "32 octets of data, where SHA-512 has 64", "RFC 6698 section 2.1.3"},
        {{3, 1, 1, ""}, "0 octets of data, where SHA-256 has 32", "RFC 6698 section 2.1.3"},
        {{3, 1, 0, ""}, "no data", "RFC 6698 section 2.1.4"},
    };
    for (const Row& row : rows) {
        CAPTURE(to_text(row.record));
        const auto trouble = unusable(row.record);
        CHECK((trouble ? trouble->why : "") == row.why);
        CHECK((trouble ? trouble->rfc : "") == row.rfc);
    }
    CHECK(unwise({3, 1, 1, sha256}).empty());
    CHECK(unwise({2, 0, 1, sha256}).empty());
    CHECK_FALSE(unwise({3, 0, 1, sha256}).empty());
    CHECK_FALSE(unwise({2, 0, 0, "certificate"}).empty());
}

TEST_CASE("selector and matching type say what is compared") {
    const CertificateOctets certificate{"abc", "def"};
    const std::string abc_sha256 = "3 0 1 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";    // FIPS 180-4's own example
    const std::string abc_sha512 =
        "3 0 2 ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
    CHECK(matches(*read_tlsa_text(abc_sha256), certificate));
    CHECK(matches(*read_tlsa_text(abc_sha512), certificate));
    CHECK(matches({3, 0, 0, "abc"}, certificate));
    CHECK(matches({3, 1, 0, "def"}, certificate));
    CHECK_FALSE(matches({3, 1, 0, "abc"}, certificate));
    CHECK_FALSE(matches({3, 2, 0, "abc"}, certificate));
    CHECK_FALSE(matches({3, 0, 9, "abc"}, certificate));
    CHECK_FALSE(matches({3, 0, 0, ""}, {"", ""}));
}

TEST_CASE("records as reports quote them") {
    struct Row {
        const char* text;
        const char* canonical;    // "": none
    };
    const Row rows[] = {
        {"3 1 1 AbCd01", "3 1 1 abcd01"},   {"  3  1\t1 ab cd 01 ", "3 1 1 abcd01"}, {"255 0 2 00", "255 0 2 00"}, {"3 1 1", ""},        {"3 1 1 abc", ""},
        {"3 1 1 xy", ""},                   {"256 1 1 ab", ""},                      {"3 1 ab", ""},               {"version: STSv1", ""}, {"", ""},
        {"3 1 18446744073709551617 ab", ""}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const auto record = read_tlsa_text(row.text);
        CHECK((record ? to_text(*record) : "") == row.canonical);
    }
    CHECK_FALSE(read_tlsa_text("3 1 0 " + std::string(20'000, 'a')));
}
