#include "report/inflate.hpp"

#include "samples.hpp"

using namespace tlsrpt;
using report::inflate_report;
using samples::gzip;

namespace {

constexpr std::size_t cap = 1u << 20;

std::string changed(std::string octets, std::size_t from_end, char by) {
    octets[octets.size() - from_end] = static_cast<char>(octets[octets.size() - from_end] ^ by);
    return octets;
}

}  // namespace

TEST_CASE("plain text stays as it is") {
    const auto plain = inflate_report("{}", cap);
    REQUIRE(plain);
    CHECK(plain->text == "{}");
    CHECK(plain->members == 0);
}

TEST_CASE("gzip is told by its octets, members are joined, trailing octets counted") {
    const std::string packed = gzip("{\"a\":") + gzip("1}");
    const auto joined = inflate_report(packed + std::string(7, '\0'), cap);
    REQUIRE(joined);
    CHECK(joined->text == "{\"a\":1}");
    CHECK(joined->members == 2);
    CHECK(joined->trailing_octets == 7);
}

TEST_CASE("texts of any size come out whole, whatever their end says of it") {
    std::string text;
    for (const std::size_t size : {1UL, 511UL, 513UL, (16UL << 10) - 1, 16UL << 10, (16UL << 10) + 1, 128UL << 10, (128UL << 10) + 513, 1UL << 20}) {
        CAPTURE(size);
        for (std::size_t i = text.size(); i < size; ++i) text += static_cast<char>(i * i >> 3);
        const auto whole = inflate_report(gzip(text), cap);
        REQUIRE(whole);
        CHECK(whole->text == text);
        const auto before_octets = inflate_report(gzip(text) + "\xff\xff", cap);
        REQUIRE(before_octets);
        CHECK(before_octets->text == text);
        const auto twice = inflate_report(gzip("{") + gzip(text), cap + 1);
        REQUIRE(twice);
        CHECK(twice->text == "{" + text);
        CHECK_FALSE(inflate_report(gzip(text), size - 1));
    }
}

TEST_CASE("each fault of gzip has its own words") {
    const std::string good = gzip(samples::conformant);
    const struct {
        const char* what;
        std::string octets;
        std::string_view detail;
    } faults[]{
        {"nothing at all", "", "the report part is empty"},
        {"only the magic", "\x1f\x8b", "gzip: ends before any data"},
        {"header cut off", good.substr(0, 9), "gzip: ends before any data"},
        {"data cut off", good.substr(0, good.size() / 2), "gzip: truncated, its end is missing"},
        {"trailer cut off", good.substr(0, good.size() - 1), "gzip: truncated, its end is missing"},
        {"unknown method", "\x1f\x8b\x07" + std::string(20, '\0'), "gzip: unknown compression method"},
        {"reserved flags", std::string{"\x1f\x8b\x08\xe0"} + std::string(20, '\0'), "gzip: unknown header flags set"},
        {"invalid block", good.substr(0, 10) + "\xff\xff\xff\xff", "gzip: invalid block type"},
        {"wrong CRC-32", changed(good, 8, 1), "gzip: incorrect data check"},
        {"wrong length", changed(good, 1, 1), "gzip: incorrect length check"},
        {"fault in the second member", good + changed(good, 8, 1), "gzip: incorrect data check (member 2)"},
    };
    for (const auto& fault : faults) {
        CAPTURE(fault.what);
        const auto result = inflate_report(fault.octets, cap);
        REQUIRE_FALSE(result);
        CHECK(result.error().slug == Slug::ReportInvalid);
        CHECK(result.error().detail == fault.detail);
    }
}

TEST_CASE("the cap is absolute and exact") {
    const std::string text(5000, 'x');
    CHECK(inflate_report(gzip(text), 5000));
    CHECK(inflate_report(text, 5000));
    for (const std::string& octets : {gzip(text), text, gzip(text.substr(0, 4000)) + gzip(text.substr(0, 1000))}) {
        const auto result = inflate_report(octets, 4999);
        REQUIRE_FALSE(result);
        CHECK(result.error().slug == Slug::ReportTooLarge);
        CHECK(result.error().detail == "the report has over 4999 bytes");
    }
}

TEST_CASE("a text of whole chunks, and one octet less or more") {
    for (const std::size_t size : {16383u, 16384u, 16385u, 32767u, 32768u, 32769u}) {
        CAPTURE(size);
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('a' + i % 23);
        const std::string packed = gzip(text);
        for (const std::string& octets : {packed, packed + gzip(text)}) {
            const auto whole = inflate_report(octets, cap);
            REQUIRE(whole);
            CHECK(whole->text == (whole->members == 1 ? text : text + text));
        }
        for (const std::size_t missing : {1u, 8u, 9u}) {
            const auto cut = inflate_report(packed.substr(0, packed.size() - missing), cap);
            REQUIRE_FALSE(cut);
            CHECK(cut.error() == Error{Slug::ReportInvalid, "gzip: truncated, its end is missing"});
        }
    }
}

TEST_CASE("a bomb stops at the cap") {
    const std::string bomb = gzip(std::string(16u << 20, '0'));
    CHECK(bomb.size() < 1u << 20);
    const auto result = inflate_report(bomb, cap);
    REQUIRE_FALSE(result);
    CHECK(result.error().slug == Slug::ReportTooLarge);
}

TEST_CASE("many empty members are harmless") {
    const auto result = inflate_report(samples::repeated(gzip(""), 2'000) + gzip("{}"), cap);
    REQUIRE(result);
    CHECK(result->text == "{}");
    CHECK(result->members == 2'001);
}
