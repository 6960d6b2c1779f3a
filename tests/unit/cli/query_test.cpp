#include <doctest/doctest.h>

#include "canned_rows.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

TEST_CASE("the summary for a person") {
    CannedRows store = two_domains();
    const Run result = run(store, command(Command::Summary));
    CHECK(result.status == exit_ok);
    CHECK(result.err.empty());
    CHECK(result.out ==
          "TLS reports of the 30 days from 2026-10-25 to 2026-11-23\n"
          "\n"
          "POLICY DOMAIN       SESSIONS  FAILURES    RATE  UNPROVEN  REPORTS  REPORTERS\n"
          "a.example      at least 1100         7  0.64 %       100        3  google.com microsoft.com\n"
          "b.example                 40         0     0 %         0        1  google.com\n"
          "total          at least 1140         7  0.61 %       100        -  -\n"
          "\n"
          "By policy type\n"
          "\n"
          "POLICY DOMAIN  POLICY TYPE      SUCCESSFUL  FAILED    RATE\n"
          "a.example      sts                    1093       7  0.64 %\n"
          "a.example      tlsa                     40       0     0 %\n"
          "b.example      no-policy-found          40       0     0 %\n"
          "\n"
          "Most frequent failures\n"
          "\n"
          "POLICY DOMAIN  SESSIONS  RESULT               MX HOST\n"
          "a.example             7  certificate-expired  mx1.a.example\n"
          "\n"
          "What they mean; tlsrpt-query explain says how to mend it\n"
          "\n"
          "certificate-expired: The certificate of this MX has expired.\n"
          "\n"
          "\"At least\": a sender counted some sessions under several policy types; they are counted once here.\n"
          "\n"
          "Unproven: sessions whose reporter has not yet reported on 3 different days and is not in trusted_reporters.\n");
}

TEST_CASE("on a terminal with colour the summary shows how failures went, elsewhere it does not") {
    CannedRows store = two_domains();
    QueryOptions options = command(Command::Summary);
    options.period.since = "2026-11-19";
    const auto shown = [&](bool colour) {
        Console console{Stream::in_memory(120, colour), Stream::in_memory(), "tlsrpt-query"};
        (void)run_query(Query{options, Config{}, store, day(22), console});
        return console.out.text();
    };
    const std::string text = shown(true);
    CHECK(text.find("FAILURES BY DAY") != std::string::npos);
    CHECK(text.find("\u2581\u2588\u2581\u2581") != std::string::npos);
    CHECK(text.find("\x1B[31m7\x1B[0m") != std::string::npos);
    CHECK(shown(false).find("FAILURES BY DAY") == std::string::npos);
    CHECK(shown(false).find('\x1B') == std::string::npos);
}

TEST_CASE("the summary for programs") {
    CannedRows store = two_domains();
    const std::string a =
        R"({"policy_domain":"a.example","sessions":1100,"failures":7,"sessions_at_most":1140,"sessions_unproven":100,"at_least":true,"previous_sessions":0,"previous_failures":0,"reports":3,"reporters":["google.com","microsoft.com"],)"
        R"("policy_types":[{"policy_type":"sts","total_successful_session_count":1093,"total_failure_session_count":7},)"
        R"({"policy_type":"tlsa","total_successful_session_count":40,"total_failure_session_count":0}],)"
        R"("top_failures":[{"result_type":"certificate-expired","receiving_mx_hostname":"mx1.a.example","failure_reason_code":null,"failed_session_count":7}]})";
    const std::string b =
        R"({"policy_domain":"b.example","sessions":40,"failures":0,"sessions_at_most":40,"sessions_unproven":0,"at_least":false,"previous_sessions":0,"previous_failures":0,"reports":1,"reporters":["google.com"],)"
        R"("policy_types":[{"policy_type":"no-policy-found","total_successful_session_count":40,"total_failure_session_count":0}],"top_failures":[]})";
    CHECK(run(store, command(Command::Summary, Format::Json)).out ==
          R"({"format_version":1,"since":"2026-10-25","until":"2026-11-24","policy_domains":[)" + a + "," + b + R"(],"new_reporters":[],"quarantine":[]})" "\n");
    CHECK(run(store, command(Command::Summary, Format::Ndjson)).out == a + "\n" + b + "\n");
    CHECK(run(store, command(Command::Summary, Format::Csv)).out ==
          "policy_domain,sessions,failures,sessions_at_most,sessions_unproven,reports,reporters\n"
          "a.example,1100,7,1140,100,3,google.com microsoft.com\n"
          "b.example,40,0,40,0,1,google.com\n");
}

TEST_CASE("the summary says what changed since the period before, who is new and what is in quarantine") {
    CannedRows store = two_domains();
    store.daily_rows.push_back({day(18), "a.example", "google.com", 1, 400, 3, 400});
    store.daily_rows.push_back({day(19), "b.example", "google.com", 1, 2, 0, 2});
    store.reporter_rows = {{"google.com", "Google", day(1), day(21), 20, day(21), 14}, {"microsoft.com", "Microsoft", day(21), day(21), 1, day(21), 1}, {"elsewhere.example", "", day(21), day(21), 1, day(21), 1}};
    store.quarantine_count_rows = {{Slug::NoSignature, 4, 1}, {Slug::SignatureFailed, 2, 2}};
    QueryOptions options = command(Command::Summary);
    options.period.since = "2026-11-20";
    options.period.until = "2026-11-22";
    const Run words = run(store, options);
    CHECK(words.out.find("a.example      at least 1100  +175 %") != std::string::npos);
    CHECK(words.out.find("b.example                 40    x 20") != std::string::npos);
    CHECK(words.out.find("\nNew reporters: microsoft.com\n") != std::string::npos);
    CHECK(words.out.find("\nIn quarantine, of these days: 6 mails (4 no-signature, 2 signature-failed), 3 of them look like a report. See tlsrpt-query quarantine.\n") !=
          std::string::npos);
    options.format = Format::Json;
    const Run json = run(store, options);
    CHECK(json.out.find(R"("previous_sessions":400,"previous_failures":3)") != std::string::npos);
    CHECK(json.out.find(R"("new_reporters":["microsoft.com"],"quarantine":[{"slug":"no-signature","mails":4,"report_like":1},{"slug":"signature-failed","mails":2,"report_like":2}]})") !=
          std::string::npos);
}

TEST_CASE("a trusted reporter is proven from the first report, an ignored one is not asked for") {
    CannedRows store = two_domains();
    Config config;
    config.trusted_reporters = {"microsoft.com", "aaa.example"};
    config.ignored_reporters = {"spam.example"};
    const Run result = run(store, command(Command::Summary, Format::Csv), config);
    CHECK(result.out.find("a.example,1100,7,1140,0,3") != std::string::npos);
    CHECK(store.asked.ignored_reporters == std::vector<std::string>{"spam.example"});
}

TEST_CASE("flags become the selection") {
    CannedRows store = two_domains();
    QueryOptions options = command(Command::Failures);
    options.period.day = "2026-11-20";
    options.policy_domains = {"*.example"};
    options.reporters = {"google.com"};
    (void)run(store, options);
    CHECK(store.asked.since == day(20));
    CHECK(store.asked.until == day(21));
    CHECK(store.asked.policy_domains == options.policy_domains);
    CHECK(store.asked.reporters == options.reporters);
}

TEST_CASE("an empty answer says why, on stderr, and -e makes it status 1") {
    struct Case {
        const char* what;
        std::optional<std::chrono::sys_days> last;
        const char* hint;
    };
    for (const Case& c : {Case{"nothing ever", std::nullopt, "the store holds no report at all"},
                          Case{"long ago", std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}, "try --since 2026-03-01"}}) {
        CAPTURE(c.what);
        for (const Command name : {Command::Summary, Command::Reports, Command::Failures}) {
            CannedRows store;
            store.last = c.last;
            QueryOptions options = command(name);
            const Run result = run(store, options);
            CHECK(result.status == exit_ok);
            CHECK(result.out.empty());
            CHECK(result.err.find(c.hint) != std::string::npos);
            options.fail_when_empty = true;
            CHECK(run(store, options).status == exit_no_match);
            options.format = Format::Json;    // a program gets an empty document and no words
            CHECK(run(store, options).err.empty());
            CHECK_FALSE(run(store, options).out.empty());
            CHECK(run(store, options).status == exit_no_match);
        }
    }
    CannedRows store;
    CHECK(run(store, command(Command::Quarantine)).err == "tlsrpt-query: the quarantine is empty\n");
}

TEST_CASE("reports without failures are good news") {
    CannedRows store = two_domains();
    CHECK(run(store, command(Command::Failures)).err.find("all is well") != std::string::npos);
    const Run result = run(store, command(Command::Failures, Format::Json));
    CHECK(result.out == "{\"format_version\":1,\"failures\":[]}\n");
    CHECK(result.err.empty());
}

TEST_CASE("an error of the store is status 2 and prints no data; a bad period is status 64") {
    CannedRows store = two_domains();
    store.broken = true;
    for (const Command name : {Command::Summary, Command::Reports, Command::Failures, Command::Quarantine, Command::Show, Command::Raw}) {
        const Run result = run(store, command(name, name == Command::Raw ? Format::Table : Format::Json));
        CHECK(result.status == exit_error);
        CHECK(result.out.empty());
        CHECK(result.err == "tlsrpt-query: store-unavailable: disk on fire\n");
    }
    store.broken = false;
    QueryOptions options = command(Command::Reports);
    options.period.day = "someday";
    CHECK(run(store, options).status == exit_usage);
}

TEST_CASE("reports are numbered by their mail, revisions too") {
    CannedRows store;
    ReportRow row;
    row.id = 5;
    row.message_id = 50;
    row.received_at = day(21) + std::chrono::hours{3};
    row.sdid = "google.com";
    row.organization_name = "Google Inc.";
    row.report_id = "r,1";
    row.range = {day(20), day(20) + std::chrono::seconds{86399}};
    row.policy_domains = {"a.example", "b.example"};
    row.sessions = 10;
    row.failures = 1;
    row.deviations = 2;
    row.current = false;
    ReportRow revision = row;
    revision.id = 6;
    revision.message_id = 60;
    revision.revision_of = 5;
    revision.current = true;
    ReportRow later = row;
    later.id = 7;
    later.message_id = 70;
    later.revision_of = 3;    // not in this period
    later.current = true;
    store.report_rows = {row, revision, later};

    CHECK(run(store, command(Command::Reports, Format::Csv)).out ==
          "id,received_at,sdid,organization_name,report_id,range_start,range_end,policy_domains,sessions,failures,deviations,revision_of,current\n"
          "50,2026-11-21T03:00:00Z,google.com,Google Inc.,\"r,1\",2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,a.example b.example,10,1,2,,false\n"
          "60,2026-11-21T03:00:00Z,google.com,Google Inc.,\"r,1\",2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,a.example b.example,10,1,2,50,true\n"
          "70,2026-11-21T03:00:00Z,google.com,Google Inc.,\"r,1\",2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,a.example b.example,10,1,2,103,true\n");
    const std::string table = run(store, command(Command::Reports)).out;
    CHECK(table.find("ID  DAY") == 0);
    CHECK(table.find("superseded") != std::string::npos);
    CHECK(run(store, command(Command::Reports, Format::Ndjson)).out.starts_with(
        R"({"id":50,"received_at":"2026-11-21T03:00:00Z","sdid":"google.com","organization_name":"Google Inc.","report_id":"r,1","range_start":"2026-11-20T00:00:00Z",)"
        R"("range_end":"2026-11-20T23:59:59Z","policy_domains":["a.example","b.example"],"sessions":10,"failures":1,"deviations":2,"revision_of":null,"current":false})"));
}

TEST_CASE("failures, with what is absent as null") {
    CannedRows store;
    store.failure_rows = {{day(20), "a.example", "sts", "google.com", "validation-failure", "", "", "192.0.2.1", "", 3}};
    CHECK(run(store, command(Command::Failures, Format::Ndjson)).out ==
          R"({"day":"2026-11-20","policy_domain":"a.example","policy_type":"sts","sdid":"google.com","result_type":"validation-failure","receiving_mx_hostname":null,)"
          R"("receiving_ip":null,"sending_mta_ip":"192.0.2.1","failure_reason_code":null,"failed_session_count":3})" "\n");
}
