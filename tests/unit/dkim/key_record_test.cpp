#include "dkim/key_record.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;
using dkim::parse_key_record;

TEST_CASE("what a record says") {
    const auto record = parse_key_record("v=DKIM1; h=SHA1:sha256; k=Ed25519; n=note; s= Email : tlsrpt; t=y:S; p=QUJD; x=1;", Limits());
    REQUIRE(record);
    CHECK(record->key_type == "ed25519");
    CHECK(record->public_key == "ABC");
    CHECK(record->services == std::vector<std::string>{"email", "tlsrpt"});
    CHECK(record->allows_sha256);
    CHECK(record->testing);
    CHECK(record->strict_subdomain);
}

TEST_CASE("defaults of a record") {
    const auto record = parse_key_record("p=", Limits());
    REQUIRE(record);
    CHECK(record->key_type == "rsa");
    CHECK(record->public_key.empty());
    CHECK(record->services.empty());
    CHECK(record->allows_sha256);
    CHECK_FALSE(record->testing);
    CHECK_FALSE(record->strict_subdomain);
}

TEST_CASE("services") {
    struct Row {
        const char* tags;
        bool allowed;
        bool named;
    };
    const Row rows[] = {
        {"", true, false},
        {"s=*; ", true, false},
        {"s=tlsrpt; ", true, true},
        {"s=TLSRPT:*; ", true, true},
        {"s=email; ", false, false},
        {"s=tlsrpt2:xtlsrpt; ", false, false},
        {"s=email:tlsrpt; ", true, true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.tags);
        const auto record = parse_key_record(std::string(row.tags) + "p=QUJD", Limits());
        REQUIRE(record);
        CHECK(record->allows_service("tlsrpt") == row.allowed);
        CHECK(record->names_service("tlsrpt") == row.named);
    }
}

TEST_CASE("a record as long as allowed, and one byte more") {
    Limits limits;
    const std::string record = "p=QUJD";
    limits.max_key_record_bytes = record.size();
    CHECK(parse_key_record(record, limits));
    CHECK_FALSE(parse_key_record(record + ";", limits));
}
