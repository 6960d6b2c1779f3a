// Reports under one key: revisions, groups, what counts.
#include "fixture.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::hours;

namespace {

Examination says(std::vector<std::pair<std::string, std::uint64_t>> sessions_of_domains) {
    std::vector<PolicyResult> policies;
    for (auto& [domain, sessions] : sessions_of_domains) policies.push_back(policy("sts", domain, sessions, 0));
    return accepted(report("one id", std::move(policies)));
}

const ReportRow& row_of(const std::vector<ReportRow>& rows, std::int64_t id) {
    for (const ReportRow& row : rows)
        if (row.id == id) return row;
    FAIL("no report ", id);
    return rows.front();
}

}  // namespace

TEST_CASE("other content under the same key is a revision: kept, flagged, the newest counts") {
    StoreFixture fixture;
    CHECK(fixture.must_record(says({{"a.example", 10}, {"b.example", 1}}), noon).slug == Slug::Stored);
    const Recorded second = fixture.must_record(says({{"a.example", 20}}), noon + hours{1});
    CHECK(second.slug == Slug::Revision);
    // The revision drops b.example: nothing of it stays.
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example sender.example: 1 reports, 20 sessions, 0 failures, at most 20\n");
    const auto rows = must(fixture.reader()->reports(everything()));
    REQUIRE(rows.size() == 2);
    CHECK_FALSE(row_of(rows, 1).current);
    CHECK(row_of(rows, 2).current);
    CHECK(row_of(rows, 2).revision_of == 1);
}

TEST_CASE("a mail that arrives late does not replace a newer one") {
    StoreFixture fixture;
    fixture.must_record(says({{"a.example", 20}}), noon);
    const Recorded late = fixture.must_record(says({{"a.example", 10}}), noon - hours{1});
    CHECK(late.slug == Slug::Revision);
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example sender.example: 1 reports, 20 sessions, 0 failures, at most 20\n");
}

TEST_CASE("a superseded report sent again does not come back") {
    StoreFixture fixture;
    fixture.must_record(says({{"a.example", 10}}), noon);
    fixture.must_record(says({{"a.example", 20}}), noon + hours{1});
    CHECK(fixture.must_record(says({{"a.example", 10}}), noon + hours{2}).slug == Slug::Duplicate);
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example sender.example: 1 reports, 20 sessions, 0 failures, at most 20\n");
}

TEST_CASE("a copy that was received earlier may make its report the older one") {
    StoreFixture fixture;
    fixture.must_record(says({{"a.example", 10}}), noon + hours{2});
    fixture.must_record(says({{"a.example", 20}}), noon + hours{1});
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example sender.example: 1 reports, 10 sessions, 0 failures, at most 10\n");
    CHECK(fixture.must_record(says({{"a.example", 10}}), noon).slug == Slug::Duplicate);
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example sender.example: 1 reports, 20 sessions, 0 failures, at most 20\n");
}

TEST_CASE("under one key, reports without a common policy domain are different reports") {
    StoreFixture fixture;
    CHECK(fixture.must_record(says({{"a.example", 1}})).slug == Slug::Stored);
    CHECK(fixture.must_record(says({{"b.example", 2}})).slug == Slug::Stored);
    CHECK(daily_text(*fixture.reader()) ==
          "2026-11-19 a.example sender.example: 1 reports, 1 sessions, 0 failures, at most 1\n"
          "2026-11-19 b.example sender.example: 1 reports, 2 sessions, 0 failures, at most 2\n");

    SUBCASE("until one overlaps both") {
        CHECK(fixture.must_record(says({{"a.example", 3}, {"b.example", 4}}), noon + hours{1}).slug == Slug::Revision);
        CHECK(daily_text(*fixture.reader()) ==
              "2026-11-19 a.example sender.example: 1 reports, 3 sessions, 0 failures, at most 3\n"
              "2026-11-19 b.example sender.example: 1 reports, 4 sessions, 0 failures, at most 4\n");
    }
    SUBCASE("an older one that overlaps both makes them one group, of which the newest counts") {
        fixture.must_record(says({{"b.example", 9}, {"c.example", 9}}), noon - hours{1});
        fixture.must_record(says({{"a.example", 8}, {"c.example", 8}}), noon - hours{2});
        // a: two candidates received at the same time; the digest decides, whoever came first
        CHECK(fixture.number("SELECT count(*) FROM report WHERE current") == 1);
    }
}

TEST_CASE("reports without any policy are revisions of each other, not copies") {
    StoreFixture fixture;
    Examination empty = accepted(report("one id", {}));
    CHECK(fixture.must_record(empty).slug == Slug::Stored);
    empty.report->contact_info = "other";
    empty.json_sha256 = "other";
    CHECK(fixture.must_record(empty).slug == Slug::Revision);
    CHECK(fixture.must_record(empty).slug == Slug::Duplicate);
}

TEST_CASE("a thousand policy domains under one report-id") {
    StoreFixture fixture;
    std::vector<Examination> examinations;
    std::vector<Submission> batch;
    for (int i = 0; i < 1'000; ++i) examinations.push_back(says({{"d" + std::to_string(i) + ".example", 1}}));
    for (const Examination& examination : examinations) batch.push_back(submission_of(examination));
    for (const auto& recorded : must(fixture.store->record(batch))) REQUIRE(must(recorded).slug == Slug::Stored);
    CHECK(fixture.must_record(says({{"d777.example", 2}}), noon + hours{1}).slug == Slug::Revision);
    CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 1'001);
    CHECK(fixture.number("SELECT count(*) FROM report WHERE current") == 1'000);
}

TEST_CASE("a revision that comes under two names of one organization counts once, in any order") {
    struct Mail {
        std::string sdid;
        std::uint64_t sessions;
        hours after_noon;
    };
    const auto record = [](StoreFixture& fixture, const Mail& mail) {
        Examination examination = says({{"a.example", mail.sessions}});
        examination.identity->signature.sdid = mail.sdid;
        examination.identity->organizational_domain = "mail.example";
        fixture.must_record(examination, noon + mail.after_noon);
    };
    const Mail first{"corp.mail.example", 10, hours{0}};
    const Mail first_again{"mail.example", 10, hours{1}};
    const Mail revision{"corp.mail.example", 20, hours{2}};
    const Mail revision_again{"mail.example", 20, hours{3}};
    for (const std::vector<Mail>& mails : {std::vector<Mail>{first, revision, revision_again}, {first, revision_again, revision},
                                           {first, first_again, revision_again}, {first, first_again, revision, revision_again}}) {
        std::vector<std::size_t> order(mails.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        do {
            StoreFixture fixture;
            std::string came;
            for (const std::size_t i : order) {
                came += mails[i].sdid + " " + std::to_string(mails[i].sessions) + ", ";
                record(fixture, mails[i]);
            }
            CAPTURE(came);
            CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 20);
            CHECK(fixture.number("SELECT count(*) FROM report WHERE current") == 1);
        } while (std::next_permutation(order.begin(), order.end()));
    }
}

TEST_CASE("under two names of one organization, different content without a common copy stays two reports") {
    StoreFixture fixture;
    Examination one = says({{"a.example", 10}});
    Examination two = says({{"a.example", 20}});
    for (Examination* examination : {&one, &two}) examination->identity->organizational_domain = "mail.example";
    two.identity->signature.sdid = "corp.mail.example";
    fixture.must_record(one);
    CHECK(fixture.must_record(two).slug == Slug::Stored);
    CHECK(fixture.number("SELECT count(*) FROM report WHERE current") == 2);
}

TEST_CASE("a copy under another name of what was pruned ties nothing and counts nothing") {
    StoreFixture fixture;
    Examination one = says({{"a.example", 10}});
    Examination two = says({{"a.example", 20}});
    Examination copy = one;
    for (Examination* examination : {&one, &two, &copy}) examination->identity->organizational_domain = "mail.example";
    for (Examination* examination : {&two, &copy}) examination->identity->signature.sdid = "corp.mail.example";
    fixture.must_record(one, noon - std::chrono::days{2});
    must(fixture.store->prune({.details = std::chrono::days{366}}, noon + std::chrono::days{365}, false, {}));
    REQUIRE(fixture.number("SELECT count(*) FROM report WHERE message_id IS NULL") == 1);
    fixture.must_record(two);
    CHECK(fixture.must_record(copy).slug == Slug::Duplicate);
    CHECK(fixture.number("SELECT count(*) FROM report WHERE current") == 2);
    CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 30);
}

TEST_CASE("a signer is established by report days, not by reports") {
    StoreFixture fixture;
    const auto on_day = [](int day, const std::string& id) {
        Examination examination = accepted(report(id, {policy("sts", "a.example", 1, 0)}));
        examination.report->date_range.start_datetime -= std::chrono::days{day};
        examination.report->date_range.end_datetime -= std::chrono::days{day};
        examination.json_sha256 += std::to_string(day);
        return examination;
    };
    for (int i = 0; i < 5; ++i) fixture.must_record(on_day(0, "r" + std::to_string(i)));
    fixture.must_record(on_day(1, "x"));
    fixture.must_record(accepted(report("y", {policy("sts", "a.example", 1, 0)}), "aaa.example"));
    CHECK(must(fixture.reader()->established_signers(3, far_future)).empty());
    CHECK(must(fixture.reader()->established_signers(2, far_future)) == std::vector<std::string>{"sender.example"});
    CHECK(must(fixture.reader()->established_signers(1, far_future)) == std::vector<std::string>{"aaa.example", "sender.example"});
    fixture.must_record(on_day(2, "x"));
    CHECK(must(fixture.reader()->established_signers(3, far_future)) == std::vector<std::string>{"sender.example"});
}
