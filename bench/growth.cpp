// Does the store stay fast as it fills? Fills one with reports, and measures at each mark.
//
//     growth DATABASE [MARK…]        marks are numbers of failure rows; default 0 1000000 10000000. DATABASE must not exist, and is left there
//     growth postgresql://… [MARK…]  the same on a server, in an empty database; CPU is then the program's alone
//     growth --fill DATABASE|URL MARK    fills only, one day at most
//     growth --ask DATABASE|URL          measures one that is filled already
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

#include "many_reports.hpp"
#include "tlsrpt/database_url.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/store_health.hpp"

namespace {

using namespace tlsrpt;
using namespace tlsrpt::bench;
using std::chrono::steady_clock;

constexpr std::size_t failures_a_report = 10;
constexpr std::size_t reports_a_day = 2500;
constexpr std::size_t all_days = 400;

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

double size_of(const StoreOptions& options) {
    const std::string& path = options.database;
    if (is_postgresql(path)) return static_cast<double>(examine_store(options, std::chrono::milliseconds{0}).file_bytes);
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
    say("database after prune", size_of(options) / (1 << 20), "MiB");
}

void measure_filled(const StoreOptions& options) {
    const auto store = need(open_store(options));
    const auto reader = need(open_store_reader(options));
    const auto last = need(reader->last_day());
    if (!last) {
        std::cerr << "growth: the database is empty\n";
        std::exit(64);
    }
    std::size_t extra = (std::size_t{1} << 41) + static_cast<std::size_t>(need(reader->mark()).message) * 10;
    say("database", size_of(options) / (1 << 20), "MiB");
    measure_ingest(*store, extra, static_cast<std::size_t>((*last - first_day).count()));
    measure_queries(options, *last);
}

}  // namespace

int main(int argc, char** argv) {
    StoreOptions options;
    options.budget.quota_per_signer = 1'000'000'000;
    if (argc == 3 && std::string_view{argv[1]} == "--ask") {
        options.database = argv[2];
        measure_filled(options);
        return 0;
    }
    const bool only_fill = argc == 4 && std::string_view{argv[1]} == "--fill";
    if (only_fill) {
        --argc;
        ++argv;
    }
    if (argc < 2 || (!is_postgresql(argv[1]) && std::filesystem::exists(argv[1]))) {
        std::cerr << "usage: growth DATABASE|URL [MARK…]; DATABASE must not exist, a server's must be empty\n";
        return 64;
    }
    std::vector<std::size_t> marks;
    for (int i = 2; i < argc; ++i) marks.push_back(std::strtoull(argv[i], nullptr, 10));
    if (marks.empty()) marks = {0, 1'000'000, 10'000'000};
    options.database = argv[1];

    if (need(need(open_store(options))->quarantined(std::nullopt)).size() + static_cast<std::size_t>(need(need(open_store_reader(options))->mark()).message) > 0) {
        std::cerr << "growth: the database is not empty\n";
        return 64;
    }
    if (only_fill) {
        Filler{*need(open_store(options))}.store(0, std::min(marks.front() / failures_a_report, reports_a_day), failures_a_report, 0, true);
        return 0;
    }
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
        const double bytes = size_of(options);
        say("database", bytes / (1 << 20), "MiB");
        if (reports > 0) say("database, a report of ten failures", bytes / static_cast<double>(reports), "bytes");
        measure_ingest(*store, extra, last);
        measure_queries(options, first_day + days{static_cast<int>(last)});
        if (mark == marks.back() && reports > 0) measure_prune(options, *store, first_day + days{static_cast<int>(last)});
    }
    return 0;
}
