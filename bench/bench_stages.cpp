// What each stage of a mail's way costs, for a typical report and for one of 20,000 failures.
//
//     prescan, preview, verify, read, inflate, guard, normalise, validate, map      in their order; "examine" is all of them
//     encode, decode                                                               the answer on its way out of the cell
//     record                                                                       64 mails in one transaction, a new store in memory
//     summary                                                                      rows of one domain's month
//
// One thread, CPU time. A stage that changes its input works on a copy, which is made outside the measured time.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "examine/preview.hpp"
#include "examine/wire.hpp"
#include "report/guard.hpp"
#include "report/inflate.hpp"
#include "report/map.hpp"
#include "report/normalise.hpp"
#include "report/schema.hpp"
#include "sample_reports.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/mail.hpp"
#include "tlsrpt/store.hpp"

namespace {

using namespace tlsrpt;
using bench::sample_mail;
using bench::SampleMail;

const Limits limits;

[[noreturn]] void give_up(std::string_view why) {
    std::cerr << why << '\n';
    std::abort();
}

Examination examined(const SampleMail& mail) {
    Examination examination = examine(mail.octets, mail.keys, mail.received_at, limits);
    if (examination.slug != Slug::Acceptable) give_up(examination.detail);
    return examination;
}

void stage_prescan(benchmark::State& state, std::size_t failures) {
    const SampleMail mail = sample_mail(failures);
    for (auto _ : state) benchmark::DoNotOptimize(prescan(mail.octets, limits));
}

void stage_preview(benchmark::State& state, std::size_t failures) {
    const SampleMail mail = sample_mail(failures);
    for (auto _ : state) benchmark::DoNotOptimize(preview(mail.octets, limits));
}

void stage_verify(benchmark::State& state, std::size_t failures) {
    const SampleMail mail = sample_mail(failures);
    const Prescan scanned = prescan(mail.octets, limits);
    for (auto _ : state) benchmark::DoNotOptimize(verify(scanned, mail.keys, mail.received_at, limits));
}

void stage_read(benchmark::State& state, std::size_t failures) {
    const SampleMail mail = sample_mail(failures);
    const Prescan scanned = prescan(mail.octets, limits);
    for (auto _ : state) benchmark::DoNotOptimize(read(scanned, limits));
}

std::string part_of(const SampleMail& mail) { return read(prescan(mail.octets, limits), limits).value().part.octets; }

void stage_inflate(benchmark::State& state, std::size_t failures) {
    const std::string octets = part_of(sample_mail(failures));
    for (auto _ : state) benchmark::DoNotOptimize(report::inflate_report(octets, limits.max_inflated_bytes));
}

void stage_guard(benchmark::State& state, std::size_t failures) {
    const std::string json = bench::report_json(failures);
    for (auto _ : state) benchmark::DoNotOptimize(report::read_json(json, limits));
    state.counters["json_bytes"] = static_cast<double>(json.size());
}

void normalise(report::Json& document) {
    std::vector<Deviation> deviations;
    report::DeviationLog log{deviations, limits.max_deviations};
    report::normalise(document, {}, limits, log);
}

/// Runs `work` on a document of its own each time.
template <typename Work>
void on_documents(benchmark::State& state, const report::Json& document, Work work) {
    for (auto _ : state) {
        state.PauseTiming();
        {
            report::Json copy = document;
            state.ResumeTiming();
            work(copy);
            state.PauseTiming();
        }
        state.ResumeTiming();
    }
}

void stage_normalise(benchmark::State& state, std::size_t failures) {
    on_documents(state, report::read_json(bench::report_json(failures), limits).value(), normalise);
}

void stage_validate(benchmark::State& state, std::size_t failures) {
    report::Json document = report::read_json(bench::report_json(failures), limits).value();
    normalise(document);
    for (auto _ : state)
        if (!report::violations_of(document, limits.max_violations).empty()) give_up("the report is not valid");
}

void stage_map(benchmark::State& state, std::size_t failures) {
    report::Json document = report::read_json(bench::report_json(failures), limits).value();
    normalise(document);
    on_documents(state, document, [](report::Json& copy) { benchmark::DoNotOptimize(report::map_report(std::move(copy))); });
}

void stage_examine(benchmark::State& state, std::size_t failures) {
    const SampleMail mail = sample_mail(failures);
    for (auto _ : state) benchmark::DoNotOptimize(examined(mail));
}

void stage_encode(benchmark::State& state, std::size_t failures) {
    const Examination examination = examined(sample_mail(failures));
    for (auto _ : state) benchmark::DoNotOptimize(encode(examination));
}

void stage_decode(benchmark::State& state, std::size_t failures) {
    const std::string octets = encode(examined(sample_mail(failures)));
    for (auto _ : state) benchmark::DoNotOptimize(decode_examination(octets, limits));
    state.counters["octets"] = static_cast<double>(octets.size());
}

/// A store in memory, removed at the end.
struct TemporaryStore {
    std::string path = "/dev/shm/tlsrpt-bench-" + std::to_string(getpid()) + ".db";
    StoreOptions options;
    TemporaryStore() {
        options.database = path;
        options.budget.quota_per_signer = ~0u;
    }
    ~TemporaryStore() {
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
    }
    TemporaryStore(const TemporaryStore&) = delete;
    TemporaryStore& operator=(const TemporaryStore&) = delete;
};

void stage_record(benchmark::State& state, std::size_t failures) {
    const TemporaryStore temporary;
    auto store = open_store(temporary.options);
    if (!store) give_up(store.error().detail);
    const std::size_t batch = failures > 1000 ? 1 : 64;
    const SampleMail mail = sample_mail(failures);
    const Envelope envelope{.reverse_path = "reports@reporter.example", .forward_paths = {"tlsrpt@example.com"}};
    std::vector<Examination> examinations(batch, examined(mail));
    unsigned number = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<Submission> submissions;
        for (Examination& examination : examinations) {
            examination.report->report_id = std::to_string(++number);
            examination.json_sha256 = std::string(56 - examination.report->report_id.size(), '0') + examination.report->report_id + "abcdef01";
            submissions.push_back({.bytes = mail.octets, .envelope = &envelope, .transport = "lmtp", .received_at = mail.received_at, .examination = &examination});
        }
        state.ResumeTiming();
        const auto recorded = (*store)->record(submissions);
        if (!recorded || !recorded->front() || recorded->front()->slug != Slug::Stored) give_up("a report was not stored");
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
}

void stage_summary(benchmark::State& state) {
    std::vector<DailyRow> daily;
    std::vector<DailyTypeRow> types;
    std::vector<TopFailureRow> top;
    const std::chrono::sys_days first{std::chrono::year{2026} / 11 / 1};
    for (int day = 0; day < 30; ++day)
        for (int reporter = 0; reporter < 50; ++reporter) {
            const std::string sdid = "reporter" + std::to_string(reporter) + ".example";
            daily.push_back({.day = first + std::chrono::days{day}, .policy_domain = "example.com", .sdid = sdid, .reports = 1, .sessions = 1000, .failures = 3, .sessions_at_most = 2000});
            for (const char* type : {"sts", "tlsa"})
                types.push_back({.day = first + std::chrono::days{day}, .policy_domain = "example.com", .sdid = sdid, .policy_type = type, .total_successful_session_count = 997, .total_failure_session_count = 3});
        }
    for (int i = 0; i < 10; ++i) top.push_back({.policy_domain = "example.com", .result_type = "certificate-expired", .receiving_mx_hostname = "mx1.example.com", .failure_reason_code = "", .failed_session_count = 3});
    const std::vector<std::string> established{"reporter1.example"};
    for (auto _ : state) benchmark::DoNotOptimize(summarise(daily, types, top, established));
}

void add(const char* name, void (*stage)(benchmark::State&, std::size_t)) {
    benchmark::RegisterBenchmark((std::string{name} + "/typical").c_str(), stage, bench::typical_failures)->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark((std::string{name} + "/large").c_str(), stage, bench::large_failures)->Unit(benchmark::kMicrosecond);
}

}  // namespace

int main(int argc, char** argv) {
    add("prescan", stage_prescan);
    add("preview", stage_preview);
    add("verify", stage_verify);
    add("read", stage_read);
    add("inflate", stage_inflate);
    add("guard", stage_guard);
    add("normalise", stage_normalise);
    add("validate", stage_validate);
    add("map", stage_map);
    add("examine", stage_examine);
    add("encode", stage_encode);
    add("decode", stage_decode);
    add("record", stage_record);
    benchmark::RegisterBenchmark("summary", stage_summary)->Unit(benchmark::kMicrosecond);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
