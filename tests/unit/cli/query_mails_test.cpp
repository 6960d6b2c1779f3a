#include <doctest/doctest.h>

#include <algorithm>

#include "canned_rows.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

TEST_CASE("quarantine shows all of it, or what was received in a period") {
    CannedRows store;
    QuarantineRow old;
    old.id = 1;
    old.received_at = day(1) + std::chrono::hours{1};
    old.slug = Slug::NoSignature;
    old.from_domain = "spam.example";
    old.size = 900;
    old.forward_paths = {"tlsrpt@a.example"};
    QuarantineRow fresh = old;
    fresh.id = 2;
    fresh.received_at = day(21);
    fresh.slug = Slug::SignatureFailed;
    fresh.detail = "body changed\x1B[0m";
    store.quarantine_rows = {old, fresh};
    CHECK(run(store, command(Command::Quarantine, Format::Ndjson)).out ==
          R"({"id":1,"received_at":"2026-11-01T01:00:00Z","slug":"no-signature","detail":"","sdid":null,"from_domain":"spam.example","size":900,"forward_paths":["tlsrpt@a.example"]})" "\n"
          R"({"id":2,"received_at":"2026-11-21T00:00:00Z","slug":"signature-failed","detail":"body changed\u001b[0m","sdid":null,"from_domain":"spam.example","size":900,"forward_paths":["tlsrpt@a.example"]})" "\n");
    QueryOptions options = command(Command::Quarantine, Format::Csv);
    options.period.day = "2026-11-21";
    const std::string one = run(store, options).out;
    CHECK(one.find("\n2,") != std::string::npos);
    CHECK(one.find("\n1,") == std::string::npos);
}

TEST_CASE("hostile names stay text in every medium") {
    CannedRows store;
    const std::string evil = "=cmd|' /C calc'!A0\x1B]0;x\x07\"<b>\xE2\x80\xAE";
    store.failure_rows = {{day(20), "a.example", evil, "google.com", evil, evil, "", "", evil, 3}};
    for (const Format format : {Format::Table, Format::Json, Format::Ndjson, Format::Csv}) {
        const std::string out = run(store, command(Command::Failures, format)).out;
        CHECK(out.find('\x1B') == std::string::npos);
        CHECK(out.find('\x07') == std::string::npos);
        CHECK(out.find("\xE2\x80\xAE") == std::string::npos);
    }
    const std::string csv = run(store, command(Command::Failures, Format::Csv)).out;
    CHECK(csv.find(",=cmd") == std::string::npos);
    CHECK(csv.find("\"'=cmd|' /C calc'!A0") != std::string::npos);
    CHECK(run(store, command(Command::Failures, Format::Csv), {}, 80).out == csv);    // on a terminal as in a file
}

namespace {

CannedRows two_reports() {
    CannedRows store;
    ReportRow row;
    row.id = 1;
    row.received_at = day(21);
    row.sdid = "google.com";
    row.range = {day(20), day(20) + std::chrono::seconds{86399}};
    Report report;
    report.organization_name = "=Google";
    report.report_id = "r1";
    report.date_range = row.range;
    report.policies = {{.policy = {"sts", {}, "a.example", {"mx1.a.example", "mx2.a.example"}}, .summary = {90, 7},
                        .failure_details = {{.result_type = "tlsa-invalid", .sending_mta_ip = "", .receiving_mx_hostname = "mx1.a.example", .receiving_mx_helo = "", .receiving_ip = "", .failed_session_count = 7, .additional_information = "", .failure_reason_code = "x,y"}}},
                       {.policy = {"sts", {}, "b.example", {}}, .summary = {5, 0}, .failure_details = {}}};
    store.whole_reports = {{row, report}};
    row.id = 2;
    report.report_id = "r2";
    report.policies = {report.policies[1]};
    store.whole_reports.emplace_back(row, report);
    return store;
}

}  // namespace

TEST_CASE("export gives reports that can be read again, a line each") {
    CannedRows store = two_reports();
    const Run all = run(store, command(Command::Export, Format::Ndjson));
    CHECK(all.status == exit_ok);
    CHECK(all.err.empty());
    CHECK(std::count(all.out.begin(), all.out.end(), '\n') == 2);
    CHECK(all.out.starts_with(to_json(store.whole_reports[0].second) + "\n"));
}

TEST_CASE("an export of one domain tells nothing of its neighbours") {
    CannedRows store = two_reports();
    QueryOptions options = command(Command::Export, Format::Ndjson);
    options.policy_domains = {"a.example"};
    const Run one = run(store, options);
    CHECK(one.out.find("a.example") != std::string::npos);
    CHECK(one.out.find("b.example") == std::string::npos);
    CHECK(std::count(one.out.begin(), one.out.end(), '\n') == 1);
    options.policy_domains = {"c.example"};
    options.fail_when_empty = true;
    CHECK(run(store, options).status == exit_no_match);
}

TEST_CASE("in an export as CSV no number stands twice") {
    CannedRows store = two_reports();
    CHECK(run(store, command(Command::Export, Format::Csv)).out ==
          "row,received_at,sdid,organization_name,report_id,range_start,range_end,policy_type,policy_domain,mx_host,total_successful_session_count,total_failure_session_count,"
          "result_type,sending_mta_ip,receiving_mx_hostname,receiving_mx_helo,receiving_ip,failed_session_count,additional_information,failure_reason_code\n"
          "policy,2026-11-21T00:00:00Z,google.com,'=Google,r1,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,a.example,mx1.a.example mx2.a.example,90,7,,,,,,,,\n"
          "failure,2026-11-21T00:00:00Z,google.com,'=Google,r1,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,a.example,mx1.a.example mx2.a.example,,,tlsa-invalid,,mx1.a.example,,,7,,\"x,y\"\n"
          "policy,2026-11-21T00:00:00Z,google.com,'=Google,r1,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,b.example,,5,0,,,,,,,,\n"
          "policy,2026-11-21T00:00:00Z,google.com,'=Google,r2,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,b.example,,5,0,,,,,,,,\n");
}

TEST_CASE("raw gives the octets, but none of them acts on a terminal") {
    CannedRows store;
    const QueryOptions options = command(Command::Raw);
    CHECK(run(store, options).status == exit_error);
    store.message_row.emplace();
    CHECK(run(store, options).status == exit_error);    // pruned
    store.message_row->raw = "Subject: \x1B[2J\r\n\r\nbody\n";
    const Run piped = run(store, options);
    CHECK(piped.status == exit_ok);
    CHECK(piped.out == store.message_row->raw);
    CHECK(piped.err.empty());
    const Run terminal = run(store, options, {}, 80);
    CHECK(terminal.out == "Subject: \\x1B[2J\n\nbody\n");
    CHECK(terminal.err.find("escaped") != std::string::npos);
}

TEST_CASE("show tells a mail's story in words and in JSON") {
    CannedRows store;
    CHECK(run(store, command(Command::Show)).status == exit_error);
    MessageDetail& detail = store.message_detail.emplace();
    detail.message.id = 12;
    detail.message.received_at = day(21);
    detail.message.transport = "pipe";
    detail.message.slug = Slug::SignatureFailed;
    detail.message.detail = "the body was changed\x07";
    detail.message.size = 1000;
    detail.message.sha256 = "ab";
    detail.from_domain = "google.com";
    SignatureVerdict verdict;
    verdict.slug = Slug::SignatureFailed;
    verdict.sdid = "google.com";
    verdict.selector = "s1";
    verdict.algorithm = "rsa-sha256";
    verdict.key_bits = 2048;
    detail.signatures = {verdict};
    detail.deviations = {{"date-without-zone", "/date-range/start-datetime", "2026-11-20T00:00:00"}};
    const Run words = run(store, command(Command::Show));
    CHECK(words.status == exit_ok);
    CHECK(words.out.starts_with("mail 12: signature-failed\n"));
    CHECK(words.out.find('\x07') == std::string::npos);
    CHECK(words.out.find("not opened") != std::string::npos);
    CHECK(words.out.find("Deviations") == std::string::npos);
    CHECK(words.out.find("What to do") != std::string::npos);
    const Run json = run(store, command(Command::Show, Format::Json));
    CHECK(json.out.starts_with(R"({"format_version":1,"id":12,)"));
    CHECK(json.out.find(R"("identity":null,"signatures":[{"slug":"signature-failed","detail":"","sdid":"google.com")") != std::string::npos);
    CHECK(json.out.find(R"("report":null)") != std::string::npos);

    detail.message.slug = Slug::Duplicate;
    detail.identity = 0;
    ReportRow& row = detail.report_row.emplace();
    row.message_id = 7;
    row.revision_of = 2;
    const std::string duplicate = run(store, command(Command::Show)).out;
    CHECK(duplicate.find("date-without-zone at /date-range/start-datetime: 2026-11-20T00:00:00") != std::string::npos);
    CHECK(duplicate.find("the same report came in mail 7") != std::string::npos);
    CHECK(duplicate.find("of the report in mail 102") != std::string::npos);
    CHECK(run(store, command(Command::Show, Format::Json)).out.ends_with("\"duplicate_of\":7,\"revision_of\":102,\"current\":true}\n"));
}
