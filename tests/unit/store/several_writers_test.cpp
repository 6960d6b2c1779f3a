// Several Stores write to one PostgreSQL at once: what comes out is what one after the other gives, and nothing is acknowledged that is not there.
//
// Run by with_postgresql, which starts a server and names it in TLSRPT_TEST_POSTGRESQL.
#include <fmt/format.h>

#include <atomic>
#include <random>
#include <thread>

#include "postgresql_fixture.hpp"
#include "store/postgresql/session.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"
#include "world.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

// All that follows from the current reports, without the numbers that depend on who came first.
std::string said_by(StoreReader& reader) {
    std::string text = rollups_text(reader);
    std::set<std::string> lines;
    for (const SpellRow& row : must(reader.spells(everything(), far_future))) {
        std::string line = fmt::format("{} {} {} {}: {} to {}, {}", row.policy_domain, row.receiving_mx_hostname, row.result_type, row.sdid, to_date(row.first_day),
                                       to_date(row.last_day), row.failed_session_count);
        for (const SightingRow& sighting : must(reader.sightings(row.symptom_id, yesterday - days{100}, yesterday + days{1})))
            line += fmt::format("; {} {} {}", to_date(sighting.day), sighting.failed_session_count, sighting.sending_network);
        lines.insert(line);
    }
    for (const DailyPolicyRow& row : must(reader.daily_policies(everything())))
        lines.insert(fmt::format("{} {} {} {} {}: {} {}", row.policy_domain, to_date(row.day), row.sdid, row.policy_type,
                                 fmt::join(must(reader.policy_strings({&row.policy_id, 1})).front(), "|"), row.total_successful_session_count,
                                 row.total_failure_session_count));
    for (const ReporterRow& row : must(reader.reporters(far_future, OrganizationNames::Left)))
        lines.insert(fmt::format("{}: {} days, {} to {}", row.sdid, row.report_days, to_date(row.first_day), to_date(row.last_day)));
    return text + fmt::format("{}", fmt::join(lines, "\n"));
}

// Each thread has a Store of its own and takes the next mails until none is left.
std::vector<Slug> record_side_by_side(const StoreOptions& options, const std::vector<Mail>& mails, unsigned threads, std::size_t most_in_batch) {
    std::vector<Slug> slugs(mails.size(), Slug::Internal);
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> writers;
    std::atomic<int> troubles{0};
    for (unsigned i = 0; i < threads; ++i)
        writers.emplace_back([&, i] {
            std::mt19937 random{i};
            auto store = open_store(options);
            if (!store) return void(++troubles);
            for (;;) {
                const std::size_t count = 1 + random() % most_in_batch;
                const std::size_t begin = next.fetch_add(count);
                if (begin >= mails.size()) return;
                const std::size_t end = std::min(begin + count, mails.size());
                std::vector<Submission> submissions;
                for (std::size_t at = begin; at < end; ++at) submissions.push_back(submission_of(mails[at].examination, mails[at].received_at));
                auto recorded = (*store)->record(submissions);
                if (!recorded) return void(++troubles);
                for (std::size_t at = begin; at < end; ++at)
                    if ((*recorded)[at - begin]) slugs[at] = (*recorded)[at - begin]->slug;
            }
        });
    for (std::thread& writer : writers) writer.join();
    CHECK(troubles == 0);
    return slugs;
}

}  // namespace

TEST_CASE("four writers at once give what one gives") {
    for (unsigned seed = 1; seed <= 15; ++seed) {
        CAPTURE(seed);
        const std::vector<Mail> mails = World{seed}.mails(40 + seed * 4);
        StoreFixture alone;    // SQLite
        record_all(alone, mails);
        PostgresqlFixture fixture;
        const auto slugs = record_side_by_side(fixture.options, mails, 4, 6);
        CHECK(std::count(slugs.begin(), slugs.end(), Slug::Internal) == 0);
        REQUIRE(said_by(*fixture.reader()) == said_by(*alone.reader()));
        CHECK(fixture.number("SELECT count(*) FROM report") == alone.number("SELECT count(*) FROM report"));
        CHECK(fixture.number("SELECT count(*) FROM message") == alone.number("SELECT count(*) FROM message"));
        CHECK(fixture.number("SELECT sum(reports) FROM signer_day") == alone.number("SELECT sum(reports) FROM signer_day"));
    }
}

TEST_CASE("the same mail from eight hosts at the same moment is stored once") {
    PostgresqlFixture fixture;
    for (int round = 0; round < 5; ++round) {
        const Mail mail{accepted(report(fmt::format("round {}", round), {policy("sts", "a.example", 3, 1, {failure("certificate-expired", 1)})})), noon};
        const auto slugs = record_side_by_side(fixture.options, std::vector<Mail>(8, mail), 8, 1);
        CHECK(std::count(slugs.begin(), slugs.end(), Slug::Stored) == 1);
        CHECK(std::count(slugs.begin(), slugs.end(), Slug::Duplicate) == 7);
    }
    CHECK(fixture.number("SELECT count(*) FROM report") == 5);
    CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 20);
}

TEST_CASE("no report appears below a mark that was given out") {
    PostgresqlFixture fixture;
    std::vector<Mail> mails;
    for (int i = 0; i < 400; ++i)
        mails.push_back({accepted(report(fmt::format("id {}", i), {policy("sts", fmt::format("{}.example", i % 23), 1, 0)}), fmt::format("s{}.example", i % 7)), noon});
    std::atomic<bool> ending{false};
    struct Marked {
        StoreMark mark;
        std::int64_t reports;
        std::int64_t messages;
    };
    std::vector<Marked> marks;
    std::thread looking{[&] {
        const auto reader = fixture.reader();
        while (!ending) {
            const StoreMark mark = must(reader->mark());
            marks.push_back({mark, fixture.number(fmt::format("SELECT count(*) FROM report WHERE id <= {}", mark.report)),
                             fixture.number(fmt::format("SELECT count(*) FROM message WHERE id <= {}", mark.message))});
        }
    }};
    record_side_by_side(fixture.options, mails, 4, 5);
    ending = true;
    looking.join();
    std::set<std::int64_t> different;
    for (const Marked& marked : marks) {
        different.insert(marked.mark.report);
        CHECK(fixture.number(fmt::format("SELECT count(*) FROM report WHERE id <= {}", marked.mark.report)) == marked.reports);
        CHECK(fixture.number(fmt::format("SELECT count(*) FROM message WHERE id <= {}", marked.mark.message)) == marked.messages);
    }
    CHECK(different.size() > 3);    // it looked while they wrote
    CHECK(fixture.number("SELECT count(*) FROM report") == 400);
}

TEST_CASE("quarantine stays within its budget with several writers, but for what is under way") {
    QuarantineBudget budget;
    budget.max_mails_per_day = 50;
    PostgresqlFixture fixture{budget};
    const std::vector<Mail> mails(300, Mail{refused(Slug::NoSignature, false), noon});
    const auto slugs = record_side_by_side(fixture.options, mails, 4, 3);
    CHECK(std::count(slugs.begin(), slugs.end(), Slug::NoSignature) == 300);
    CHECK(fixture.number("SELECT count(*) FROM quarantine WHERE has_body") <= 50 + 4 * 3);
    CHECK(fixture.number("SELECT count(*) FROM quarantine WHERE has_body") == fixture.number("SELECT sum(bodies) FROM quarantine_day"));
    CHECK(fixture.number("SELECT count(*) FROM quarantine") == fixture.number("SELECT sum(mails) FROM quarantine_day"));
    CHECK(fixture.number("SELECT sum(kept_bytes) FROM quarantine") == fixture.number("SELECT sum(kept_bytes) FROM quarantine_use"));
    CHECK(fixture.number("SELECT sum(junk_evicted) + sum(mails) FROM quarantine_day") == 300);
}

TEST_CASE("a revision that reaches other domains than its own gets the store alone") {
    PostgresqlFixture fixture;
    fixture.options.busy_timeout = std::chrono::milliseconds{300};
    fixture.store = must(open_store(fixture.options));
    CHECK(fixture.must_record(accepted(report("id", {policy("sts", "a.example", 1, 0), policy("sts", "b.example", 2, 0)}))).slug == Slug::Stored);

    // Another writer is under way: it has the store, with others.
    const std::string schema = fixture.options.database.substr(fixture.options.database.find("search_path%3D") + 14);
    const auto number = static_cast<std::int64_t>(std::stoull(sha256_hex("tlsrpt-inbox " + schema + " store").substr(0, 16), nullptr, 16));
    postgresql::Session other{fixture.options.database, std::chrono::seconds{10}, std::chrono::seconds{10}};
    other.execute(fmt::format("BEGIN; SELECT pg_advisory_xact_lock_shared({})", number));
    CHECK(fixture.must_record(accepted(report("of b alone", {policy("sts", "b.example", 1, 0)}))).slug == Slug::Stored);
    const auto revision = accepted(report("id", {policy("sts", "b.example", 5, 0)}));
    const auto waited = fixture.record(revision, noon + std::chrono::seconds{1});
    REQUIRE_FALSE(waited.has_value());
    CHECK(waited.error().slug == Slug::StoreBusy);
    other.execute("ROLLBACK");

    CHECK(fixture.must_record(revision, noon + std::chrono::seconds{1}).slug == Slug::Revision);
    CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 6);
    CHECK(fixture.number("SELECT count(*) FROM daily") == 1);
}
