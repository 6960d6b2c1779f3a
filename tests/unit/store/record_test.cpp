// What one mail becomes.
#include "fixture.hpp"
#include "store/report_key.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

Report full_report() {
    FailureDetails details = failure("certificate-expired", 3);
    details.receiving_mx_helo = "mx.example.net\r\n250 PIPELINING";
    details.additional_information = "https://example.net/";
    details.failure_reason_code = "X509_V_ERR_CERT_HAS_EXPIRED";
    return report("2026-11-19T00:00:00Z!a.example!google",
                  {policy("sts", "a.example", 100, 3, {details, failure("validation-failure", 0)}), policy("tlsa", "a.example", 100, 0),
                   policy("no-policy-found", "b.example", 7, 0)});
}

}  // namespace

TEST_CASE("an acceptable report is stored with all that was said of it") {
    StoreFixture fixture;
    Examination examination = accepted(full_report(), "google.com");
    examination.deviations = {{"date-without-zone", "/date-range/start-datetime", "2026-11-19T00:00:00"}, {"extra-report-part", "", ""}};
    const std::string bytes = std::string{"From: x\r\n\r\n"} + '\0' + "\xff body\r\n";
    const Recorded recorded = must(fixture.record(examination, noon, bytes));
    CHECK(recorded.slug == Slug::Stored);
    CHECK(recorded.detail == "google.com 2026-11-19 report 1");

    auto reader = fixture.reader();
    const auto message = must(reader->message(recorded.message_id));
    REQUIRE(message.has_value());
    CHECK(message->raw == bytes);
    CHECK(message->has_body);
    CHECK(message->sha256 == sha256_hex(bytes));
    CHECK(message->size == bytes.size());
    CHECK(message->received_at == noon);
    CHECK(message->transport == "lmtp");
    CHECK(message->reverse_path == "bounce@sender.example");
    CHECK(message->forward_paths == std::vector<std::string>{"tlsrpt@example.com"});
    CHECK(message->slug == Slug::Stored);

    const auto detail = must(reader->detail(recorded.message_id));
    REQUIRE(detail.has_value());
    CHECK(detail->message.raw.empty());
    CHECK(detail->signatures == examination.signatures);
    CHECK(detail->identity == 1);
    CHECK(detail->deviations == examination.deviations);
    CHECK(detail->from_address == "noreply@google.com");
    CHECK(detail->subject == examination.subject);
    CHECK(detail->submitter == "google.com");
    CHECK(detail->report == examination.report);
    REQUIRE(detail->report_row.has_value());
    CHECK(detail->report_row->policy_domains == std::vector<std::string>{"a.example", "b.example"});
    CHECK(detail->report_row->sessions == 110);
    CHECK(detail->report_row->failures == 3);
    CHECK(detail->report_row->deviations == 2);
    CHECK(detail->report_row->current);
    CHECK(must(reader->message_of_report(detail->report_row->id)) == recorded.message_id);
    CHECK(must(reader->last_day()) == yesterday);
    CHECK(daily_text(*reader) ==
          "2026-11-19 a.example google.com: 1 reports, 103 sessions, 3 failures, at most 203\n"
          "2026-11-19 b.example google.com: 1 reports, 7 sessions, 0 failures, at most 7\n");

    // What the outside may ask of the tables.
    CHECK(fixture.number("SELECT count(*) FROM policy") == 3);
    CHECK(fixture.number("SELECT sum(total_successful_session_count) FROM policy") == 207);
    CHECK(fixture.number("SELECT count(*) FROM failure") == 2);
    CHECK(fixture.number("SELECT count(*) FROM report WHERE report_id = '2026-11-19T00:00:00Z!a.example!google'") == 1);
}

TEST_CASE("the same mail again is a duplicate and counts once") {
    StoreFixture fixture;
    const Examination examination = accepted(full_report());
    const Recorded first = fixture.must_record(examination);
    const std::string before = rollups_text(*fixture.reader());
    const Recorded second = fixture.must_record(examination, noon + std::chrono::hours{1});
    CHECK(second.slug == Slug::Duplicate);
    CHECK(second.detail == first.detail);
    CHECK(second.message_id != first.message_id);
    CHECK(rollups_text(*fixture.reader()) == before);
    CHECK(fixture.number("SELECT count(*) FROM report") == 1);
    const auto detail = must(fixture.reader()->detail(second.message_id));
    REQUIRE(detail.has_value());
    CHECK(detail->message.slug == Slug::Duplicate);
    CHECK_FALSE(detail->message.has_body);
    REQUIRE(detail->report_row.has_value());
    CHECK(detail->report_row->message_id == first.message_id);
}

TEST_CASE("duplicates beyond the quota are counted as duplicates without a row each") {
    QuarantineBudget budget;
    budget.quota_per_signer = 3;
    StoreFixture fixture{budget};
    const Examination examination = accepted(full_report());
    const Recorded first = fixture.must_record(examination);
    for (int i = 0; i < 10; ++i) CHECK(fixture.must_record(examination).slug == Slug::Duplicate);
    CHECK(fixture.number("SELECT count(*) FROM message") == 4);
    CHECK(fixture.must_record(examination).message_id == first.message_id);
    // and they use up nobody's quota of reports
    CHECK(fixture.must_record(accepted(report("other", {policy("sts", "a.example", 1, 0)}))).slug == Slug::Stored);
}

TEST_CASE("the same octets under another d= of the organization are a duplicate, of another one not") {
    StoreFixture fixture;
    Examination first = accepted(full_report(), "corp.mail.example");
    first.identity->organizational_domain = "mail.example";
    fixture.must_record(first);
    Examination sibling = first;
    sibling.identity->signature.sdid = "mail.example";
    sibling.identity->from_address = "noreply@mail.example";
    CHECK(fixture.must_record(sibling).slug == Slug::Duplicate);
    Examination stranger = accepted(full_report(), "other.example");
    stranger.json_sha256 = first.json_sha256;
    CHECK(fixture.must_record(stranger).slug == Slug::Stored);
}

TEST_CASE("equal values in other octets are a duplicate") {
    StoreFixture fixture;
    Examination examination = accepted(full_report());
    fixture.must_record(examination);
    examination.json_sha256 = sha256_hex("the same with other blanks");
    CHECK(fixture.must_record(examination).slug == Slug::Duplicate);
}

TEST_CASE("the same octets read by other rules than before are still a duplicate") {
    StoreFixture fixture;
    const Examination before = accepted(full_report());
    Examination after_upgrade = before;    // a new rule of tolerance takes a name for an MX and reads a policy type that was not known
    after_upgrade.report->policies[0].failure_details[0].receiving_mx_hostname = "other.example.net";
    after_upgrade.report->policies[1].policy.policy_type = "tomorrow";
    after_upgrade.deviations = {{"unknown-policy-type", "/policies/1/policy/policy-type", "tomorrow"}};
    CHECK(fixture.must_record(before).slug == Slug::Stored);
    const std::string rollups = rollups_text(*fixture.reader());
    CHECK(fixture.must_record(after_upgrade).slug == Slug::Duplicate);
    // Even when the new rules read another id or range.
    after_upgrade.report->report_id = "read otherwise";
    after_upgrade.report->date_range.end_datetime -= std::chrono::hours{1};
    CHECK(fixture.must_record(after_upgrade).slug == Slug::Duplicate);
    CHECK(rollups_text(*fixture.reader()) == rollups);

    must(fixture.store->prune({}, noon + std::chrono::days{401}, false, nullptr));
    REQUIRE(must(fixture.reader()->reports(everything())).empty());
    CHECK(fixture.must_record(after_upgrade).slug == Slug::Duplicate);
    CHECK(rollups_text(*fixture.reader()) == rollups);
}

TEST_CASE("hosts of one provider that share an id are told apart by their address, and all count") {
    StoreFixture fixture;
    for (const int host : {1, 2, 3}) {
        const auto sessions = static_cast<std::uint64_t>(host);
        Examination examination = accepted(report("2026-11-19", {policy("sts", "a.example", sessions, 0)}), "provider.example");
        examination.identity->from_address = "tls@mx" + std::to_string(host) + ".provider.example";
        CHECK(fixture.must_record(examination).slug == Slug::Stored);
        CHECK(fixture.must_record(examination).slug == Slug::Duplicate);
    }
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example provider.example: 3 reports, 6 sessions, 0 failures, at most 6\n");
}

TEST_CASE("the digests in a store are those of every version, so an upgrade knows what came before it") {
    const Examination examination = accepted(full_report(), "google.com");
    const ReportKey key = report_key(*examination.identity, *examination.report);
    CHECK(key.key_sha256 == "36a4bebc1e076d79fe2e0e00317aa0ea49fa949080472cd761c4c19c10f360bd");
    CHECK(key.values_sha256 == "280ebc64c11c6cd4e120fb8af1bc737df1fb054960ad768bbfafdae5bc8e321f");
}

TEST_CASE("two reporters with one report-id are two reports") {
    StoreFixture fixture;
    CHECK(fixture.must_record(accepted(full_report(), "one.example")).slug == Slug::Stored);
    CHECK(fixture.must_record(accepted(full_report(), "two.example")).slug == Slug::Stored);
    CHECK(must(fixture.reader()->reports(everything())).size() == 2);
}

TEST_CASE("over its organization's quota of the day a report goes to quarantine") {
    QuarantineBudget budget;
    budget.quota_per_signer = 2;
    StoreFixture fixture{budget};
    const auto numbered = [](int number, const std::string& sdid = "sender.example") {
        return accepted(report("r" + std::to_string(number), {policy("sts", "a.example", 1, 0)}), sdid);
    };
    CHECK(fixture.must_record(numbered(1)).slug == Slug::Stored);
    CHECK(fixture.must_record(numbered(2)).slug == Slug::Stored);
    const Recorded third = fixture.must_record(numbered(3));
    CHECK(third.slug == Slug::QuotaExceeded);
    CHECK(fixture.must_record(numbered(4, "other.example")).slug == Slug::Stored);
    CHECK(fixture.must_record(numbered(5), noon + std::chrono::hours{24}).slug == Slug::Stored);
    const auto held = must(fixture.reader()->quarantine(Slug::QuotaExceeded));
    REQUIRE(held.size() == 1);
    CHECK(held[0].sdid == "sender.example");
    CHECK(held[0].has_body);
    CHECK(fixture.number("SELECT count(*) FROM report") == 4);
}

TEST_CASE("in one transaction a failing mail is answered alone") {
    StoreFixture fixture;
    const Examination good = accepted(full_report());
    const Examination cannot_be = refused(Slug::StoreBusy);
    const Examination junk = refused(Slug::NoSignature, false);
    const std::vector<Submission> batch{submission_of(good), submission_of(cannot_be), submission_of(junk)};
    const auto recorded = must(fixture.store->record(batch));
    REQUIRE(recorded.size() == 3);
    CHECK(must(recorded[0]).slug == Slug::Stored);
    REQUIRE_FALSE(recorded[1].has_value());
    CHECK(recorded[1].error().slug == Slug::Internal);
    CHECK(must(recorded[2]).slug == Slug::NoSignature);
    CHECK(fixture.number("SELECT count(*) FROM message") == 2);
}

TEST_CASE("an examination that cannot be recorded leaves nothing behind") {
    StoreFixture fixture;
    const Submission nothing;
    CHECK_FALSE(must(fixture.store->record({&nothing, 1})).front().has_value());
    Examination incomplete = accepted(full_report());
    incomplete.identity.reset();
    CHECK_FALSE(fixture.record(incomplete).has_value());
    CHECK(fixture.number("SELECT count(*) FROM message") == 0);
}

TEST_CASE("counts beyond all bounds end in quarantine and leave the rollups alone") {
    constexpr std::uint64_t exact = (std::uint64_t{1} << 53) - 1;  // the largest that a report may say
    StoreFixture fixture;
    CHECK(fixture.must_record(accepted(report("r0", {policy("sts", "a.example", exact, 0)}))).slug == Slug::Stored);
    CHECK(daily_text(*fixture.reader()).find("9007199254740991 sessions") != std::string::npos);
    Recorded last;
    int stored = 0;
    for (int i = 1; i < 600 && last.slug != Slug::ReportImplausible; ++i) {
        last = fixture.must_record(accepted(report("r" + std::to_string(i), {policy("sts", "a.example", exact, 0)})));
        stored += last.slug == Slug::Stored ? 1 : 0;
    }
    CHECK(last.slug == Slug::ReportImplausible);
    CHECK(stored == 511);
    CHECK(fixture.number("SELECT reports FROM daily") == 512);
    CHECK(fixture.number("SELECT count(*) FROM report") == 512);

    constexpr std::uint64_t absurd = std::numeric_limits<std::uint64_t>::max();
    CHECK(fixture.must_record(accepted(report("x", {policy("sts", "b.example", absurd, absurd)}))).slug == Slug::ReportImplausible);
    CHECK(must(fixture.reader()->quarantine(Slug::ReportImplausible)).size() == 2);
}

TEST_CASE("a mail of the quarantine that is acceptable now becomes a report") {
    StoreFixture fixture;
    const std::string bytes = "From: x\r\n\r\nthe report\r\n";
    const Recorded held = must(fixture.record(refused(Slug::ReportInvalid), noon, bytes));
    CHECK(must(fixture.store->quarantined(std::nullopt)) == std::vector<std::int64_t>{held.message_id});
    CHECK(must(fixture.store->quarantined(Slug::NoSignature)).empty());

    SUBCASE("stored") {
        const Recorded again = must(fixture.store->record_again(held.message_id, accepted(full_report())));
        CHECK(again.slug == Slug::Stored);
        CHECK(again.message_id == held.message_id);
        CHECK(must(fixture.store->quarantined(std::nullopt)).empty());
        const auto detail = must(fixture.reader()->detail(held.message_id));
        REQUIRE(detail.has_value());
        CHECK(detail->message.slug == Slug::Stored);
        CHECK(detail->message.received_at == noon);
        CHECK(detail->identity == 1);
        CHECK(detail->report == full_report());
        CHECK(must(fixture.store->message(held.message_id))->raw == bytes);
        CHECK(fixture.number("SELECT kept_bytes FROM quarantine_use") == 0);
        // Another program that was slower hears what has become of it.
        CHECK(must(fixture.store->record_again(held.message_id, accepted(full_report()))).slug == Slug::Stored);
        CHECK(fixture.number("SELECT count(*) FROM report") == 1);
    }
    SUBCASE("duplicate") {
        fixture.must_record(accepted(full_report()));
        CHECK(must(fixture.store->record_again(held.message_id, accepted(full_report()))).slug == Slug::Duplicate);
        CHECK(must(fixture.store->quarantined(std::nullopt)).empty());
        CHECK(fixture.number("SELECT sum(reports) FROM daily") == 2);  // two policy domains, one report
    }
    SUBCASE("still refused, for another reason") {
        Examination other = refused(Slug::SignatureFailed);
        other.detail = "expired";
        other.deviations = {{"media-type", "", "application/zip"}};
        const Recorded again = must(fixture.store->record_again(held.message_id, other));
        CHECK(again.slug == Slug::SignatureFailed);
        const auto rows = must(fixture.reader()->quarantine(Slug::SignatureFailed));
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].detail == "expired");
        CHECK(must(fixture.reader()->quarantine(Slug::ReportInvalid)).empty());
        CHECK(must(fixture.reader()->detail(held.message_id))->deviations == other.deviations);
        CHECK(fixture.number("SELECT attempts FROM quarantine") == 1);
        CHECK(must(fixture.store->message(held.message_id))->raw == bytes);
    }
    SUBCASE("beyond all bounds") {
        constexpr std::uint64_t absurd = std::numeric_limits<std::uint64_t>::max();
        CHECK(must(fixture.store->record_again(held.message_id, accepted(report("x", {policy("sts", "b.example", absurd, 0)})))).slug ==
              Slug::ReportImplausible);
        CHECK(must(fixture.store->quarantined(Slug::ReportImplausible)).size() == 1);
    }
    SUBCASE("no such mail") { CHECK_FALSE(fixture.store->record_again(4711, accepted(full_report())).has_value()); }
}
