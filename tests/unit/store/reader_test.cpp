// What a Selection selects.
#include <fmt/format.h>

#include "fixture.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

Examination of_day(int days_ago, const std::string& domain, const std::string& sdid, std::uint64_t failed) {
    Report said = report("r", {policy("sts", domain, 10, failed,
                                      {failure("certificate-expired", failed), failure("validation-failure", 1, "mx2.example.net")})});
    said.date_range.start_datetime -= std::chrono::days{days_ago};
    said.date_range.end_datetime -= std::chrono::days{days_ago};
    return accepted(std::move(said), sdid);
}

void fill(StoreFixture& fixture) {
    fixture.must_record(of_day(0, "example.com", "google.example", 5));
    fixture.must_record(of_day(1, "example.com", "google.example", 6));
    fixture.must_record(of_day(0, "mail.example.com", "google.example", 7));
    fixture.must_record(of_day(0, "a.b.example.com", "other.example", 8));
    fixture.must_record(of_day(0, "notexample.com", "other.example", 9));
}

Selection select(std::vector<std::string> domains, std::vector<std::string> reporters = {}, std::vector<std::string> ignored = {}) {
    Selection selection = everything();
    selection.policy_domains = std::move(domains);
    selection.reporters = std::move(reporters);
    selection.ignored_reporters = std::move(ignored);
    return selection;
}

std::string summary(StoreReader& reader, const Selection& selection) {
    std::string text;
    for (const DailyRow& row : must(reader.daily(selection)))
        text += fmt::format("{} {} {}\n", to_date(row.day), row.policy_domain, row.failures);
    return text;
}

}  // namespace

TEST_CASE("a selection names domains, patterns, reporters and days") {
    StoreFixture fixture;
    fill(fixture);
    auto reader = fixture.reader();
    struct Case {
        std::string what;
        Selection selection;
        std::string expected;
    };
    Selection one_day = select({});
    one_day.since = yesterday - std::chrono::days{1};
    one_day.until = yesterday;
    const std::vector<Case> cases{
        {"all", select({}),
         "2026-11-19 a.b.example.com 8\n2026-11-18 example.com 6\n2026-11-19 example.com 5\n2026-11-19 mail.example.com 7\n2026-11-19 "
         "notexample.com 9\n"},
        {"one domain", select({"example.com"}), "2026-11-18 example.com 6\n2026-11-19 example.com 5\n"},
        {"below a domain", select({"*.example.com"}), "2026-11-19 a.b.example.com 8\n2026-11-19 mail.example.com 7\n"},
        {"both, twice", select({"*.example.com", "notexample.com", "mail.example.com"}),
         "2026-11-19 a.b.example.com 8\n2026-11-19 mail.example.com 7\n2026-11-19 notexample.com 9\n"},
        {"an unknown domain", select({"example.org"}), ""},
        {"a reporter", select({}, {"other.example"}), "2026-11-19 a.b.example.com 8\n2026-11-19 notexample.com 9\n"},
        {"an ignored reporter", select({"example.com", "notexample.com"}, {}, {"google.example"}), "2026-11-19 notexample.com 9\n"},
        {"wanted and ignored", select({}, {"google.example"}, {"google.example"}), ""},
        {"a day; its end is exclusive", one_day, "2026-11-18 example.com 6\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        CHECK(summary(*reader, c.selection) == c.expected);
        // The other queries select alike.
        std::size_t failures = 0;
        for (const FailureRow& row : must(reader->failures(c.selection))) failures += row.result_type == "certificate-expired" ? 1 : 0;
        const auto lines = static_cast<std::size_t>(std::count(c.expected.begin(), c.expected.end(), '\n'));
        CHECK(failures == lines);
        CHECK(must(reader->daily_types(c.selection)).size() == lines);
        CHECK(must(reader->reports(c.selection)).size() == lines);
    }
}

TEST_CASE("failures as they were reported, of current reports only") {
    StoreFixture fixture;
    fixture.must_record(of_day(0, "example.com", "google.example", 5));
    fixture.must_record(of_day(0, "example.com", "google.example", 6), noon + std::chrono::hours{1});
    const auto rows = must(fixture.reader()->failures(everything()));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].day == yesterday);
    CHECK(rows[0].policy_domain == "example.com");
    CHECK(rows[0].policy_type == "sts");
    CHECK(rows[0].sdid == "google.example");
    CHECK(rows[0].result_type == "certificate-expired");
    CHECK(rows[0].receiving_mx_hostname == "mx.example.net");
    CHECK(rows[0].receiving_ip == "192.0.2.1");
    CHECK(rows[0].sending_mta_ip == "198.51.100.7");
    CHECK(rows[0].failed_session_count == 6);
    CHECK(must(fixture.reader()->reports(everything())).size() == 2);
}

TEST_CASE("top failures are grouped over days and reporters, the most first, a few for each domain") {
    StoreFixture fixture;
    fill(fixture);
    auto reader = fixture.reader();
    const auto top = must(reader->top_failures(select({"example.com", "notexample.com"}), 1));
    REQUIRE(top.size() == 2);
    CHECK(top[0].policy_domain == "example.com");
    CHECK(top[0].result_type == "certificate-expired");
    CHECK(top[0].failed_session_count == 11);
    CHECK(top[1].policy_domain == "notexample.com");
    CHECK(must(reader->top_failures(select({"example.com"}), 10)).size() == 2);
    CHECK(must(reader->top_failures(select({"example.com"}), 0)).empty());
}

TEST_CASE("deviations are counted by reporter, once for a mail, of current reports only") {
    StoreFixture fixture;
    const auto keep = [&](int days_ago, const std::string& domain, const std::string& sdid, std::vector<std::string> names,
                          std::chrono::sys_seconds received_at = noon) {
        Examination examination = of_day(days_ago, domain, sdid, names.size());
        for (std::string& name : names) examination.deviations.push_back({std::move(name), "/policies/0", "null"});
        fixture.must_record(examination, received_at);
    };
    keep(0, "example.com", "google.example", {"mx-host-absent", "mx-host-absent", "null-member"});
    keep(1, "example.com", "google.example", {"mx-host-absent"});
    keep(1, "example.com", "google.example", {"count-absent", "mx-host-absent"}, noon + std::chrono::hours{1});  // replaces the one before
    keep(0, "other.example", "google.example", {"empty-text"});
    keep(0, "example.com", "a.example", {"date-without-zone"});
    keep(0, "example.com", "without.example", {});
    Examination forged = refused(Slug::NoSignature);
    forged.deviations.push_back({"media-type", "", ""});
    fixture.must_record(forged);

    const auto counts = [reader = fixture.reader()](const Selection& selection) {
        std::string text;
        for (const DeviationCountRow& row : must(reader->deviation_counts(selection)))
            text += fmt::format("{} {} {}\n", row.sdid, row.name, row.mails);
        return text;
    };
    CHECK(counts(everything()) ==
          "a.example date-without-zone 1\n"
          "google.example mx-host-absent 2\n"
          "google.example count-absent 1\n"
          "google.example empty-text 1\n"
          "google.example null-member 1\n");
    CHECK(counts(select({"other.example"})) == "google.example empty-text 1\n");
    CHECK(counts(select({}, {"a.example"})) == "a.example date-without-zone 1\n");
    CHECK(counts(select({"example.com"}, {}, {"google.example"})) == "a.example date-without-zone 1\n");
    Selection one_day = everything();
    one_day.until = yesterday;
    CHECK(counts(one_day) == "google.example count-absent 1\ngoogle.example mx-host-absent 1\n");
}

TEST_CASE("an empty store has no last day") {
    StoreFixture fixture;
    auto reader = fixture.reader();
    CHECK(must(reader->last_day()) == std::nullopt);
    CHECK(must(reader->daily(everything())).empty());
    CHECK(must(reader->established_signers(1, far_future)).empty());
    CHECK(must(reader->message_of_report(1)) == std::nullopt);
}

TEST_CASE("a reader that was first does not keep a writer of the same process from writing") {
    StoreFixture fixture;
    fixture.store.reset();
    auto reader = fixture.reader();
    CHECK(must(reader->daily(everything())).empty());
    fixture.store = must(open_store(fixture.options));
    fill(fixture);
    CHECK(must(reader->daily(everything())).size() == 5);
}

TEST_CASE("a reader sees what is written after it was opened") {
    StoreFixture fixture;
    auto reader = fixture.reader();
    CHECK(must(reader->daily(everything())).empty());
    fill(fixture);
    CHECK(must(reader->daily(everything())).size() == 5);
}

TEST_CASE("reports come one after the other, with all they say, in the order of storing") {
    StoreFixture fixture;
    fill(fixture);
    auto reader = fixture.reader();
    const auto visited = [&reader](const Selection& selection, StoreMark after, std::size_t most = 100) {
        std::string text;
        std::uint64_t last_total = 0;
        const auto done = reader->each_report(
            selection, after,
            [&](const ReportRow& row, const Report& report) {
                text += fmt::format("{} {} {};", row.id, report.policies.front().policy.policy_domain, report.policies.front().failure_details.size());
                return --most > 0;
            },
            [&](std::uint64_t, std::uint64_t total) { last_total = total; });
        REQUIRE(done);
        return text;
    };
    CHECK(visited(everything(), {}) == "1 example.com 2;2 example.com 2;3 mail.example.com 2;4 a.b.example.com 2;5 notexample.com 2;");
    CHECK(visited(everything(), {}, 2) == "1 example.com 2;2 example.com 2;");
    CHECK(visited(everything(), {3, 0}) == "4 a.b.example.com 2;5 notexample.com 2;");
    CHECK(visited(select({"*.example.com"}), {}) == "3 mail.example.com 2;4 a.b.example.com 2;");
    CHECK(visited(select({"*.example.com"}), {3, 0}) == "4 a.b.example.com 2;");
    CHECK(visited(select({}, {"other.example"}), {}) == "4 a.b.example.com 2;5 notexample.com 2;");
    CHECK(visited(select({}, {}, {"other.example"}), {2, 0}) == "3 mail.example.com 2;");
    Selection one_day = everything();
    one_day.since = yesterday - std::chrono::days{1};
    one_day.until = yesterday;
    CHECK(visited(one_day, {}) == "2 example.com 2;");
    CHECK(visited(one_day, {1, 0}) == "2 example.com 2;");
}

TEST_CASE("only the current revision is visited, and the mark moves with each mail") {
    StoreFixture fixture;
    CHECK(must(fixture.reader()->mark()) == StoreMark{0, 0});
    fixture.must_record(of_day(0, "example.com", "google.example", 5));
    CHECK(must(fixture.reader()->mark()) == StoreMark{1, 1});
    fixture.must_record(refused(Slug::SignatureFailed));
    CHECK(must(fixture.reader()->mark()) == StoreMark{1, 2});
    fixture.must_record(of_day(0, "example.com", "google.example", 6), noon + std::chrono::hours{1});
    CHECK(must(fixture.reader()->mark()) == StoreMark{2, 3});
    std::vector<std::int64_t> ids;
    REQUIRE(fixture.reader()->each_report(
        everything(), {}, [&](const ReportRow& row, const Report&) { return ids.push_back(row.id), true; }, {}));
    CHECK(ids == std::vector<std::int64_t>{2});
}
