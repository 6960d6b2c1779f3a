#include "fixture.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::test {

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "tlsrpt-store-XXXXXX").string();
    if (std::filesystem::is_directory("/dev/shm")) name = "/dev/shm/tlsrpt-store-XXXXXX";  // memory: fsync costs nothing there
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

FailureDetails failure(std::string result_type, std::uint64_t sessions, std::string mx) {
    FailureDetails details;
    details.result_type = std::move(result_type);
    details.receiving_mx_hostname = std::move(mx);
    details.receiving_ip = "192.0.2.1";
    details.sending_mta_ip = "198.51.100.7";
    details.failed_session_count = sessions;
    return details;
}

PolicyResult policy(std::string type, std::string domain, std::uint64_t successful, std::uint64_t failed,
                    std::vector<FailureDetails> failures) {
    return {.policy = {std::move(type), {"version: STSv1", "mode: \"testing\"\t"}, std::move(domain), {"*.example.net"}},
            .summary = {successful, failed},
            .failure_details = std::move(failures)};
}

Report report(std::string id, std::vector<PolicyResult> policies) {
    return {.organization_name = "Sender Inc.",
            .date_range = {yesterday, yesterday + std::chrono::hours{24} - std::chrono::seconds{1}},
            .contact_info = "smtp-tls@sender.example",
            .report_id = std::move(id),
            .policies = std::move(policies)};
}

Examination accepted(Report report, const std::string& sdid) {
    Examination examination;
    examination.slug = Slug::Acceptable;
    examination.report_like = true;
    examination.from_domain = sdid;
    examination.subject = "Report Domain: example.com";
    examination.submitter = sdid;
    examination.report_domain = "example.com";
    SignatureVerdict other;
    other.sdid = "list.example";
    other.detail = "no such key";
    SignatureVerdict good;
    good.slug = Slug::Acceptable;
    good.sdid = sdid;
    good.auid = "@" + sdid;
    good.selector = "s1";
    good.algorithm = "rsa-sha256";
    good.canonicalization = "relaxed/relaxed";
    good.key_bits = 2048;
    good.services = "tlsrpt";
    good.aligned = true;
    good.dnssec = KeyAnswer::Dnssec::Insecure;
    good.signed_at = noon - std::chrono::minutes{1};
    good.signed_fields = {"from", "to", "subject"};
    examination.signatures = {other, good};
    examination.identity = Identity{good, "noreply@" + sdid, sdid, sdid};
    std::string values = fmt::format("{}-{}|", to_rfc3339(report.date_range.start_datetime), to_rfc3339(report.date_range.end_datetime));
    for (const PolicyResult& result : report.policies) {
        values += fmt::format("{}|{}|{}|{}|", result.policy.policy_type, result.policy.policy_domain,
                              result.summary.total_successful_session_count, result.summary.total_failure_session_count);
        for (const FailureDetails& details : result.failure_details)
            values += fmt::format("{}:{},", details.result_type, details.failed_session_count);
    }
    examination.json_sha256 = sha256_hex(sdid + report.report_id + values);
    examination.report = std::move(report);
    return examination;
}

Examination refused(Slug slug, bool report_like) {
    Examination examination;
    examination.slug = slug;
    examination.detail = "for a test";
    examination.report_like = report_like;
    examination.from_domain = "forged.example";
    return examination;
}

Submission submission_of(const Examination& examination, std::chrono::sys_seconds received_at, std::string_view bytes) {
    static const Envelope envelope{"bounce@sender.example", {"tlsrpt@example.com"}};
    Submission submission;
    submission.bytes = bytes;
    submission.envelope = &envelope;
    submission.transport = "lmtp";
    submission.received_at = received_at;
    submission.examination = &examination;
    return submission;
}

StoreFixture::StoreFixture(QuarantineBudget budget) {
    options.database = directory.file("tlsrpt.db");
    options.budget = budget;
    options.budget.min_free_percent = 0;  // how full the machine is that runs the tests is no part of them
    store = must(open_store(options));
}

Expected<Recorded> StoreFixture::record(const Examination& examination, std::chrono::sys_seconds received_at, std::string_view bytes) {
    const Submission submission = submission_of(examination, received_at, bytes);
    auto recorded = store->record({&submission, 1});
    if (!recorded) return recorded.error();
    REQUIRE(recorded->size() == 1);
    return recorded->front();
}

namespace {

sqlite3* open_beside(const StoreOptions& options) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2(options.database.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    return db;
}

}  // namespace

std::int64_t StoreFixture::number(const std::string& sql) const {
    sqlite3* db = open_beside(options);
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    const std::int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

void StoreFixture::execute(const std::string& sql) const {
    sqlite3* db = open_beside(options);
    CHECK_MESSAGE(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
    sqlite3_close(db);
}

Selection everything() {
    Selection selection;
    selection.until = far_future;
    return selection;
}

std::string daily_text(StoreReader& reader, const Selection& selection) {
    std::string text;
    for (const DailyRow& row : must(reader.daily(selection)))
        text += fmt::format("{} {} {}: {} reports, {} sessions, {} failures, at most {}\n", to_date(row.day), row.policy_domain, row.sdid,
                            row.reports, row.sessions, row.failures, row.sessions_at_most);
    return text;
}

std::string rollups_text(StoreReader& reader) {
    std::string text = daily_text(reader);
    for (const DailyTypeRow& row : must(reader.daily_types(everything())))
        text += fmt::format("{} {} {} {}: {} + {}\n", to_date(row.day), row.policy_domain, row.sdid, row.policy_type,
                            row.total_successful_session_count, row.total_failure_session_count);
    for (const TopFailureRow& row : must(reader.top_failures(everything(), 1000)))
        text += fmt::format("{} {} {} {}: {}\n", row.policy_domain, row.result_type, row.receiving_mx_hostname, row.failure_reason_code,
                            row.failed_session_count);
    return text;
}

}  // namespace tlsrpt::test
