// How many mails a second do several writers store, one beside the other, as several hosts do?
//
//     writers DATABASE|URL [WRITERS…]    default 1 2 4. Each round goes on in the same store, which is left there
//
// Each writer is a thread with a Store of its own. Typical reports of one failure and 3 KB, from 50 reporters about 10,000 policy domains, so that two batches
// rarely speak of the same pair: 64 a transaction as under load, and 8 as when few sessions wait. Wall time, median of five rounds; every report is new.
// One line a figure: name, number, unit.
#include <barrier>
#include <cstdio>
#include <thread>

#include "many_reports.hpp"

namespace {

using namespace tlsrpt;
using namespace tlsrpt::bench;
using std::chrono::steady_clock;

constexpr std::size_t policy_domains = 10'000;
constexpr std::size_t mails_of_a_writer = 2048;
constexpr int rounds = 5;

double round_of(const StoreOptions& options, std::size_t writers, std::size_t group, std::size_t& next) {
    std::barrier start{static_cast<std::ptrdiff_t>(writers) + 1};
    std::vector<std::thread> threads;
    const std::size_t mails = std::min(mails_of_a_writer, 64 * group);
    for (std::size_t writer = 0; writer < writers; ++writer, next += mails)
        threads.emplace_back([&options, &start, group, mails, from = next] {
            const auto store = need(open_store(options));
            Filler filler{*store, group, policy_domains};
            filler.store(from, from + group, 1, 1, true);    // warm
            start.arrive_and_wait();
            filler.store(from + group, from + mails, 1, 1, true);
        });
    start.arrive_and_wait();
    const auto begin = steady_clock::now();
    for (std::thread& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(steady_clock::now() - begin).count();
    return static_cast<double>(writers * (mails - group)) / seconds;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: writers DATABASE|URL [WRITERS…]\n";
        return 64;
    }
    std::vector<std::size_t> counts;
    for (int i = 2; i < argc; ++i) counts.push_back(std::strtoull(argv[i], nullptr, 10));
    if (counts.empty()) counts = {1, 2, 4};
    StoreOptions options;
    options.database = argv[1];
    options.budget.quota_per_signer = 1'000'000'000;
    std::size_t next = (std::size_t{1} << 40) + static_cast<std::size_t>(need(need(open_store(options))->quarantined(std::nullopt)).size());
    next += static_cast<std::size_t>(need(need(open_store_reader(options))->mark()).message) * 1000;    // new to the store
    for (const std::size_t group : {std::size_t{64}, std::size_t{8}})
        for (const std::size_t writers : counts) {
            std::vector<double> rates;
            for (int round = 0; round < rounds; ++round) rates.push_back(round_of(options, writers, group, next));
            std::sort(rates.begin(), rates.end());
            std::printf("%-46s %12.0f mails/s median (%.0f to %.0f)\n", (std::to_string(writers) + " writers, " + std::to_string(group) + " mails a transaction").c_str(),
                        rates[rates.size() / 2], rates.front(), rates.back());
            std::fflush(stdout);
        }
    return 0;
}
