#include "cli/query.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

// Rows from memory, and what was asked for.
class MemoryStore final : public StoreReader {
public:
    std::vector<DailyRow> daily_rows;
    std::vector<DailyTypeRow> type_rows;
    std::vector<TopFailureRow> top_rows;
    std::vector<FailureRow> failure_rows;
    std::vector<SpellRow> spell_rows;
    std::vector<SightingRow> sighting_rows;
    std::vector<DailyPolicyRow> policy_rows;
    std::vector<FailureSumRow> failure_sum_rows;
    std::vector<DomainSumRow> domain_sum_rows;
    std::vector<ReporterRow> reporter_rows;
    std::vector<std::chrono::sys_days> last_days;
    std::vector<QuarantineCountRow> quarantine_count_rows;
    std::vector<ReportRow> report_rows;
    std::vector<DeviationCountRow> deviation_rows;
    std::vector<std::string> signers;
    std::vector<QuarantineRow> quarantine_rows;
    std::optional<MessageRow> message_row;
    std::optional<MessageDetail> message_detail;
    std::optional<std::chrono::sys_days> last;
    std::vector<std::pair<ReportRow, Report>> whole_reports;
    StoreMark store_mark;
    bool broken{false};
    Selection asked;

    Expected<std::vector<DailyRow>> daily(const Selection& selection) override {
        asked = selection;
        auto rows = daily_rows;
        std::erase_if(rows, [&](const DailyRow& row) { return row.day < selection.since || row.day >= selection.until; });
        return answer(rows);
    }
    Expected<std::vector<DailyTypeRow>> daily_types(const Selection&) override { return answer(type_rows); }
    Expected<std::vector<TopFailureRow>> top_failures(const Selection&, std::size_t) override { return answer(top_rows); }
    Expected<std::vector<FailureRow>> failures(const Selection& selection) override { return asked = selection, answer(failure_rows); }
    Expected<std::vector<PolicyRow>> policies(const Selection&) override { return answer(std::vector<PolicyRow>{}); }
    Expected<std::vector<DeviationCountRow>> deviation_counts(const Selection&) override { return answer(deviation_rows); }
    Expected<std::vector<SpellRow>> spells(const Selection&, std::chrono::sys_days) override { return answer(spell_rows); }
    Expected<std::vector<SightingRow>> sightings(std::int64_t, std::chrono::sys_days, std::chrono::sys_days) override { return answer(sighting_rows); }
    Expected<std::vector<ReportRow>> reports(const Selection& selection) override { return asked = selection, answer(report_rows); }
    Expected<std::vector<DailyPolicyRow>> daily_policies(const Selection&) override { return answer(policy_rows); }
    Expected<std::vector<std::vector<std::string>>> policy_strings(std::span<const std::int64_t> ids) override {
        return answer(std::vector<std::vector<std::string>>(ids.size()));
    }
    Expected<std::vector<FailureSumRow>> failure_sums(const Selection&) override { return answer(failure_sum_rows); }
    Expected<std::vector<DomainSumRow>> domain_sums(const Selection&) override { return answer(domain_sum_rows); }
    Expected<std::vector<std::string>> established_signers(unsigned, std::chrono::sys_days) override { return answer(signers); }
    Expected<std::vector<ReporterRow>> reporters(std::chrono::sys_days) override { return answer(reporter_rows); }
    Expected<std::vector<std::chrono::sys_days>> last_report_days(std::span<const std::string>, std::chrono::sys_days, std::size_t) override {
        return answer(last_days);
    }
    Expected<std::vector<QuarantineCountRow>> quarantine_counts(std::chrono::sys_seconds, std::chrono::sys_seconds) override {
        return answer(quarantine_count_rows);
    }
    Expected<std::vector<QuarantineRow>> quarantine(std::optional<Slug>) override { return answer(quarantine_rows); }
    Expected<std::optional<MessageRow>> message(std::int64_t) override { return answer(message_row); }
    Expected<std::optional<MessageDetail>> detail(std::int64_t) override { return answer(message_detail); }
    Expected<std::optional<std::int64_t>> message_of_report(std::int64_t report) override { return answer(std::optional<std::int64_t>{report + 100}); }
    Expected<std::optional<std::chrono::sys_days>> last_day() override { return answer(last); }
    Expected<void> each_report(const Selection& selection, const StoreMark& after, const ReportVisitor& visit, const Progress& progress) override {
        if (broken) return Error{Slug::StoreUnavailable, "disk on fire"};
        asked = selection;
        for (const auto& [row, report] : whole_reports)
            if (row.id > after.report && !visit(row, report)) return {};
        progress(whole_reports.size(), whole_reports.size());
        return {};
    }
    Expected<StoreMark> mark() override { return answer(store_mark); }

private:
    template <typename Rows>
    Expected<Rows> answer(const Rows& rows) const {
        if (broken) return Error{Slug::StoreUnavailable, "disk on fire"};
        return rows;
    }
};

struct Run {
    int status{-1};
    std::string out;
    std::string err;
};

Run run(MemoryStore& store, const QueryOptions& options, const Config& config = {}, std::size_t columns = 0) {
    Console console{Stream::in_memory(columns), Stream::in_memory(), "tlsrpt-query"};
    const int status = run_query(Query{options, config, store, day(23) + std::chrono::hours{12}, console});
    return {status, console.out.text(), console.err.text()};
}

QueryOptions command(QueryOptions::Command name, Format format = Format::Table) {
    QueryOptions options;
    options.command = name;
    options.format = format;
    return options;
}

using Command = QueryOptions::Command;

MemoryStore two_domains() {
    MemoryStore store;
    store.daily_rows = {{day(20), "a.example", "google.com", 2, 1000, 7, 1000},
                        {day(21), "a.example", "microsoft.com", 1, 100, 0, 140},
                        {day(21), "b.example", "google.com", 1, 40, 0, 40}};
    store.type_rows = {{day(20), "a.example", "google.com", "sts", 993, 7},
                       {day(21), "a.example", "microsoft.com", "sts", 100, 0},
                       {day(21), "a.example", "microsoft.com", "tlsa", 40, 0},
                       {day(21), "b.example", "google.com", "no-policy-found", 40, 0}};
    store.top_rows = {{"a.example", "certificate-expired", "mx1.a.example", "", 7}};
    store.signers = {"google.com"};
    return store;
}

}  // namespace

TEST_CASE("the summary for a person") {
    MemoryStore store = two_domains();
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
    MemoryStore store = two_domains();
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
    MemoryStore store = two_domains();
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
    MemoryStore store = two_domains();
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
    MemoryStore store = two_domains();
    Config config;
    config.trusted_reporters = {"microsoft.com", "aaa.example"};
    config.ignored_reporters = {"spam.example"};
    const Run result = run(store, command(Command::Summary, Format::Csv), config);
    CHECK(result.out.find("a.example,1100,7,1140,0,3") != std::string::npos);
    CHECK(store.asked.ignored_reporters == std::vector<std::string>{"spam.example"});
}

TEST_CASE("flags become the selection") {
    MemoryStore store = two_domains();
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
            MemoryStore store;
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
    MemoryStore store;
    CHECK(run(store, command(Command::Quarantine)).err == "tlsrpt-query: the quarantine is empty\n");
}

TEST_CASE("reports without failures are good news") {
    MemoryStore store = two_domains();
    CHECK(run(store, command(Command::Failures)).err.find("all is well") != std::string::npos);
    const Run result = run(store, command(Command::Failures, Format::Json));
    CHECK(result.out == "{\"format_version\":1,\"failures\":[]}\n");
    CHECK(result.err.empty());
}

TEST_CASE("an error of the store is status 2 and prints no data; a bad period is status 64") {
    MemoryStore store = two_domains();
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
    MemoryStore store;
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
    MemoryStore store;
    store.failure_rows = {{day(20), "a.example", "sts", "google.com", "validation-failure", "", "", "192.0.2.1", "", 3}};
    CHECK(run(store, command(Command::Failures, Format::Ndjson)).out ==
          R"({"day":"2026-11-20","policy_domain":"a.example","policy_type":"sts","sdid":"google.com","result_type":"validation-failure","receiving_mx_hostname":null,)"
          R"("receiving_ip":null,"sending_mta_ip":"192.0.2.1","failure_reason_code":null,"failed_session_count":3})" "\n");
}

TEST_CASE("quarantine shows all of it, or what was received in a period") {
    MemoryStore store;
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
    MemoryStore store;
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

MemoryStore two_reports() {
    MemoryStore store;
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
    MemoryStore store = two_reports();
    const Run all = run(store, command(Command::Export, Format::Ndjson));
    CHECK(all.status == exit_ok);
    CHECK(all.err.empty());
    CHECK(std::count(all.out.begin(), all.out.end(), '\n') == 2);
    CHECK(all.out.starts_with(to_json(store.whole_reports[0].second) + "\n"));
}

TEST_CASE("an export of one domain tells nothing of its neighbours") {
    MemoryStore store = two_reports();
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
    MemoryStore store = two_reports();
    CHECK(run(store, command(Command::Export, Format::Csv)).out ==
          "row,received_at,sdid,organization_name,report_id,range_start,range_end,policy_type,policy_domain,mx_host,total_successful_session_count,total_failure_session_count,"
          "result_type,sending_mta_ip,receiving_mx_hostname,receiving_mx_helo,receiving_ip,failed_session_count,additional_information,failure_reason_code\n"
          "policy,2026-11-21T00:00:00Z,google.com,'=Google,r1,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,a.example,mx1.a.example mx2.a.example,90,7,,,,,,,,\n"
          "failure,2026-11-21T00:00:00Z,google.com,'=Google,r1,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,a.example,mx1.a.example mx2.a.example,,,tlsa-invalid,,mx1.a.example,,,7,,\"x,y\"\n"
          "policy,2026-11-21T00:00:00Z,google.com,'=Google,r1,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,b.example,,5,0,,,,,,,,\n"
          "policy,2026-11-21T00:00:00Z,google.com,'=Google,r2,2026-11-20T00:00:00Z,2026-11-20T23:59:59Z,sts,b.example,,5,0,,,,,,,,\n");
}

TEST_CASE("raw gives the octets, but none of them acts on a terminal") {
    MemoryStore store;
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
    MemoryStore store;
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
