#include "dkim/base64.hpp"

#include <doctest/doctest.h>

#include "support/keys.hpp"

using tlsrpt::dkim::decode_base64;
using tlsrpt::test::encode_base64;

TEST_CASE("every octet string comes back") {
    std::string octets;
    for (int i = 0; i < 600; ++i) {
        CHECK(decode_base64(encode_base64(octets)) == octets);
        octets += static_cast<char>(i * 7);
    }
}

TEST_CASE("base64 is read strictly") {
    struct Row {
        std::string_view text;
        std::optional<std::string> octets;
    };
    const Row rows[] = {
        {"", ""},
        {"QQ==", "A"},
        {"QUI=", "AB"},
        {"QUJD", "ABC"},
        {" Q U\r\n\tJ D ", "ABC"},
        {"QQ = =", "A"},
        {"QR==", std::nullopt},  // bits that the padding cuts off
        {"QUJ=", std::nullopt},
        {"QQ", std::nullopt},
        {"QQ=", std::nullopt},
        {"QQ===", std::nullopt},
        {"Q", std::nullopt},
        {"Q===", std::nullopt},
        {"====", std::nullopt},
        {"=", std::nullopt},
        {"QQ==QUJD", std::nullopt},
        {"QUJD====", std::nullopt},
        {"QU-D", std::nullopt},
        {"QU_D", std::nullopt},
        {"QUJ!", std::nullopt},
        {"QUJ\xc3", std::nullopt},
        {std::string_view("QUJD\0", 5), std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(decode_base64(row.text) == row.octets);
    }
}
