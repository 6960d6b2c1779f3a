// The quarantine and its budget.
#include "store/sql/quarantine.hpp"

#include <sqlite3.h>

#include "fixture.hpp"
#include "store/sql/migrations.hpp"
#include "store/sqlite/schema.hpp"
#include "tlsrpt/limits.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const std::string headers = "From: a@forged.example\r\nSubject: x\r\n";
std::string mail_of(std::size_t bytes) { return headers + "\r\n" + std::string(bytes - headers.size() - 2, 'b'); }

constexpr bool report_like = true;
constexpr bool junk = false;

}  // namespace

TEST_CASE("a mail that is not accepted is kept with its reason and its octets") {
    StoreFixture fixture;
    const std::string bytes = mail_of(1000);
    Examination examination = refused(Slug::SignatureFailed);
    examination.detail = "body hash \x1b[31m";
    const Recorded recorded = must(fixture.record(examination, noon, bytes));
    CHECK(recorded.slug == Slug::SignatureFailed);
    CHECK(recorded.detail == examination.detail);
    const auto rows = must(fixture.reader()->quarantine(std::nullopt));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id == recorded.message_id);
    CHECK(rows[0].received_at == noon);
    CHECK(rows[0].slug == Slug::SignatureFailed);
    CHECK(rows[0].sdid == "");
    CHECK(rows[0].from_domain == "forged.example");
    CHECK(rows[0].size == 1000);
    CHECK(rows[0].report_like);
    CHECK(rows[0].has_body);
    CHECK(rows[0].forward_paths == std::vector<std::string>{"tlsrpt@example.com"});
    CHECK(must(fixture.reader()->message(recorded.message_id))->raw == bytes);
    CHECK(must(fixture.reader()->message(4711)) == std::nullopt);
    CHECK(must(fixture.reader()->detail(4711)).has_value() == false);
}

TEST_CASE("headers that are kept without their body") {
    struct Case {
        std::string bytes;
        std::string kept;
    };
    const std::string long_headers(max_kept_header_bytes + 5, 'h');
    const std::vector<Case> cases{
        {"A: b\r\nC: d\r\n\r\nbody\r\n\r\n", "A: b\r\nC: d\r\n"},
        {"A: b\nC: d\n\nbody\n\n", "A: b\nC: d\n"},
        {"A: b\nC: d\n\nbody\r\n\r\n", "A: b\nC: d\n"},
        {"A: b", "A: b"},
        {"", ""},
        {long_headers, std::string(max_kept_header_bytes, 'h')},
    };
    for (const Case& c : cases) CHECK(sql::kept_headers(c.bytes) == c.kept);
}

TEST_CASE("over the budget of bytes the oldest junk goes first, then bodies") {
    QuarantineBudget budget;
    budget.max_bytes = 3000;
    StoreFixture fixture{budget};
    const auto keep = [&](bool like, int at) {
        return must(fixture.record(refused(Slug::NoSignature, like), noon + seconds{at}, mail_of(1000))).message_id;
    };
    const auto is_there = [&](std::int64_t id) { return must(fixture.reader()->message(id)).has_value(); };

    const std::int64_t newer_junk = keep(junk, 2);
    const std::int64_t older_junk = keep(junk, 1);
    const std::int64_t real = keep(report_like, 0);
    CHECK(fixture.number("SELECT kept_bytes FROM quarantine_use") == 3000);

    const std::int64_t second_real = keep(report_like, 3);
    CHECK_FALSE(is_there(older_junk));
    CHECK(is_there(newer_junk));
    const std::int64_t more_junk = keep(junk, 4);
    CHECK_FALSE(is_there(newer_junk));
    const std::int64_t third_real = keep(report_like, 5);
    CHECK_FALSE(is_there(more_junk));

    // No junk is left: nobody's mail goes, but this one's body does.
    const std::int64_t fourth_real = keep(report_like, 6);
    for (const std::int64_t id : {real, second_real, third_real}) CHECK(must(fixture.reader()->message(id))->has_body);
    const auto message = must(fixture.reader()->message(fourth_real));
    REQUIRE(message.has_value());
    CHECK_FALSE(message->has_body);
    CHECK(message->raw == headers);
    CHECK(message->size == 1000);
    CHECK(message->slug == Slug::NoSignature);
    CHECK(fixture.number("SELECT bodies_dropped FROM quarantine_day") == 1);
    CHECK(fixture.number("SELECT junk_evicted FROM quarantine_day") == 3);
    // and it cannot be examined again
    CHECK(must(fixture.store->quarantined(std::nullopt)) == std::vector<std::int64_t>{real, second_real, third_real});
}

TEST_CASE("headers have their budget too; the row stays in any case") {
    QuarantineBudget budget;
    budget.max_bytes = 8 * headers.size();  // an eighth of it for headers
    StoreFixture fixture{budget};
    const auto keep = [&](std::size_t bytes) { return must(fixture.record(refused(Slug::NoSignature), noon, mail_of(bytes))).message_id; };
    keep(8 * headers.size());
    const std::int64_t headers_only = keep(1000);
    const std::int64_t row_only = keep(1000);
    CHECK(must(fixture.reader()->message(headers_only))->raw == headers);
    CHECK(must(fixture.reader()->message(row_only))->raw == "");
    CHECK_FALSE(must(fixture.reader()->message(row_only))->has_body);
    CHECK(must(fixture.reader()->quarantine(std::nullopt)).size() == 3);
}

TEST_CASE("a flood of junk on one day stays within the day's number and touches no report") {
    QuarantineBudget budget;
    budget.max_mails_per_day = 10;
    StoreFixture fixture{budget};
    must(fixture.record(refused(Slug::NoSignature, junk), noon - hours{24}));
    const std::int64_t real = must(fixture.record(refused(Slug::NoSignature, report_like), noon)).message_id;
    for (int i = 0; i < 100; ++i) must(fixture.record(refused(Slug::NoSignature, junk), noon + seconds{i}));
    CHECK(fixture.number("SELECT count(*) FROM quarantine") == 11);
    CHECK(fixture.number("SELECT mails FROM quarantine_day ORDER BY day DESC LIMIT 1") == 10);
    CHECK(must(fixture.reader()->message(real))->has_body);
    // Over the number without junk: kept, without body.
    for (int i = 0; i < 9; ++i) must(fixture.record(refused(Slug::NoSignature, report_like), noon + hours{1}));
    const auto last = must(fixture.record(refused(Slug::NoSignature, report_like), noon + hours{1}));
    CHECK_FALSE(must(fixture.reader()->message(last.message_id))->has_body);
    CHECK(fixture.number("SELECT count(*) FROM quarantine WHERE junk") == 1);  // of the day before
}

TEST_CASE("a signed mail is not junk, whatever it looks like") {
    QuarantineBudget budget;
    budget.max_bytes = 1000;
    StoreFixture fixture{budget};
    Examination signed_newsletter = accepted(report("r", {}));
    signed_newsletter.slug = Slug::NoReportPart;
    signed_newsletter.report.reset();
    signed_newsletter.report_like = false;
    const std::int64_t first = must(fixture.record(signed_newsletter, noon, mail_of(1000))).message_id;
    must(fixture.record(refused(Slug::NoSignature), noon, mail_of(1000)));
    CHECK(must(fixture.reader()->message(first))->has_body);
    CHECK(must(fixture.reader()->quarantine(Slug::NoReportPart)).at(0).sdid == "sender.example");
}

TEST_CASE("a signed mail takes the body of the oldest unsigned one; no other way round") {
    QuarantineBudget budget;
    SUBCASE("by bytes") { budget.max_bytes = 2200; }    // two mails, and the headers of those that lost their body
    SUBCASE("by mails of the day") { budget.max_mails_per_day = 2; }
    StoreFixture fixture{budget};
    Examination implausible = accepted(report("r", {}));
    implausible.slug = Slug::ReportImplausible;
    implausible.report.reset();
    const auto keep = [&](const Examination& examination, int at) {
        return must(fixture.record(examination, noon + seconds{at}, mail_of(1000))).message_id;
    };
    const auto has_body = [&](std::int64_t id) { return must(fixture.reader()->message(id))->has_body; };

    const std::int64_t newer_forged = keep(refused(Slug::NoSignature), 2);
    const std::int64_t older_forged = keep(refused(Slug::KeyUnavailable), 1);
    const std::int64_t first_signed = keep(implausible, 0);
    CHECK(has_body(first_signed));
    CHECK(has_body(newer_forged));
    CHECK_FALSE(has_body(older_forged));
    CHECK(must(fixture.reader()->message(older_forged))->raw == headers);
    CHECK(must(fixture.store->due(noon + hours{24 * 30})).empty());    // nothing is left to examine again
    const std::int64_t second_signed = keep(implausible, 3);
    CHECK(has_body(second_signed));
    CHECK_FALSE(has_body(newer_forged));

    CHECK_FALSE(has_body(keep(refused(Slug::NoSignature), 4)));
    CHECK_FALSE(has_body(keep(implausible, 5)));    // nor from each other
    CHECK(has_body(first_signed));
    CHECK(has_body(second_signed));
    CHECK(fixture.number("SELECT kept_bytes FROM quarantine_use") == fixture.number("SELECT sum(kept_bytes) FROM quarantine"));
    CHECK(fixture.number("SELECT bodiless FROM quarantine_use") == 4);
    CHECK(fixture.number("SELECT bodies FROM quarantine_day") == 2);
    CHECK(fixture.number("SELECT bodies_dropped FROM quarantine_day") == 4);
}

TEST_CASE("a store from before the bounds knows its signed mails and its bodies after migration") {
    TemporaryDirectory directory;
    const std::string path = directory.file("old.db");
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    std::string script = sqlite::migrations().front().sql;
    script += "PRAGMA application_id = " + std::to_string(sqlite::application_id) + "; PRAGMA user_version = 1;";
    for (const char* values : {"(1, 864000, 1, 1)", "(2, 864001, 0, 1)", "(3, 864002, 0, 0)", "(4, 950400, 0, 1)"})
        script += "WITH mail (id, at, signed, has_body) AS (VALUES " + std::string{values} + ") INSERT INTO message SELECT id, at, 'pipe', '',"
                  " '[]', '', 9, 'report-invalid', '', '', '', '', '', '', NULL FROM mail;"
                  "WITH mail (id, at, signed, has_body) AS (VALUES " + std::string{values} + ") INSERT INTO quarantine SELECT id, at,"
                  " 'report-invalid', 1, 0, has_body, 9, 0, NULL FROM mail;";
    script += "INSERT INTO identity VALUES (1, 0, 1, 'acceptable', '', 's.example', '', '', '', '', 0, '', 0, 1, 'secure', NULL, NULL, '[]');"
              "INSERT INTO identity VALUES (2, 0, 0, 'signature-failed', '', 's.example', '', '', '', '', 0, '', 0, 1, 'secure', NULL, NULL, '[]');";
    CHECK_MESSAGE(sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
    sqlite3_close(db);

    StoreFixture fixture;
    fixture.options.database = path;
    must(migrate_store(fixture.options));
    CHECK(fixture.number("SELECT group_concat(message_id) FROM quarantine WHERE signed") == 1);
    CHECK(fixture.number("SELECT bodiless FROM quarantine_use") == 1);
    CHECK(fixture.number("SELECT bodies FROM quarantine_day WHERE day = 10") == 2);
    CHECK(fixture.number("SELECT bodies FROM quarantine_day WHERE day = 11") == 1);
    fixture.execute("PRAGMA foreign_keys = ON; DELETE FROM message WHERE id = 3");
    CHECK(fixture.number("SELECT bodiless FROM quarantine_use") == 0);
}

TEST_CASE("what a mail departed in counts in the budget, and is not kept without its body") {
    QuarantineBudget budget;
    budget.max_bytes = 2000;
    StoreFixture fixture{budget};
    Examination examination = refused(Slug::ReportInvalid);
    examination.deviations.push_back({"null-member", "/contact-info", std::string(1000, 'd')});
    CHECK_FALSE(must(fixture.reader()->message(must(fixture.record(examination, noon, mail_of(1000))).message_id))->has_body);
    CHECK(fixture.number("SELECT count(*) FROM deviation") == 0);
    examination.deviations.front().detail = "d";
    CHECK(must(fixture.reader()->message(must(fixture.record(examination, noon, mail_of(1000))).message_id))->has_body);
    CHECK(fixture.number("SELECT count(*) FROM deviation") == 1);
}

TEST_CASE("neither rows nor bytes grow with a flood, and no report is touched by it") {
    QuarantineBudget budget;
    budget.max_bytes = 100'000;
    budget.max_mails_per_day = 100;
    StoreFixture fixture{budget};
    must(fixture.record(accepted(report("before", {policy("sts", "a.example", 1, 0)}))));
    Examination implausible = accepted(report("r", {}));
    implausible.slug = Slug::ReportImplausible;
    implausible.report.reset();
    const std::int64_t signed_mail = must(fixture.record(implausible, noon, mail_of(1000))).message_id;

    const Examination forged = refused(Slug::SignatureFailed, report_like);
    const Examination spam = refused(Slug::NoSignature, junk);
    const std::string bytes = mail_of(1000);
    constexpr int batch_size = 500;
    std::vector<std::int64_t> pages;
    std::vector<std::int64_t> rows;
    for (int batch = 0; batch < 40; ++batch) {
        std::vector<Submission> flood;
        for (int i = 0; i < batch_size; ++i)
            flood.push_back(submission_of(i % 4 == 0 ? forged : spam, noon + hours{24 * (batch % 10)} + seconds{batch}, bytes));
        for (const auto& recorded : must(fixture.store->record(flood)))
            REQUIRE(outcome_of(must(recorded).slug).disposition == Disposition::Quarantine);    // each is answered 250
        pages.push_back(fixture.number("PRAGMA page_count"));
        rows.push_back(fixture.number("SELECT count(*) FROM message"));
    }
    must(fixture.record(accepted(report("after", {policy("sts", "a.example", 2, 0)}))));

    CHECK(rows.back() <= 10 * 100 + 100 + 2);
    CHECK(rows.back() <= rows[rows.size() / 2]);
    CHECK(pages.back() <= pages[pages.size() / 2]);
    CHECK(fixture.number("SELECT kept_bytes FROM quarantine_use") <= 100'000 + 100'000 / 8);
    CHECK(fixture.number("SELECT sum(junk_evicted) + sum(bodiless_evicted) + sum(mails) FROM quarantine_day") == 40 * batch_size + 1);
    CHECK(must(fixture.reader()->message(signed_mail))->has_body);
    CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 3);
    CHECK(must(fixture.reader()->reports(everything())).size() == 2);
}

TEST_CASE("no body is kept where the file system lacks the wanted share of free space") {
    StoreFixture fixture;
    fixture.options.budget.min_free_percent = 100;
    fixture.store = must(open_store(fixture.options));
    const auto recorded = must(fixture.record(refused(Slug::NoSignature), noon, mail_of(1000)));
    CHECK(recorded.slug == Slug::NoSignature);
    CHECK(must(fixture.reader()->message(recorded.message_id))->raw == headers);
    CHECK(fixture.record(accepted(report("r", {policy("sts", "a.example", 1, 0)}))).has_value());
}

TEST_CASE("only a missing key is tried again by itself, less and less often, for seven days") {
    CHECK(sql::next_attempt(Slug::SignatureFailed, noon, 0) == std::nullopt);
    const std::vector<hours> pauses{hours{1}, hours{2}, hours{4}, hours{8}, hours{16}, hours{24}, hours{24}, hours{24}, hours{24}, hours{24}};
    CHECK(sql::next_attempt(Slug::KeyUnavailable, noon, 0) == noon + hours{4} + minutes{15});
    std::chrono::sys_seconds at = noon + hours{4} + minutes{45};
    CHECK(sql::next_attempt(Slug::KeyUnavailable, noon, 1) == at);
    for (std::size_t i = 0; i < pauses.size(); ++i) {
        CAPTURE(i);
        at += pauses[i];
        CHECK(sql::next_attempt(Slug::KeyUnavailable, noon, static_cast<std::int64_t>(i) + 2) == at);
    }
    CHECK(at <= noon + hours{7 * 24});
    CHECK(sql::next_attempt(Slug::KeyUnavailable, noon, 12) == std::nullopt);
    CHECK(sql::next_attempt(Slug::KeyUnavailable, noon, 1'000'000'000'000) == std::nullopt);

    StoreFixture fixture;
    const Recorded held = must(fixture.record(refused(Slug::KeyUnavailable), noon));
    must(fixture.record(refused(Slug::SignatureFailed), noon));
    const std::vector<std::int64_t> nobody;
    const std::vector<std::int64_t> only{held.message_id};
    const auto first = noon + hours{4} + minutes{15};
    CHECK(must(fixture.store->due(first - std::chrono::seconds{1})) == nobody);
    CHECK(must(fixture.store->due(first)) == only);
    must(fixture.store->record_again(held.message_id, refused(Slug::KeyUnavailable)));
    CHECK(must(fixture.store->due(first + minutes{30} - std::chrono::seconds{1})) == nobody);
    CHECK(must(fixture.store->due(first + minutes{30})) == only);
    for (int i = 0; i < 11; ++i) must(fixture.store->record_again(held.message_id, refused(Slug::KeyUnavailable)));
    CHECK(must(fixture.store->due(noon + std::chrono::years{1})) == nobody);    // seven days are over
    CHECK(must(fixture.store->quarantined(Slug::KeyUnavailable)) == only);      // a person may still ask for it
    must(fixture.store->record_again(held.message_id, refused(Slug::SignatureFailed)));
    CHECK(fixture.number("SELECT count(*) FROM quarantine WHERE next_attempt_at IS NOT NULL") == 0);
}
