// The rollups are what adding up afresh gives, in whatever order the mails come.
//
// Random small worlds: few signers, ids, domains, days, values and times, so that keys, contents and times of receipt collide all the
// time. The expectation comes from model.hpp, which looks at all mails at once.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>

#include "model.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

class World {
public:
    explicit World(unsigned seed) : random_(seed) {}

    // One in three is another copy of a mail before it.
    std::vector<Mail> mails(std::size_t count) {
        std::vector<Mail> all;
        while (all.size() < count) {
            const bool copy = !all.empty() && below(3) == 0;
            all.push_back(copy ? all.at(below(static_cast<unsigned>(all.size()))) : mail());
            all.back().received_at = noon + std::chrono::seconds{below(8)};
        }
        return all;
    }

private:
    unsigned below(unsigned n) { return std::uniform_int_distribution<unsigned>{0, n - 1}(random_); }

    PolicyResult random_policy() {
        const std::vector<std::string> types{"sts", "tlsa", "no-policy-found", "other"};
        const std::string domain{"abcd"[below(4)]};
        PolicyResult result = policy(types[below(4)], domain + ".example", below(3), 0);
        for (unsigned i = below(3); i > 0; --i) {
            result.failure_details.push_back(
                failure(below(2) == 0 ? "certificate-expired" : "starttls-not-supported", below(3), below(2) == 0 ? "mx1" : "mx2"));
            result.summary.total_failure_session_count += result.failure_details.back().failed_session_count;
        }
        return result;
    }

    Mail mail() {
        std::vector<PolicyResult> policies;
        for (unsigned i = below(8) == 0 ? 0 : 1 + below(2); i > 0; --i) policies.push_back(random_policy());
        Report said = report(below(4) == 0 ? "id 1" : "id 2", std::move(policies));
        if (below(8) == 0) {
            said.date_range.start_datetime -= std::chrono::days{1};
            said.date_range.end_datetime -= std::chrono::days{1};
        }
        Mail mail{accepted(std::move(said), below(6) == 0 ? "one.example" : "two.example"), noon};
        // The octets follow from the values, or are another text of the same values.
        const ReportKey key = report_key(*mail.examination.identity, *mail.examination.report);
        mail.examination.json_sha256 = sha256_hex(key.values_sha256 + std::to_string(below(2)));
        return mail;
    }

    std::mt19937 random_;
};

// The text that rollups_text() should give.
std::string expected_text(const std::vector<Content>& current) {
    std::map<std::tuple<std::string, std::chrono::sys_days, std::string>, DailyRow> daily;
    std::map<std::tuple<std::string, std::chrono::sys_days, std::string, std::string>, Summary> types;
    std::map<std::string, std::map<std::tuple<std::string, std::string>, std::uint64_t>> failures;
    for (const Content& content : current) {
        std::map<std::tuple<std::string, std::string, std::string>, std::map<std::string, std::uint64_t>> kinds;
        for (const PolicyResult& result : content.report->policies) {
            Summary& sum = types[{result.policy.policy_domain, content.key.day, content.sdid, result.policy.policy_type}];
            sum.total_successful_session_count += result.summary.total_successful_session_count;
            sum.total_failure_session_count += result.summary.total_failure_session_count;
            for (const FailureDetails& details : result.failure_details)
                kinds[{result.policy.policy_domain, details.result_type, details.receiving_mx_hostname}][result.policy.policy_type] +=
                    details.failed_session_count;
        }
        for (const auto& [kind, by_type] : kinds)
            failures[std::get<0>(kind)][{std::get<1>(kind), std::get<2>(kind)}] += overlap_safe(by_type);
        for (const std::string& domain : content.domains) {
            if (content.report->policies.empty()) continue;
            const Counts counts = count_sessions(*content.report, domain);
            DailyRow& row = daily[{domain, content.key.day, content.sdid}];
            row.reports += 1;
            row.sessions += counts.sessions;
            row.failures += counts.failures;
            row.sessions_at_most += counts.sessions_at_most;
        }
    }
    std::string text;
    for (const auto& [key, row] : daily)
        text += fmt::format("{} {} {}: {} reports, {} sessions, {} failures, at most {}\n", to_date(std::get<1>(key)), std::get<0>(key),
                            std::get<2>(key), row.reports, row.sessions, row.failures, row.sessions_at_most);
    for (const auto& [key, sum] : types)
        text += fmt::format("{} {} {} {}: {} + {}\n", to_date(std::get<1>(key)), std::get<0>(key), std::get<2>(key), std::get<3>(key),
                            sum.total_successful_session_count, sum.total_failure_session_count);
    for (const auto& [domain, kinds] : failures) {
        std::vector<std::pair<std::tuple<std::string, std::string>, std::uint64_t>> sorted{kinds.begin(), kinds.end()};
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
        for (const auto& [kind, sum] : sorted) text += fmt::format("{} {} {} : {}\n", domain, std::get<0>(kind), std::get<1>(kind), sum);
    }
    return text;
}

}  // namespace

TEST_CASE("rollups do not depend on the order of arrival") {
    int revisions = 0;
    int duplicates = 0;
    int merges = 0;
    for (unsigned seed = 1; seed <= 50; ++seed) {
        CAPTURE(seed);
        std::vector<Mail> mails = World{seed}.mails(4 + seed % 17);
        const auto contents = contents_of(mails);
        const std::string expected = expected_text(current_ones(contents));
        std::mt19937 random{seed};
        for (int order = 0; order < 3; ++order) {
            CAPTURE(order);
            StoreFixture fixture;
            for (const Slug slug : record_all(fixture, mails)) {
                revisions += slug == Slug::Revision ? 1 : 0;
                duplicates += slug == Slug::Duplicate ? 1 : 0;
            }
            merges += fixture.number("SELECT count(*) FROM report WHERE group_id IS NOT NULL AND revision_of IS NULL") > 0 ? 1 : 0;
            REQUIRE(rollups_text(*fixture.reader()) == expected);
            REQUIRE(fixture.number("SELECT count(*) FROM report") == static_cast<std::int64_t>(contents.size()));
            std::shuffle(mails.begin(), mails.end(), random);
        }
    }
    // The worlds are small enough for all of it to happen.
    CHECK(revisions > 100);
    CHECK(duplicates > 100);
    CHECK(merges > 10);
}

TEST_CASE("octets under two names of one organization count once, whichever came first") {
    Examination one = accepted(report("id", {policy("sts", "a.example", 5, 0)}), "corp.mail.example");
    one.identity->organizational_domain = "mail.example";
    Examination two = one;
    two.identity->signature.sdid = "mail.example";
    for (const bool swapped : {false, true}) {
        StoreFixture fixture;
        fixture.must_record(swapped ? two : one);
        fixture.must_record(swapped ? one : two);
        CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 5);
        CHECK(fixture.number("SELECT count(*) FROM daily") == 1);
    }
}
