#include <doctest/doctest.h>

#include "tlsrpt/dns_records.hpp"

using namespace tlsrpt;
using namespace std::string_literals;

TEST_CASE("MX rdata, RFC 1035 section 3.3.9") {
    struct Row {
        const char* what;
        std::string rdata;
        std::optional<MxRecord> record;
    };
    const Row rows[] = {
        {"one", "\x00\x0a\x03mx1\x07"s "Example\x03" "com\x00"s, MxRecord{10, "mx1.example.com"}},
        {"null MX, RFC 7505", "\x00\x00\x00"s, MxRecord{0, ""}},
        {"the largest preference", "\xff\xff\x01" "a\x00"s, MxRecord{65535, "a"}},
        {"no name", "\x00\x0a"s, std::nullopt},
        {"no root label", "\x00\x0a\x03mx1"s, std::nullopt},
        {"a label past the end", "\x00\x0a\x3fmx1\x00"s, std::nullopt},
        {"a compression pointer", "\x00\x0a\xc0\x0c"s, std::nullopt},
        {"octets behind the name", "\x00\x0a\x01" "a\x00z"s, std::nullopt},
        {"a host that is no host name", "\x00\x0a\x03" "a b\x03" "com\x00"s, std::nullopt},
        {"a dot inside a label", "\x00\x0a\x03" "a..\x03" "com\x00"s, std::nullopt},
        {"nothing", "", std::nullopt},
    };
    for (const Row& row : rows) {
        CAPTURE(row.what);
        CHECK(mx_in(row.rdata) == row.record);
    }
}

TEST_CASE("addresses") {
    CHECK(address_in("\x7f\x00\x00\x01"s, DnsType::A) == "127.0.0.1");
    CHECK(address_in("\xc0\x00\x02\xff"s, DnsType::A) == "192.0.2.255");
    CHECK(address_in("\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"s, DnsType::Aaaa) == "2001:db8::1");
    CHECK_FALSE(address_in("\x7f\x00\x00"s, DnsType::A));
    CHECK_FALSE(address_in("\x7f\x00\x00\x01"s, DnsType::Aaaa));
    CHECK_FALSE(address_in("", DnsType::A));
}

TEST_CASE("TLSA rdata, RFC 6698 section 2.1") {
    CHECK(tlsa_in("\x03\x01\x01\xab\xcd"s) == TlsaRecord{3, 1, 1, "\xab\xcd"});
    CHECK(tlsa_in("\xff\x00\x02"s) == TlsaRecord{255, 0, 2, ""});
    CHECK_FALSE(tlsa_in("\x03\x01"s));
    CHECK(to_text(TlsaRecord{3, 1, 1, "\x0a\xcd"}) == "3 1 1 0acd");
}
