// What goes because of its age, and what must not.
#include <fmt/format.h>

#include "fixture.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;
using std::chrono::hours;

namespace {

std::string text_of(const Pruned& pruned) {
    return fmt::format("{} raw, {} quarantined, {} reports, {} rollup rows", pruned.raw_mails, pruned.quarantined, pruned.reports,
                       pruned.rollup_rows);
}

Examination numbered(int number) {
    return accepted(report("r" + std::to_string(number), {policy("sts", "a.example", 10, 1, {failure("certificate-expired", 1)})}));
}

/// The real run; checks that a dry run before said the same and changed nothing.
std::string prune(StoreFixture& fixture, std::chrono::sys_seconds now, const Retention& retention = {}) {
    const std::string counted = text_of(must(fixture.store->prune(retention, now, true, nullptr)));
    CHECK(text_of(must(fixture.store->prune(retention, now, true, nullptr))) == counted);
    const std::string pruned = text_of(must(fixture.store->prune(retention, now, false, nullptr)));
    CHECK(pruned == counted);
    CHECK(text_of(must(fixture.store->prune(retention, now, false, nullptr))) == "0 raw, 0 quarantined, 0 reports, 0 rollup rows");
    CHECK(fixture.number("SELECT count(*) FROM pragma_foreign_key_check") == 0);
    // The budget in use is that of what is there.
    CHECK(fixture.number(
              "SELECT kept_bytes - (SELECT coalesce(sum(length(octets)), 0) FROM message_raw WHERE quarantined) FROM quarantine_use") == 0);
    return pruned;
}

}  // namespace

TEST_CASE("each kind goes by its own age") {
    StoreFixture fixture;
    const Recorded stored = fixture.must_record(numbered(1));
    const Recorded copy = fixture.must_record(numbered(1));
    fixture.must_record(refused(Slug::NoSignature, true));
    fixture.must_record(refused(Slug::NoSignature, false));
    struct Step {
        days age;
        const char* expected;
    };
    for (const Step& step :
         {Step{days{7}, "0 raw, 0 quarantined, 0 reports, 0 rollup rows"}, Step{days{8}, "0 raw, 1 quarantined, 0 reports, 0 rollup rows"},
          Step{days{30}, "0 raw, 0 quarantined, 0 reports, 0 rollup rows"},
          Step{days{31}, "1 raw, 0 quarantined, 0 reports, 0 rollup rows"},
          Step{days{91}, "0 raw, 1 quarantined, 0 reports, 0 rollup rows"},
          Step{days{400}, "0 raw, 0 quarantined, 0 reports, 0 rollup rows"},
          Step{days{401}, "0 raw, 0 quarantined, 1 reports, 0 rollup rows"},
          Step{days{3660}, "0 raw, 0 quarantined, 0 reports, 4 rollup rows"}}) {
        CAPTURE(step.age.count());
        CHECK(prune(fixture, noon + step.age) == step.expected);
        if (step.age == days{31}) {
            const auto message = must(fixture.reader()->message(stored.message_id));
            REQUIRE(message.has_value());
            CHECK(message->raw == "");
            CHECK_FALSE(message->has_body);
            CHECK(must(fixture.reader()->detail(stored.message_id))->report.has_value());
            CHECK_FALSE(must(fixture.reader()->message(copy.message_id)).has_value());
        }
        if (step.age == days{401}) {
            CHECK(must(fixture.reader()->reports(everything())).empty());
            CHECK(fixture.number("SELECT count(*) FROM failure") == 0);
            CHECK(daily_text(*fixture.reader()) != "");
        }
    }
    for (const char* table : {"message", "message_raw", "identity", "deviation", "report", "group_domain", "policy", "failure", "daily",
                              "daily_type", "daily_failure", "reporter_day", "signer_day", "quarantine", "quarantine_day"}) {
        CAPTURE(std::string{table});
        CHECK(fixture.number(std::string{"SELECT count(*) FROM "} + table) == 0);
    }
}

namespace {

/// One of each kind, nine years old at the prune: only what `kept` keeps for less than that goes.
std::string prune_with(const Retention& kept) {
    StoreFixture fixture;
    fixture.must_record(numbered(1));
    fixture.must_record(refused(Slug::NoSignature, true));
    fixture.must_record(refused(Slug::NoSignature, false));
    return prune(fixture, noon + days{9 * 366}, kept);
}

constexpr days ages{36'500};
constexpr Retention for_ever{.raw = ages, .quarantine = ages, .junk = ages, .details = ages, .rollup = ages};

}  // namespace

TEST_CASE("retention of raw mails deletes raw mails of reports alone") {
    Retention kept = for_ever;
    kept.raw = days{30};
    CHECK(prune_with(for_ever) == "0 raw, 0 quarantined, 0 reports, 0 rollup rows");
    CHECK(prune_with(kept) == "1 raw, 0 quarantined, 0 reports, 0 rollup rows");
}

TEST_CASE("retention of the quarantine deletes report-like mails in it alone") {
    Retention kept = for_ever;
    kept.quarantine = days{90};
    CHECK(prune_with(kept) == "0 raw, 1 quarantined, 0 reports, 0 rollup rows");
}

TEST_CASE("retention of junk deletes junk alone") {
    Retention kept = for_ever;
    kept.junk = days{7};
    StoreFixture fixture;
    fixture.must_record(refused(Slug::NoSignature, true));
    fixture.must_record(refused(Slug::NoSignature, false));
    CHECK(prune(fixture, noon + days{8}, kept) == "0 raw, 1 quarantined, 0 reports, 0 rollup rows");
    CHECK(fixture.number("SELECT count(*) FROM quarantine WHERE report_like") == 1);
    CHECK(prune_with(kept) == "0 raw, 1 quarantined, 0 reports, 0 rollup rows");
}

TEST_CASE("retention of details deletes reports and failures, once their raw mails may go") {
    Retention kept = for_ever;
    kept.details = days{400};
    CHECK(prune_with(kept) == "0 raw, 0 quarantined, 0 reports, 0 rollup rows");    // a raw mail is not kept without its report
    kept.raw = days{400};
    CHECK(prune_with(kept) == "1 raw, 0 quarantined, 1 reports, 0 rollup rows");
}

TEST_CASE("retention of daily totals deletes totals alone") {
    CHECK(prune_with({.rollup = days{3'650}}) == "1 raw, 2 quarantined, 1 reports, 0 rollup rows");
    CHECK(prune_with({.rollup = days{3'000}}) == "1 raw, 2 quarantined, 1 reports, 4 rollup rows");
}

TEST_CASE("nothing counts twice after its details were pruned") {
    StoreFixture fixture;
    fixture.must_record(numbered(1));
    const std::string before = rollups_text(*fixture.reader());
    CHECK(prune(fixture, noon + days{401}) == "1 raw, 0 quarantined, 1 reports, 0 rollup rows");
    CHECK(rollups_text(*fixture.reader()) == before);

    CHECK(fixture.must_record(numbered(1)).slug == Slug::Duplicate);
    Examination revised = accepted(report("r1", {policy("sts", "a.example", 99, 0)}));
    CHECK(fixture.must_record(revised, noon + hours{1}).slug == Slug::Revision);
    CHECK(rollups_text(*fixture.reader()) == before);
    CHECK(fixture.must_record(revised).slug == Slug::Duplicate);
    CHECK(rollups_text(*fixture.reader()) == before);
}

TEST_CASE("details stay 366 days whatever is configured") {
    StoreFixture fixture;
    fixture.must_record(numbered(1));
    const Retention none{days{0}, days{0}, days{0}, days{0}, days{0}};
    CHECK(prune(fixture, noon + days{366}, none) == "1 raw, 0 quarantined, 0 reports, 0 rollup rows");
    CHECK(prune(fixture, noon + days{367}, none) == "0 raw, 0 quarantined, 1 reports, 0 rollup rows");
    CHECK(fixture.must_record(numbered(1)).slug == Slug::Duplicate);
}

TEST_CASE("a prune of many goes on in batches and says how far it is") {
    StoreFixture fixture;
    const Examination junk = refused(Slug::NoSignature, false);
    const std::vector<Submission> batch(1234, submission_of(junk));
    must(fixture.store->record(batch));
    std::vector<std::pair<std::uint64_t, std::uint64_t>> seen;
    const auto pruned = must(
        fixture.store->prune({}, noon + days{8}, false, [&](std::uint64_t done, std::uint64_t total) { seen.emplace_back(done, total); }));
    CHECK(pruned.quarantined == 1234);
    CHECK(seen == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{500, 1234}, {1000, 1234}, {1234, 1234}});
}

TEST_CASE("a revised report is pruned as a whole and its group stays one") {
    StoreFixture fixture;
    fixture.must_record(accepted(report("r", {policy("sts", "a.example", 1, 0)})), noon);
    fixture.must_record(accepted(report("r", {policy("sts", "a.example", 2, 0)})), noon + days{10});
    const std::string before = rollups_text(*fixture.reader());
    CHECK(prune(fixture, noon + days{405}) == "2 raw, 0 quarantined, 1 reports, 0 rollup rows");
    CHECK(fixture.must_record(accepted(report("r", {policy("sts", "a.example", 1, 0)})), noon).slug == Slug::Duplicate);
    CHECK(rollups_text(*fixture.reader()) == before);
    // What counts still has its details, so it can still be revised.
    CHECK(fixture.must_record(accepted(report("r", {policy("sts", "a.example", 3, 0)})), noon + days{11}).slug == Slug::Revision);
    CHECK(daily_text(*fixture.reader()).find(" 3 sessions") != std::string::npos);
}
