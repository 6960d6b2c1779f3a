#include "tlsrpt/store_health.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using Integrity = StoreHealth::Integrity;

namespace {

constexpr std::chrono::seconds plenty{60};

}  // namespace

TEST_CASE("a store that is well, and the ages of what is in it") {
    StoreFixture fixture;
    StoreHealth health = examine_store(fixture.options, plenty);
    CHECK(health.trouble.empty());
    CHECK(health.integrity == Integrity::Sound);
    CHECK(health.schema_version == health.current_schema_version);
    CHECK(health.file_bytes > 0);
    CHECK(health.total_bytes > health.free_bytes);
    CHECK_FALSE(health.last_report_at);
    CHECK_FALSE(health.oldest_raw_at);

    fixture.must_record(accepted(report("1", {policy("sts", "example.net", 10, 0)})), noon - std::chrono::days{2});
    fixture.must_record(accepted(report("2", {policy("sts", "example.net", 20, 0)})), noon);
    fixture.must_record(refused(Slug::NoSignature), noon - std::chrono::days{5});
    health = examine_store(fixture.options, plenty);
    CHECK(health.last_report_at == noon);
    CHECK(health.oldest_raw_at == noon - std::chrono::days{2});
    CHECK(health.oldest_quarantined_at == noon - std::chrono::days{5});
}

TEST_CASE("stores that are not") {
    StoreFixture fixture;
    StoreOptions missing = fixture.options;
    missing.database = fixture.directory.file("missing.db");
    StoreHealth health = examine_store(missing, plenty);
    CHECK(health.trouble.find("does not exist") != std::string::npos);
    CHECK(health.integrity == Integrity::Unknown);
    CHECK(health.schema_version == 0);

    StoreOptions nowhere = fixture.options;
    nowhere.database = fixture.directory.file("no-folder/tlsrpt.db");
    health = examine_store(nowhere, plenty);
    CHECK_FALSE(health.trouble.empty());
    CHECK(health.total_bytes == 0);

    fixture.execute("PRAGMA user_version = 9999");
    health = examine_store(fixture.options, plenty);
    CHECK(health.schema_version == 9999);
    CHECK(health.trouble.find("newer") != std::string::npos);
    CHECK(health.integrity == Integrity::Sound);
}

TEST_CASE("a check is stopped when its time is over") {
    StoreFixture fixture;
    fixture.execute("CREATE TABLE ballast (octets BLOB)");
    fixture.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO ballast SELECT zeroblob(262144) FROM n");    // 100 MiB
    CHECK(examine_store(fixture.options, std::chrono::milliseconds{1}).integrity == Integrity::NotFinished);
    CHECK(examine_store(fixture.options, std::chrono::milliseconds{0}).integrity == Integrity::Unknown);
}

TEST_CASE("policies as reporters saw them, each once a day") {
    StoreFixture fixture;
    auto seen = policy("sts", "example.net", 10, 0);
    seen.policy.policy_string = {"version: STSv1", "mode: testing"};
    seen.policy.mx_host = {"mx.example.net"};
    fixture.must_record(accepted(report("1", {seen, policy("tlsa", "other.example", 1, 0)})));
    fixture.must_record(accepted(report("2", {seen})));
    Selection selection = everything();
    selection.policy_domains = {"example.net"};
    const auto rows = must(fixture.reader()->policies(selection));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].day == yesterday);
    CHECK(rows[0].sdid == "sender.example");
    CHECK(rows[0].policy_type == "sts");
    CHECK(rows[0].policy_string == seen.policy.policy_string);
    CHECK(rows[0].mx_host == seen.policy.mx_host);
    selection.ignored_reporters = {"sender.example"};
    CHECK(must(fixture.reader()->policies(selection)).empty());
}
