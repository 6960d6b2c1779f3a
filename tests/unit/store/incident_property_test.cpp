// Spells, sightings and policies are what looking at all current reports afresh gives, in whatever order the mails come.
//
// The mails are those of world.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "world.hpp"
#include "tlsrpt/incident.hpp"
#include "tlsrpt/policy_text.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

struct Seen {
    std::map<sys_days, std::uint64_t> sessions;
    std::map<sys_days, std::set<std::string>> networks;
};
using Symptom = std::tuple<std::string, std::string, std::string, std::string>;    // policy domain, MX, result type, signer

std::map<Symptom, Seen> seen_in(const std::vector<Content>& current) {
    std::map<Symptom, Seen> symptoms;
    std::map<std::tuple<std::string, sys_days, std::string>, std::set<std::pair<std::string, std::string>>> kinds;
    for (const Content& content : current)
        for (const PolicyResult& result : content.report->policies)
            for (const FailureDetails& details : result.failure_details)
                kinds[{result.policy.policy_domain, content.key.day, content.sdid}].emplace(details.result_type, details.receiving_mx_hostname);
    for (const Content& content : current) {
        std::map<Symptom, std::map<std::string, std::uint64_t>> by_type;
        std::map<Symptom, std::set<std::string>> networks;
        for (const PolicyResult& result : content.report->policies)
            for (const FailureDetails& details : result.failure_details) {
                if (details.failed_session_count == 0) continue;
                const Symptom symptom{result.policy.policy_domain, details.receiving_mx_hostname, details.result_type, content.sdid};
                by_type[symptom][result.policy.policy_type] += details.failed_session_count;
                networks[symptom].insert(network_of(details.sending_mta_ip));
            }
        for (const auto& [symptom, sums] : by_type) {
            const auto& [domain, mx, type, sdid] = symptom;
            const bool nameless = kinds[{domain, content.key.day, sdid}].size() > max_kinds_of_a_day;
            Seen& seen = symptoms[nameless ? Symptom{domain, "", "", sdid} : symptom];
            seen.sessions[content.key.day] += overlap_safe(sums);
            if (nameless)
                seen.networks[content.key.day] = {"*"};
            else
                seen.networks[content.key.day].insert(networks[symptom].begin(), networks[symptom].end());
        }
    }
    return symptoms;
}

std::string line(const Symptom& symptom, const Spell& spell) {
    const auto& [domain, mx, type, sdid] = symptom;
    return fmt::format("{} {} {} by {}: {} to {}, {}\n", domain, mx, type, sdid, to_date(spell.first_day), to_date(spell.last_day), spell.failed_session_count);
}

std::string expected_text(const std::vector<Content>& current, sys_days as_of) {
    std::string text;
    for (const auto& [symptom, seen] : seen_in(current)) {
        std::vector<Spell> spells;    // without the functions under test
        std::string days_text;
        for (const auto& [day, sessions] : seen.sessions) {
            if (day > as_of) continue;
            if (spells.empty() || day - spells.back().last_day > days{14}) spells.push_back({day, day, 0});
            spells.back().last_day = day;
            spells.back().failed_session_count += sessions;
            const auto& networks = seen.networks.at(day);
            days_text += fmt::format("  {} {} {}\n", to_date(day), sessions, networks.size() == 1 ? *networks.begin() : "*");
        }
        for (const Spell& spell : spells) text += line(symptom, spell);
        text += days_text;
    }
    return text;
}

std::string text_of(StoreReader& reader, sys_days as_of) {
    std::string text;
    auto rows = must(reader.spells(everything(), as_of));
    const auto symptom_of = [](const SpellRow& row) { return Symptom{row.policy_domain, row.receiving_mx_hostname, row.result_type, row.sdid}; };
    std::stable_sort(rows.begin(), rows.end(), [&](const SpellRow& a, const SpellRow& b) { return symptom_of(a) < symptom_of(b); });
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        text += line(symptom_of(*row), {row->first_day, row->last_day, row->failed_session_count});
        if (row + 1 != rows.end() && (row + 1)->symptom_id == row->symptom_id) continue;
        for (const SightingRow& sighting : must(reader.sightings(row->symptom_id, yesterday - days{100}, std::min(as_of, yesterday) + days{1})))
            text += fmt::format("  {} {} {}\n", to_date(sighting.day), sighting.failed_session_count, sighting.sending_network);
    }
    return text;
}

// Policies by their one spelling, as ids depend on who came first.
std::string expected_policies(const std::vector<Content>& current) {
    std::map<std::tuple<std::string, sys_days, std::string, std::string, std::string>, Summary> policies;
    for (const Content& content : current)
        for (const PolicyResult& result : content.report->policies) {
            Summary& sum = policies[{result.policy.policy_domain, content.key.day, content.sdid, result.policy.policy_type,
                                     canonical_policy(result.policy.policy_type, result.policy.policy_string)}];
            sum.total_successful_session_count += result.summary.total_successful_session_count;
            sum.total_failure_session_count += result.summary.total_failure_session_count;
        }
    std::set<std::string> lines;
    for (const auto& [key, sum] : policies)
        lines.insert(fmt::format("{} {} {} {} [{}]: {} + {}\n", std::get<0>(key), to_date(std::get<1>(key)), std::get<2>(key), std::get<3>(key),
                                 escape_terminal(std::get<4>(key)), sum.total_successful_session_count, sum.total_failure_session_count));
    return fmt::format("{}", fmt::join(lines, ""));
}

std::string policies_text(StoreReader& reader) {
    std::set<std::string> lines;
    for (const DailyPolicyRow& row : must(reader.daily_policies(everything()))) {
        const auto strings = must(reader.policy_strings({&row.policy_id, 1}));
        lines.insert(fmt::format("{} {} {} {} [{}]: {} + {}\n", row.policy_domain, to_date(row.day), row.sdid, row.policy_type,
                                 escape_terminal(canonical_policy(row.policy_type, strings.front())), row.total_successful_session_count,
                                 row.total_failure_session_count));
    }
    return fmt::format("{}", fmt::join(lines, ""));
}

}  // namespace

TEST_CASE("spells, sightings and policies do not depend on the order of arrival") {
    int nameless = 0;
    int split = 0;
    int cut = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        const std::vector<Mail> world = World{seed}.mails(6 + seed % 40);
        const auto current = current_ones(contents_of(world));    // borrows from the world
        std::vector<Mail> mails = world;
        std::mt19937 random{seed};
        for (int order = 0; order < 3; ++order) {
            CAPTURE(order);
            StoreFixture fixture;
            record_all(fixture, mails);
            const auto reader = fixture.reader();
            REQUIRE(text_of(*reader, far_future) == expected_text(current, far_future));
            REQUIRE(policies_text(*reader) == expected_policies(current));
            const sys_days earlier = yesterday - days{std::uniform_int_distribution<int>{0, 60}(random)};
            REQUIRE(text_of(*reader, earlier) == expected_text(current, earlier));
            cut += text_of(*reader, earlier) != text_of(*reader, far_future) ? 1 : 0;
            nameless += static_cast<int>(fixture.number("SELECT count(*) FROM symptom WHERE result_type = ''"));
            split += static_cast<int>(fixture.number("SELECT count(*) FROM incident") - fixture.number("SELECT count(*) FROM symptom"));
            CHECK(fixture.number("SELECT count(*) FROM symptom WHERE id NOT IN (SELECT symptom_id FROM incident)") == 0);
            std::shuffle(mails.begin(), mails.end(), random);
        }
    }
    // The worlds are small enough for all of it to happen.
    CHECK(nameless > 10);
    CHECK(split > 100);
    CHECK(cut > 50);
}
