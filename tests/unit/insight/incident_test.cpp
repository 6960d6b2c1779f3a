#include "tlsrpt/incident.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "days.hpp"

using namespace tlsrpt;
using tlsrpt::test::day;

namespace {

SpellRow spell(const std::string& sdid, unsigned first, unsigned last, std::uint64_t sessions = 1, const std::string& mx = "mx1",
               const std::string& type = "certificate-expired") {
    return {1, "a.example", sdid, mx, type, day(first), day(last), sessions};
}

DailyRow row(const std::string& sdid, unsigned d, std::uint64_t sessions = 10, std::uint64_t failures = 0) {
    return {day(d), "a.example", sdid, 1, sessions, failures, sessions};
}

Standpoint on(unsigned d, std::vector<std::string> believed = {"one", "three", "two"}) { return {std::move(believed), {day(d), day(d - 1)}}; }

std::string states(std::span<const SpellRow> spells, std::span<const DailyRow> daily, const Standpoint& standpoint) {
    std::string text;
    for (const Episode& episode : episodes_of(spells, daily, standpoint)) {
        if (!text.empty()) text += ", ";
        text += std::to_string(static_cast<unsigned>(std::chrono::year_month_day{episode.incident.first_day}.day())) + "-" +
                std::to_string(static_cast<unsigned>(std::chrono::year_month_day{episode.incident.last_day}.day())) + " " + std::string{name_of(episode.incident.state)};
    }
    return text;
}

}  // namespace

TEST_CASE("days up to 14 apart are one spell, 15 are two, whatever order they come in") {
    const std::vector<Sighting> days{{day(1), 5}, {day(15), 1}, {day(30), 2}};
    const auto spells = spells_of(days);
    REQUIRE(spells.size() == 2);
    CHECK(spells.at(0) == Spell{day(1), day(15), 6});
    CHECK(spells.at(1) == Spell{day(30), day(30), 2});
    // A day in between joins them.
    CHECK(joined(spells, {day(20), 4}) == Spell{day(1), day(30), 12});
    CHECK(joined({}, {day(20), 4}) == Spell{day(20), day(20), 4});
    CHECK(joined(std::vector{Spell{day(3), day(9), 1}}, {day(5), 1}) == Spell{day(3), day(9), 2});
}

TEST_CASE("joining spells of several signers gives what joining their days gives") {
    std::mt19937 random{7};
    for (int world = 0; world < 200; ++world) {
        std::vector<SpellRow> rows;
        std::vector<Sighting> all;
        std::vector<bool> seen(200);
        for (const char* sdid : {"one", "two", "three"}) {
            std::vector<Sighting> days;
            for (int d = 0; d < 200; ++d)
                if (random() % 25 == 0) {
                    days.push_back({day(1) + std::chrono::days{d}, 1});
                    seen[static_cast<std::size_t>(d)] = true;
                }
            for (const Spell& spell : spells_of(days)) rows.push_back({1, "a.example", sdid, "mx1", "x", spell.first_day, spell.last_day, spell.failed_session_count});
        }
        for (int d = 0; d < 200; ++d)
            if (seen[static_cast<std::size_t>(d)]) all.push_back({day(1) + std::chrono::days{d}, 1});
        std::vector<Spell> expected = spells_of(all);
        std::reverse(expected.begin(), expected.end());
        const auto episodes = episodes_of(rows, {}, on(20));
        REQUIRE(episodes.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            CHECK(episodes[i].incident.first_day == expected[i].first_day);
            CHECK(episodes[i].incident.last_day == expected[i].last_day);
        }
    }
}

TEST_CASE("the state of an incident") {
    struct Case {
        const char* what;
        std::vector<SpellRow> spells;
        std::vector<DailyRow> daily;
        unsigned today;
        const char* expected;
    };
    const std::vector<Case> cases{
        {"first seen on the last report day", {spell("one", 20, 20)}, {row("one", 20)}, 20, "20-20 new"},
        {"first seen on the day before", {spell("one", 19, 20)}, {row("one", 20)}, 20, "19-20 new"},
        {"seen for longer", {spell("one", 18, 20)}, {row("one", 20)}, 20, "18-20 ongoing"},
        {"who saw it came back without it", {spell("one", 18, 19)}, {row("one", 19), row("one", 20)}, 20, "18-19 resolved"},
        {"who came back never saw it", {spell("one", 18, 19)}, {row("two", 20)}, 20, "18-19 ongoing"},
        {"an empty report proves nothing", {spell("one", 18, 19)}, {row("one", 20, 0)}, 20, "18-19 ongoing"},
        {"one of two came back", {spell("one", 18, 19), spell("two", 18, 19)}, {row("one", 20)}, 20, "18-19 ongoing"},
        {"both came back", {spell("one", 18, 19), spell("two", 18, 19)}, {row("one", 20), row("two", 20)}, 20, "18-19 resolved"},
        {"the other came back earlier, and reported on the last day too", {spell("one", 3, 3), spell("two", 5, 9)}, {row("one", 4), row("two", 10)}, 12, "3-9 resolved"},
        {"the other came back earlier, nobody since", {spell("one", 3, 3), spell("two", 5, 9)}, {row("one", 4)}, 12, "3-9 ongoing"},
        {"one has been silent for 14 days, the other proves it", {spell("one", 5, 5), spell("two", 5, 5)}, {row("one", 6)}, 19, "5-5 resolved"},
        {"one has been silent for 13 days", {spell("one", 5, 5), spell("two", 5, 5)}, {row("one", 6)}, 18, "5-5 ongoing"},
        {"all are silent", {spell("one", 3, 3), spell("two", 3, 3)}, {}, 28, "3-3 ongoing"},
        {"it has a successor", {spell("one", 2, 3), spell("one", 18, 20)}, {row("one", 20)}, 20, "18-20 ongoing, 2-3 resolved"},
        {"an unproven signer opens none", {spell("forger", 18, 20)}, {}, 20, ""},
        {"and lengthens none", {spell("forger", 10, 30), spell("one", 18, 19)}, {row("one", 20)}, 20, "18-19 resolved"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.what);
        CHECK(states(one.spells, one.daily, on(one.today)) == one.expected);
    }
}

TEST_CASE("an incident says who saw it and how often, each MX and type apart") {
    const std::vector<SpellRow> spells{spell("two", 18, 19, 5), spell("one", 18, 20, 7), spell("one", 20, 20, 1, "mx2"), spell("one", 20, 20, 2, "mx1", "")};
    const auto episodes = episodes_of(spells, {}, on(20));
    REQUIRE(episodes.size() == 3);
    CHECK(episodes.at(0).incident.result_type == "more-than-100-kinds");
    CHECK(episodes.at(1).incident.receiving_mx_hostname == "mx2");
    CHECK(episodes.at(2).incident.reporters == std::vector<std::string>{"one", "two"});
    CHECK(episodes.at(2).incident.failed_session_count == 12);
}

TEST_CASE("others succeed when they report sessions and no failure at that MX") {
    struct Case {
        const char* what;
        std::vector<SpellRow> more_spells;
        std::vector<DailyRow> daily;
        std::vector<std::string> expected;
    };
    const std::vector<Case> cases{
        {"on one of the days", {}, {row("two", 18)}, {"two"}},
        {"on another day", {}, {row("two", 17), row("two", 21)}, {}},
        {"nothing but failures", {}, {row("two", 18, 5, 5)}, {}},
        {"an unproven one", {}, {row("forger", 18)}, {}},
        {"with another failure at the same MX", {spell("two", 19, 19, 1, "mx1", "validation-failure")}, {row("two", 18)}, {}},
        {"with a failure at another MX", {spell("two", 19, 19, 1, "mx2")}, {row("two", 18)}, {"two"}},
        {"with a failure that may be anywhere", {spell("two", 19, 19, 1, "")}, {row("two", 18)}, {}},
        {"with a failure on other days", {spell("two", 1, 10, 1, "mx1", "validation-failure")}, {row("two", 18)}, {"two"}},
        {"two of them", {}, {row("two", 18), row("three", 20)}, {"three", "two"}},
    };
    for (const Case& one : cases) {
        CAPTURE(one.what);
        std::vector<SpellRow> spells{spell("one", 18, 20)};
        spells.insert(spells.end(), one.more_spells.begin(), one.more_spells.end());
        const auto episodes = episodes_of(spells, one.daily, on(20));
        const auto episode = std::find_if(episodes.begin(), episodes.end(), [](const Episode& e) { return e.incident.first_day == day(18); });
        REQUIRE(episode != episodes.end());
        CHECK(others_that_succeed(*episode, spells, one.daily, on(20)) == one.expected);
    }
}

TEST_CASE("a hint needs one reporter or one network") {
    Incident incident;
    incident.reporters = {"one"};
    const std::vector<std::string> others{"a", "b", "c", "d", "e"};
    CHECK(hint_of(incident, others, std::vector<SightingRow>{{day(1), 1, "*"}}).value() ==
          "only one sees it; a, b, c and 2 more had no such failure in the same days: look for an interception near the sender, or a fault of its own");
    CHECK(hint_of(incident, others, std::vector<SightingRow>{{day(1), 1, "192.0.2.0/24"}, {day(2), 1, "192.0.2.0/24"}})->starts_with(
        "only one, from the network 192.0.2.0/24, sees it; a, b, c"));
    CHECK(hint_of(incident, others, std::vector<SightingRow>{{day(1), 1, "192.0.2.0/24"}, {day(2), 1, ""}})->starts_with("only one sees it;"));
    incident.reporters = {"one", "two"};
    CHECK(hint_of(incident, others, std::vector<SightingRow>{{day(1), 1, "192.0.2.0/24"}, {day(1), 1, "192.0.2.0/24"}})->starts_with(
        "only senders in the network 192.0.2.0/24 see it; a"));
    CHECK_FALSE(hint_of(incident, others, std::vector<SightingRow>{{day(1), 1, "192.0.2.0/24"}, {day(1), 1, "198.51.100.0/24"}}).has_value());
    CHECK_FALSE(hint_of(incident, others, std::vector<SightingRow>{{day(1), 1, ""}, {day(1), 1, ""}}).has_value());
}

TEST_CASE("the network of a sending MTA") {
    CHECK(network_of("203.0.113.77") == "203.0.113.0/24");
    CHECK(network_of("2001:db8:1:2::3") == "2001:db8:1::/48");
    CHECK(network_of("::ffff:203.0.113.77") == "203.0.113.0/24");
    for (const char* none : {"", "localhost", "203.0.113", "203.0.113.77/24", "1.2.3.4 "}) CHECK(network_of(none) == "");
}
