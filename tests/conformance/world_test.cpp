// Random worlds through every kind of store, and several writers at once.
#include <algorithm>
#include <barrier>
#include <cstdlib>
#include <thread>

#include "script.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

QuarantineBudget tight(unsigned seed) {
    QuarantineBudget budget;
    if (seed % 3 == 1) budget.quota_per_signer = 6;
    if (seed % 4 == 1) budget.max_bytes = 600;
    if (seed % 5 == 1) budget.max_mails_per_day = 2;
    return budget;
}

}  // namespace

TEST_CASE("random worlds give the same answers in every kind of store") {
    const char* more = std::getenv("TLSRPT_WORLDS");
    const unsigned worlds = more == nullptr ? 24 : static_cast<unsigned>(std::stoul(more));
    for (unsigned seed = 1; seed <= worlds; ++seed) {
        CAPTURE(seed);
        each_store([&](Place& place) { Script{seed}.play(place); }, tight(seed));
    }
}

// As from several hosts: each has all mails, and all begin at the same moment.
TEST_CASE("the same mails from several writers at once are stored once") {
    constexpr unsigned writers = 4;
    for (const unsigned seed : {2u, 3u, 7u}) {
        CAPTURE(seed);
        const std::vector<Mail> mails = World{seed}.mails(25);
        const auto contents = contents_of(mails);
        std::string alone;
        for (const auto& place : new_places({})) {
            CAPTURE(place->kind());
            place->store();    // is there before they come
            std::barrier start{static_cast<std::ptrdiff_t>(writers)};
            std::vector<std::vector<Slug>> answers(writers);
            std::vector<std::thread> threads;
            for (unsigned writer = 0; writer < writers; ++writer)
                threads.emplace_back([&, writer] {
                    const auto store = place->open_store();
                    std::vector<Mail> own = mails;
                    std::shuffle(own.begin(), own.end(), std::mt19937{seed * 100 + writer / 2});    // two of them in the same order
                    start.arrive_and_wait();
                    for (std::size_t next = 0; next < own.size(); next += 5) {
                        std::vector<Submission> batch;
                        for (std::size_t i = next; i < std::min(next + 5, own.size()); ++i) batch.push_back(submission_of(own[i].examination, own[i].received_at));
                        const auto recorded = store->record(batch);
                        for (std::size_t i = 0; i < batch.size(); ++i)
                            answers[writer].push_back(!recorded ? recorded.error().slug : !(*recorded)[i] ? (*recorded)[i].error().slug : (*recorded)[i]->slug);
                    }
                });
            for (std::thread& thread : threads) thread.join();

            std::size_t kept = 0;
            for (const auto& of_writer : answers) {
                REQUIRE(of_writer.size() == mails.size());
                for (const Slug slug : of_writer) {
                    REQUIRE((slug == Slug::Stored || slug == Slug::Revision || slug == Slug::Duplicate));
                    kept += slug == Slug::Duplicate ? 0 : 1;
                }
            }
            CHECK(kept == contents.size());
            CHECK(must(place->reader().reports(everything())).size() == contents.size());
            // What counts does not depend on who was first.
            const std::string sums = rollups_text(place->reader());
            if (alone.empty()) alone = sums;
            CHECK(sums == alone);
        }
    }
}

TEST_CASE("reports come a page at a time, and none is missed or told twice") {
    each_store([](Place& place) {
        std::vector<Examination> examinations;
        for (int i = 0; i < 600; ++i) examinations.push_back(accepted(report(std::to_string(i), {policy("sts", i % 2 == 0 ? "a.example" : "b.example", 1, 0)})));
        std::vector<Submission> batch;
        for (const Examination& examination : examinations) batch.push_back(submission_of(examination));
        place.record(batch);
        std::size_t visited = 0;
        std::uint64_t done = 0;
        StoreMark half;
        const auto all = place.reader().each_report(
            everything(), {},
            [&](const ReportRow& row, const Report&) {
                if (++visited == 300) half.report = row.id;
                return true;
            },
            [&](std::uint64_t so_far, std::uint64_t total) {
                CHECK(total == 600);
                done = so_far;
            });
        CHECK(all.has_value());
        CHECK(visited == 600);
        CHECK(done == 600);
        Selection selection = everything();
        selection.policy_domains = {"*.example"};
        visited = 0;
        CHECK(place.reader().each_report(selection, half, [&](const ReportRow&, const Report&) { return ++visited > 0; }, nullptr).has_value());
        CHECK(visited == 300);
    });
}
