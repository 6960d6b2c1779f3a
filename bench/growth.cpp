// Does the store stay fast as it fills? Fills one with reports, and measures at each mark.
//
//     growth DATABASE [MARK…]        marks are numbers of failure rows; default 0 1000000 10000000. DATABASE must not exist, and is left there
//
// A report has 10 failures; 2,500 of them come a day, from 50 reporters about 50 policy domains, so that ten million rows are 400 days. Its raw mail of
// 3 KB is kept for the last 30 days, as the retention does. At each mark:
//   - ingest: 8,192 typical reports of one failure, 64 a transaction, as the daemon does under load; CPU and wall time, median of eight rounds
//   - queries, through the reader that tlsrpt-query uses: median and worst of nine, the first after opening apart
//   - the size of the database
// At the end prune, dry and in earnest, with details of the oldest 10 % of the days to go. One line a figure: name, number, unit.
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "tlsrpt/examination.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/store.hpp"

namespace {

using namespace tlsrpt;
using std::chrono::days;
using std::chrono::steady_clock;
using std::chrono::sys_days;

constexpr std::size_t failures_a_report = 10;
constexpr std::size_t reports_a_day = 2500;
constexpr std::size_t reporters = 50;
constexpr std::size_t policy_domains = 50;
constexpr std::size_t group = 64;
constexpr std::size_t all_days = 400;
const sys_days first_day{std::chrono::year{2025} / 10 / 1};

template <typename T>
T need(Expected<T> value) {
    if (value) return *std::move(value);
    std::cerr << "growth: " << value.error().detail << '\n';
    std::exit(1);
}

double cpu_ms() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    return 1e3 * static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) + 1e-3 * static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}
double ms_since(steady_clock::time_point start) { return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count(); }

void say(const std::string& name, double number, const char* unit) {
    std::printf("%-46s %12.3f %s\n", name.c_str(), number, unit);
    std::fflush(stdout);
}

std::string domain(const char* what, std::size_t number) { return what + std::to_string(number) + ".example"; }

/// The report with that number, all numbers different.
Examination examination_of(std::size_t number, std::size_t day_number, std::size_t failures) {
    const std::string sdid = domain("reporter", number % reporters);
    const sys_days day = first_day + days{static_cast<int>(day_number)};
    Examination e;
    e.slug = Slug::Acceptable;
    e.report_like = true;
    e.from_domain = sdid;
    e.subject = "Report Domain: example Submitter: " + sdid;
    SignatureVerdict verdict;
    verdict.slug = Slug::Acceptable;
    verdict.sdid = sdid;
    verdict.auid = "@" + sdid;
    verdict.selector = "s1";
    verdict.algorithm = "rsa-sha256";
    verdict.canonicalization = "relaxed/relaxed";
    verdict.key_bits = 2048;
    verdict.aligned = true;
    verdict.signed_fields = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"};
    e.signatures = {verdict};
    e.identity = Identity{verdict, "tls-reports@" + sdid, sdid, sdid};
    e.media_type = "application/tlsrpt+gzip";
    e.submitter = sdid;
    e.inflated_bytes = 1500;
    std::string digits = std::to_string(number);
    e.json_sha256 = digits + std::string(64 - digits.size(), 'a');
    Report report;
    report.organization_name = "Reporter " + sdid;
    report.date_range = {.start_datetime = day, .end_datetime = day + std::chrono::seconds{86399}};
    report.contact_info = "tls@" + sdid;
    report.report_id = "2026-" + digits + "@" + sdid;
    PolicyResult result;
    result.policy = {.policy_type = "sts",
                     .policy_string = {"version: STSv1", "mode: enforce", "mx: mx1.example.com", "max_age: 604800"},
                     .policy_domain = domain("policy", number / reporters % policy_domains),
                     .mx_host = {"mx1.example.com", "mx2.example.com"}};
    result.summary = {.total_successful_session_count = 1000 + number % 977, .total_failure_session_count = failures * 3};
    for (std::size_t i = 0; i < failures; ++i)
        result.failure_details.push_back({.result_type = i % 3 == 0 ? "certificate-expired" : "starttls-not-supported",
                                          .sending_mta_ip = "192.0.2." + std::to_string(number % 250 + 1),
                                          .receiving_mx_hostname = "mx" + std::to_string(i % 2 + 1) + ".example.com",
                                          .receiving_mx_helo = "",
                                          .receiving_ip = "2001:db8::" + std::to_string(i + 1),
                                          .failed_session_count = 3,
                                          .additional_information = "",
                                          .failure_reason_code = "code " + std::to_string(i % 5)});
    report.policies = {std::move(result)};
    e.report = std::move(report);
    return e;
}

/// Stores reports [from, to) in groups; all of them must be new.
class Filler {
public:
    explicit Filler(Store& store) : store_(store) {}

    void store(std::size_t from, std::size_t to, std::size_t failures, std::size_t day_number, bool raw_is_kept) {
        const std::string raw(raw_is_kept ? 3000 : 1, 'x');
        for (std::size_t start = from; start < to; start += group) {
            std::vector<Examination> examinations;
            for (std::size_t number = start; number < std::min(start + group, to); ++number) examinations.push_back(examination_of(number, day_number, failures));
            std::vector<Submission> submissions;
            for (const Examination& examination : examinations)
                submissions.push_back({.bytes = raw,
                                       .envelope = &envelope_,
                                       .transport = "lmtp",
                                       .received_at = first_day + days{static_cast<int>(day_number) + 1} + std::chrono::hours{3},
                                       .examination = &examination});
            for (const auto& recorded : need(store_.record(submissions)))
                if (!recorded || recorded->slug != Slug::Stored) {
                    std::cerr << "growth: a report was not stored: " << (recorded ? recorded->detail : recorded.error().detail) << '\n';
                    std::exit(1);
                }
        }
    }

private:
    Store& store_;
    const Envelope envelope_{.reverse_path = "reports@reporter.example", .forward_paths = {"tlsrpt@example.com"}};
};

void measure(const std::string& name, const std::function<std::size_t()>& query) {
    std::vector<double> times;
    std::size_t rows = 0;
    for (int turn = 0; turn < 9; ++turn) {
        const auto start = steady_clock::now();
        rows = query();
        times.push_back(ms_since(start));
    }
    const double first = times.front();
    std::ranges::sort(times);
    say(name + " (" + std::to_string(rows) + " rows)", times[times.size() / 2], "ms median");
    say(name + ", first", first, "ms");
}

void measure_queries(const StoreOptions& options, sys_days last) {
    const auto reader = need(open_store_reader(options));
    const auto selection = [&](days length, std::vector<std::string> domains) {
        Selection period;
        period.since = last - length + days{1};
        period.until = last + days{1};
        period.policy_domains = std::move(domains);
        return period;
    };
    const std::vector<std::string> one{domain("policy", 7)};
    const auto summary = [&](const Selection& period) {
        const auto daily = need(reader->daily(period));
        const auto types = need(reader->daily_types(period));
        const auto top = need(reader->top_failures(period, 10));
        const auto established = need(reader->established_signers(3, last));
        return summarise(daily, types, top, established).size();
    };
    measure("summary, one domain, its last day", [&] { return summary(selection(days{1}, one)); });
    measure("summary, one domain, 30 days", [&] { return summary(selection(days{30}, one)); });
    measure("summary, all domains, 30 days", [&] { return summary(selection(days{30}, {})); });
    measure("failures, one domain, its last day", [&] { return need(reader->failures(selection(days{1}, one))).size(); });
    measure("failures, one domain, 30 days", [&] { return need(reader->failures(selection(days{30}, one))).size(); });
    measure("reports, one domain, 30 days", [&] { return need(reader->reports(selection(days{30}, one))).size(); });
    measure("established signers", [&] { return need(reader->established_signers(3, last)).size(); });
}

void measure_ingest(Store& store, std::size_t& next, std::size_t day_number) {
    std::vector<double> cpu;
    std::vector<double> wall;
    Filler filler{store};
    constexpr std::size_t mails = 1024;
    for (int turn = 0; turn < 8; ++turn) {
        const double cpu_before = cpu_ms();
        const auto start = steady_clock::now();
        filler.store(next, next + mails, 1, day_number, true);
        next += mails;
        cpu.push_back(1e3 * (cpu_ms() - cpu_before) / mails);
        wall.push_back(1e3 * ms_since(start) / mails);
    }
    std::ranges::sort(cpu);
    std::ranges::sort(wall);
    say("ingest, CPU a report", cpu[cpu.size() / 2], "us median");
    say("ingest, CPU a report, least", cpu.front(), "us");
    say("ingest, CPU a report, most", cpu.back(), "us");
    say("ingest, wall time a report", wall[wall.size() / 2], "us median");
}

double size_of(const std::string& path) {
    double bytes = 0;
    for (const char* end : {"", "-wal"}) {
        std::error_code missing;
        const auto size = std::filesystem::file_size(path + end, missing);
        if (!missing) bytes += static_cast<double>(size);
    }
    return bytes;
}

void measure_prune(const StoreOptions& options, Store& store, sys_days last) {
    const Retention retention{.details = days{static_cast<int>(all_days * 9 / 10)}};
    for (const bool dry : {true, false}) {
        const double cpu_before = cpu_ms();
        const auto start = steady_clock::now();
        const Pruned pruned = need(store.prune(retention, last + days{1}, dry, [](std::uint64_t, std::uint64_t) {}));
        const std::string name = dry ? "prune, dry run" : "prune";
        say(name + " (" + std::to_string(pruned.reports) + " reports)", ms_since(start) / 1e3, "s");
        say(name + ", CPU", (cpu_ms() - cpu_before) / 1e3, "s");
    }
    say("database after prune", size_of(options.database) / (1 << 20), "MiB");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || std::filesystem::exists(argv[1])) {
        std::cerr << "usage: growth DATABASE [MARK…]; DATABASE must not exist\n";
        return 64;
    }
    std::vector<std::size_t> marks;
    for (int i = 2; i < argc; ++i) marks.push_back(std::strtoull(argv[i], nullptr, 10));
    if (marks.empty()) marks = {0, 1'000'000, 10'000'000};
    StoreOptions options;
    options.database = argv[1];
    options.budget.quota_per_signer = 1'000'000'000;

    std::size_t reports = 0;    // of those that fill, ten failures each
    std::size_t extra = std::size_t{1} << 40;    // numbers of those that only measure
    for (const std::size_t mark : marks) {
        const auto store = need(open_store(options));
        Filler filler{*store};
        const std::size_t wanted = mark / failures_a_report;
        while (reports < wanted) {
            const std::size_t day = std::min(reports / reports_a_day, all_days - 1);
            const std::size_t end = std::min(wanted, (reports / reports_a_day + 1) * reports_a_day);
            filler.store(reports, end, failures_a_report, day, day + 30 >= all_days);
            reports = end;
        }
        const std::size_t last = reports == 0 ? 0 : std::min((reports - 1) / reports_a_day, all_days - 1);
        std::printf("\n# %zu failure rows, %zu reports, %zu days\n", mark, reports, last + 1);
        const double bytes = size_of(options.database);
        say("database", bytes / (1 << 20), "MiB");
        if (reports > 0) say("database, a report of ten failures", bytes / static_cast<double>(reports), "bytes");
        measure_ingest(*store, extra, last);
        measure_queries(options, first_day + days{static_cast<int>(last)});
        if (mark == marks.back() && reports > 0) measure_prune(options, *store, first_day + days{static_cast<int>(last)});
    }
    return 0;
}
