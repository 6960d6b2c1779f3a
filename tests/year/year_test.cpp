// Everything that happened in the year is found, on its day, and nothing else.
//
// TLSRPT_YEAR_DOMAINS: for how many domains each small reporter reports; the default suits every run of the tests, 15 is a full-size year of a quarter
// of a million mails (tests/year/full).
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "../unit/store/fixture.hpp"
#include "cli/insights.hpp"
#include "script.hpp"
#include "tlsrpt/time.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

Scale scale() {
    Scale scale;
    if (const char* domains = std::getenv("TLSRPT_YEAR_DOMAINS")) scale.domains_of_small_reporters = static_cast<unsigned>(std::strtoul(domains, nullptr, 10));
    return scale;
}

void record(StoreFixture& fixture, const std::vector<ScriptedMail>& mails) {
    constexpr std::size_t batch = 500;
    for (std::size_t begin = 0; begin < mails.size(); begin += batch) {
        std::vector<Submission> submissions;
        for (std::size_t i = begin; i < std::min(begin + batch, mails.size()); ++i) submissions.push_back(submission_of(mails[i].examination, mails[i].arrives, "From: a\r\n\r\nreport\r\n"));
        for (const auto& recorded : must(fixture.store->record(submissions))) REQUIRE(recorded.has_value());
    }
}

// What a person sees on a day who knows everything up to it.
class Person {
public:
    explicit Person(const StoreFixture& fixture, Config config = {}) : reader_(fixture.reader()), config_(std::move(config)) {}

    template <typename Ask>
    auto ask(unsigned as_of, Ask ask) {
        QueryOptions options;
        options.as_of = Script::day(as_of);
        Console console{Stream::in_memory(), Stream::in_memory(), "year"};
        return must(ask(Query{options, config_, *reader_, Script::day(as_of + 1) + std::chrono::hours{12}, console}));
    }
    std::vector<Incident> incidents(unsigned as_of) {
        return ask(as_of, [](const Query& query) { return incidents_of(query, everything()); });
    }
    std::map<std::string, ReporterConduct> reporters(unsigned as_of) {
        std::map<std::string, ReporterConduct> by_name;
        for (const ReporterConduct& reporter : ask(as_of, [](const Query& query) { return reporters_of(query, OrganizationNames::Read); })) by_name[reporter.sdid] = reporter;
        return by_name;
    }
    Advice sts_advice(unsigned as_of, unsigned domain) {
        const auto all = ask(as_of, [&](const Query& query) { return advice_of(query, {Script::domain_name(domain)}); });
        const auto sts = std::find_if(all.begin(), all.end(), [](const Advice& advice) { return advice.policy_type == "sts"; });
        REQUIRE(sts != all.end());
        return *sts;
    }

private:
    std::unique_ptr<StoreReader> reader_;
    Config config_;
};

std::string text_of(const TrueIncident& incident) {
    return fmt::format("{} {} {} {} to {}: {} sessions of {}{}", incident.policy_domain, incident.mx, incident.result_type, to_date(incident.first_day),
                       to_date(incident.last_day), incident.sessions, fmt::join(incident.reporters, " "), incident.has_hint ? ", hint" : "");
}

template <typename Incidents>
std::string text_of(const Incidents& incidents) {
    std::set<std::string> lines;
    for (const auto& incident : incidents) lines.insert(text_of(incident));
    return fmt::format("{}", fmt::join(lines, "\n"));
}

std::set<TrueIncident> as_true(const std::vector<Incident>& incidents) {
    std::set<TrueIncident> all;
    for (const Incident& incident : incidents)
        all.insert({incident.policy_domain, incident.receiving_mx_hostname, incident.result_type, incident.first_day, incident.last_day,
                    {incident.reporters.begin(), incident.reporters.end()}, incident.failed_session_count, incident.hint.has_value()});
    return all;
}

// By the script alone: whoever saw it reports again the day after the last failure.
Incident::State true_state(const Incident& incident, unsigned as_of) {
    if (Script::day(as_of) > incident.last_day) return Incident::State::Resolved;
    return Script::day(as_of) - incident.first_day < days{2} ? Incident::State::New : Incident::State::Ongoing;
}

std::string spells_text(StoreReader& reader) {
    std::set<std::string> lines;
    for (const SpellRow& row : must(reader.spells(everything(), far_future)))
        lines.insert(fmt::format("{} {} {} {} {} {} {}\n", row.policy_domain, row.sdid, row.receiving_mx_hostname, row.result_type, to_date(row.first_day),
                                 to_date(row.last_day), row.failed_session_count));
    return fmt::format("{}", fmt::join(lines, ""));
}

// Written once for all tests.
struct Year {
    Script script{scale()};
    StoreFixture fixture;
    Year() {
        record(fixture, script.mails());
        MESSAGE(script.mails().size(), " mails");
    }
};
const Year& year() {
    static const Year year;
    return year;
}

}  // namespace

TEST_CASE("totals are what happened") {
    const Script& script = year().script;
    Script::Totals found;
    for (const DailyRow& row : must(year().fixture.reader()->daily(everything()))) found[{row.day, row.policy_domain, row.sdid}] = {row.sessions, row.failures};
    CHECK(found.size() == script.totals().size());
    CHECK(found == script.totals());
    CHECK(year().fixture.number("SELECT sum(sessions_at_most) > sum(sessions) FROM daily WHERE sdid = 'r01.example'") == 1);
}

TEST_CASE("incidents, all of them and no others, on every day that matters") {
    const Script& script = year().script;
    Person person{year().fixture};
    std::set<unsigned> checked{364};
    for (unsigned day = 20; day < 365; day += 40) checked.insert(day);
    for (const TrueIncident& incident : script.incidents(364))
        for (const days offset : {days{-1}, days{0}, days{1}, days{2}})
            for (const sys_days edge : {incident.first_day, incident.last_day}) {
                const auto day = static_cast<unsigned>((edge + offset - first_of_year).count());
                if (day < 365) checked.insert(day);
            }
    for (const unsigned day : checked) {
        CAPTURE(day);
        const auto found = person.incidents(day);
        CHECK(text_of(as_true(found)) == text_of(script.incidents(day)));
        for (const Incident& incident : found) {
            CAPTURE(text_of(as_true({incident})));
            // Two incidents under one key: the first is over when the second begins. The newcomer's was not told before the third day.
            CHECK(std::string{name_of(incident.state)} == std::string{name_of(true_state(incident, day))});
        }
    }
    const auto intercepted = person.incidents(161);
    const auto one = std::find_if(intercepted.begin(), intercepted.end(), [](const Incident& incident) { return incident.policy_domain == "d15.example"; });
    REQUIRE(one != intercepted.end());
    CHECK(one->hint.value_or("").find("only r00.example, from the network 203.0.113.0/24, sees it; r01.example") == 0);
}

TEST_CASE("the selected days decide which incidents are shown, the whole of each") {
    Person person{year().fixture};
    const auto shown = person.ask(364, [](const Query& query) {
        Selection one_day;
        one_day.since = Script::day(52);
        one_day.until = Script::day(53);
        return incidents_of(query, one_day);
    });
    std::set<TrueIncident> expected = year().script.incidents(364);
    std::erase_if(expected, [](const TrueIncident& incident) { return incident.last_day < Script::day(52) || incident.first_day > Script::day(52); });
    CHECK(expected.size() == 2);
    CHECK(text_of(as_true(shown)) == text_of(expected));
}

TEST_CASE("reporters: who is silent, new and established") {
    Person person{year().fixture};
    for (const unsigned day : {240u, 251u, 252u, 260u, 279u, 280u}) {
        CAPTURE(day);
        for (const auto& [sdid, reporter] : person.reporters(day)) {
            CAPTURE(sdid);
            CHECK(reporter.silent == (sdid == Script::reporter_name(Script::silent_reporter) && day >= Script::silent_from + 2 && day <= Script::silent_from + 29));
        }
    }
    CHECK_FALSE(person.reporters(299).contains(Script::reporter_name(Script::newcomer)));
    CHECK_FALSE(person.reporters(301).at(Script::reporter_name(Script::newcomer)).established);
    const ReporterConduct newcomer = person.reporters(302).at(Script::reporter_name(Script::newcomer));
    CHECK(newcomer.established);
    CHECK(newcomer.is_new);
    CHECK(newcomer.report_days == 3);
    CHECK_FALSE(person.reporters(314).at(Script::reporter_name(Script::newcomer)).is_new);
    CHECK_FALSE(person.reporters(364).at(Script::forger).established);
    CHECK(person.reporters(364).at(Script::reporter_name(0)).organization_name == "Org of r00.example");
}

TEST_CASE("policies: when they changed, and who still sees the old one") {
    Person person{year().fixture};
    const auto changes = person.ask(364, [](const Query& query) { return drift_of(query, everything()); });
    std::set<TrueChange> found;
    for (const Drift& change : changes) {
        CHECK(change.policy_type == "sts");
        CHECK(change.before != change.after);
        found.insert({change.policy_domain, change.changed_day, fmt::format("{}", fmt::join(change.late_reporters, " "))});
    }
    CHECK(found == year().script.changes());
    CHECK(found.size() == 2);
    const auto domains = person.ask(364, [](const Query& query) { return domains_of(query, everything()); });
    CHECK(domains.size() == 60);
    for (const DomainOverview& domain : domains) {
        CHECK(domain.mode == (domain.policy_domain == "d10.example" ? "enforce" : "testing"));
        CHECK(domain.first_day == Script::day(0));
        CHECK(domain.last_day == Script::day(364));
    }
}

TEST_CASE("advice follows what broke and was repaired") {
    Person person{year().fixture};
    CHECK(person.sts_advice(5, 3).verdict == Advice::Verdict::NotEnoughEvidence);
    CHECK(person.sts_advice(49, 3).verdict == Advice::Verdict::Ready);
    const Advice broken = person.sts_advice(52, 3);
    CHECK(broken.verdict == Advice::Verdict::NotReady);
    CHECK(broken.days == 14);
    REQUIRE(broken.causes.size() == 1);
    CHECK(broken.causes.front().result_type == "certificate-expired");
    CHECK(broken.causes.front().receiving_mx_hostname == "mx1.d03.example");
    CHECK(broken.would_fail == broken.causes.front().failed_session_count);
    const Advice repaired = person.sts_advice(56, 3);
    CHECK(repaired.verdict == Advice::Verdict::Ready);
    CHECK(repaired.would_fail == 0);
    REQUIRE(repaired.causes.size() == 1);
    CHECK(repaired.causes.front().resolved);
    CHECK(person.sts_advice(199, 10).verdict == Advice::Verdict::Ready);
    CHECK(person.sts_advice(201, 10).verdict == Advice::Verdict::Enforcing);
    CHECK(person.sts_advice(Script::forged_on + 1, Script::forged_domain).verdict == Advice::Verdict::Ready);
}

TEST_CASE("whom the configuration believes, it believes at once and for all that is stored") {
    Config config;
    config.trusted_reporters = {Script::forger};
    auto found = Person{year().fixture, config}.incidents(364);
    std::erase_if(found, [](const Incident& incident) { return incident.policy_domain != Script::domain_name(Script::forged_domain); });
    REQUIRE(found.size() == 1);
    CHECK(found.front().failed_session_count == 1800);
    CHECK(found.front().reporters == std::vector<std::string>{Script::forger});
    config.ignored_reporters = {Script::forger, Script::reporter_name(0)};
    for (const Incident& incident : Person{year().fixture, config}.incidents(364)) {
        CHECK(incident.policy_domain != Script::domain_name(Script::forged_domain));
        CHECK(std::find(incident.reporters.begin(), incident.reporters.end(), Script::reporter_name(0)) == incident.reporters.end());
    }
}

TEST_CASE("the same mails in any order of arrival give the same") {
    const Script script{{.days = 110, .domains_of_small_reporters = 1}};
    std::vector<ScriptedMail> mails = script.mails();
    StoreFixture in_order;
    record(in_order, mails);
    const std::string rollups = rollups_text(*in_order.reader());
    const std::string spells = spells_text(*in_order.reader());
    CHECK(text_of(as_true(Person{in_order}.incidents(109))) == text_of(script.incidents(109)));
    std::mt19937 random{1};
    for (int order = 0; order < 2; ++order) {
        std::shuffle(mails.begin(), mails.end(), random);
        StoreFixture shuffled;
        record(shuffled, mails);
        CHECK(rollups_text(*shuffled.reader()) == rollups);
        CHECK(spells_text(*shuffled.reader()) == spells);
        CHECK(text_of(as_true(Person{shuffled}.incidents(109))) == text_of(script.incidents(109)));
    }
}
