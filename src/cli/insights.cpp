#include "cli/insights.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "tlsrpt/policy_text.hpp"

namespace tlsrpt {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days drift_lookback{60};                // to know which policy was in force before
constexpr days conduct_period{30};                // whose deviations are counted
constexpr days advice_lookback{60};               // older evidence says nothing about today
constexpr sys_days end_of_time{std::chrono::year{9999} / 12 / 31};

sys_days as_of(const Query& query) { return query.options.as_of.value_or(end_of_time); }

// The last day that reports can be expected to speak of.
sys_days yesterday_of(const Query& query) { return query.options.as_of.value_or(std::chrono::floor<days>(query.now) - days{1}); }

// The day that a person stands on: reports of a later one are somebody's wrong clock.
sys_days today(const Query& query) { return std::min(as_of(query), std::chrono::floor<days>(query.now)); }

Selection all_of(const Query& query, sys_days since, sys_days until) {
    Selection selection;
    selection.since = since;
    selection.until = until;
    selection.ignored_reporters = query.config.ignored_reporters;
    return selection;
}

bool contains(const std::vector<std::string>& sorted, const std::string& name) { return std::binary_search(sorted.begin(), sorted.end(), name); }

template <typename Row>
void keep_believed(std::vector<Row>& rows, const std::vector<std::string>& believed) {
    std::erase_if(rows, [&](const Row& row) { return !contains(believed, row.sdid); });
}

Expected<Standpoint> standpoint_of(const Query& query) {
    auto believed = established_reporters(query);
    if (!believed) return believed.error();
    auto last = query.store.last_report_days(*believed, today(query), 2);
    if (!last) return last.error();
    return Standpoint{std::move(*believed), std::move(*last)};
}

Expected<PolicyStrings> strings_of(const Query& query, const std::vector<DailyPolicyRow>& rows) {
    std::set<std::int64_t> distinct;
    for (const DailyPolicyRow& row : rows)
        if (row.policy_id != 0) distinct.insert(row.policy_id);
    const std::vector<std::int64_t> ids{distinct.begin(), distinct.end()};
    auto strings = query.store.policy_strings(ids);
    if (!strings) return strings.error();
    PolicyStrings by_id;
    for (std::size_t i = 0; i < ids.size(); ++i) by_id.emplace(ids[i], std::move((*strings)[i]));
    return by_id;
}

bool touches(const Incident& incident, const Selection& selection) {
    return incident.last_day >= selection.since && incident.first_day < selection.until &&
           (selection.reporters.empty() || std::any_of(selection.reporters.begin(), selection.reporters.end(),
                                                       [&](const std::string& sdid) { return contains(incident.reporters, sdid); }));
}

Expected<std::vector<SightingRow>> sightings_of(const Query& query, const Episode& episode) {
    std::vector<SightingRow> all;
    for (const SpellRow* spell : episode.spells) {
        auto sightings = query.store.sightings(spell->symptom_id, std::max(episode.incident.first_day, episode.incident.last_day - hint_days + days{1}),
                                               episode.incident.last_day + days{1});
        if (!sightings) return sightings.error();
        all.insert(all.end(), std::make_move_iterator(sightings->begin()), std::make_move_iterator(sightings->end()));
    }
    return all;
}

// The days that decide about the selected incidents: from two weeks before the selection on, and not before the first failure.
Selection days_around(const Query& query, const Selection& selection, const std::vector<SpellRow>& spells) {
    sys_days first = spells.front().first_day;
    std::set<std::string> domains;
    for (const SpellRow& spell : spells) {
        first = std::min(first, spell.first_day);
        domains.insert(spell.policy_domain);
    }
    Selection around = all_of(query, std::max(first, selection.since - hint_days), as_of(query) + days{1});
    around.policy_domains.assign(domains.begin(), domains.end());
    return around;
}

using ByType = std::map<std::string, std::vector<DailyPolicyRow>>;

std::map<std::string, ByType> by_domain_and_type(std::vector<DailyPolicyRow>& rows, const std::vector<std::string>& believed) {
    std::map<std::string, ByType> domains;
    for (DailyPolicyRow& row : rows) {
        ByType& types = domains[row.policy_domain];    // also of a domain that nobody believed speaks of
        if (row.policy_type != "sts" && row.policy_type != "tlsa") continue;
        std::vector<DailyPolicyRow>& of_type = types[row.policy_type];
        if (contains(believed, row.sdid)) of_type.push_back(std::move(row));
    }
    return domains;
}

Expected<Advice> advice_on(const Query& query, const Standpoint& standpoint, AdviceEvidence evidence, const std::vector<Incident>& incidents) {
    const AdviceOptions& options = query.options.advice;
    const auto window = advice_days(evidence.rows, options.days);
    if (!window.empty()) {
        std::erase_if(evidence.rows, [&](const DailyPolicyRow& row) { return row.day < window.back(); });
        const auto strings = strings_of(query, evidence.rows);
        if (!strings) return strings.error();
        if (const auto policy = strings->find(sts_policy_in_force(evidence.rows, *strings)); policy != strings->end()) evidence.policy_string = policy->second;
    }
    for (const Incident& incident : incidents)
        if (incident.policy_domain == evidence.policy_domain) evidence.incidents.push_back(incident);
    if (!window.empty() && !evidence.incidents.empty()) {    // without an incident nobody believed saw a failure
        Selection selection = all_of(query, window.back(), window.front() + days{1});
        selection.policy_domains = {evidence.policy_domain};
        auto failures = query.store.failure_sums(selection);
        if (!failures) return failures.error();
        keep_believed(*failures, standpoint.believed);
        evidence.failures = std::move(*failures);
    }
    return advise(evidence, options);
}

}  // namespace

Expected<std::vector<std::string>> established_reporters(const Query& query) {
    auto signers = query.store.established_signers(established_after_days, as_of(query));
    if (!signers) return signers.error();
    signers->insert(signers->end(), query.config.trusted_reporters.begin(), query.config.trusted_reporters.end());
    const auto& ignored = query.config.ignored_reporters;
    std::erase_if(*signers, [&](const std::string& sdid) { return std::find(ignored.begin(), ignored.end(), sdid) != ignored.end(); });
    std::sort(signers->begin(), signers->end());
    signers->erase(std::unique(signers->begin(), signers->end()), signers->end());
    return signers;
}

Expected<std::vector<Incident>> incidents_of(const Query& query, const Selection& selection) {
    const auto standpoint = standpoint_of(query);
    if (!standpoint) return standpoint.error();
    Selection wanted = selection;
    wanted.reporters.clear();    // whether it is over, and whom else it hits, is for all of them to say
    wanted.ignored_reporters = query.config.ignored_reporters;
    const auto spells = query.store.spells(wanted, as_of(query));
    if (!spells) return spells.error();
    if (spells->empty()) return std::vector<Incident>{};
    const auto daily = query.store.daily(days_around(query, selection, *spells));
    if (!daily) return daily.error();

    std::vector<Incident> incidents;
    for (Episode& episode : episodes_of(*spells, *daily, *standpoint)) {
        if (!touches(episode.incident, selection)) continue;
        if (const auto others = others_that_succeed(episode, *spells, *daily, *standpoint); !others.empty()) {
            const auto sightings = sightings_of(query, episode);
            if (!sightings) return sightings.error();
            episode.incident.hint = hint_of(episode.incident, others, *sightings);
        }
        incidents.push_back(std::move(episode.incident));
    }
    return incidents;
}

Expected<std::vector<Advice>> advice_of(const Query& query, const std::vector<std::string>& policy_domains) {
    const auto standpoint = standpoint_of(query);
    if (!standpoint) return standpoint.error();
    const sys_days last = standpoint->last_report_days.empty() ? today(query) : standpoint->last_report_days.front();
    const days lookback = std::max(advice_lookback, days{static_cast<int>(std::min<std::size_t>(query.options.advice.days, 1000)) * 4});
    Selection selection = all_of(query, last - lookback, as_of(query) + days{1});
    selection.policy_domains = policy_domains;
    auto rows = query.store.daily_policies(selection);
    if (!rows) return rows.error();
    const auto incidents = incidents_of(query, selection);
    if (!incidents) return incidents.error();

    auto domains = by_domain_and_type(*rows, standpoint->believed);
    for (const std::string& domain : policy_domains)
        if (!domain.starts_with("*.")) domains[domain];
    std::vector<Advice> advice;
    for (auto& [domain, types] : domains) {
        if (types.empty()) types["sts"];    // what could be published
        for (auto& [type, rows_of_type] : types) {
            auto one = advice_on(query, *standpoint, {domain, type, std::move(rows_of_type), {}, {}, {}}, *incidents);
            if (!one) return one.error();
            advice.push_back(std::move(*one));
        }
    }
    return advice;
}

Expected<std::vector<ReporterConduct>> reporters_of(const Query& query, OrganizationNames names) {
    const auto established = established_reporters(query);
    if (!established) return established.error();
    auto reporters = query.store.reporters(as_of(query), names);
    if (!reporters) return reporters.error();
    const auto& ignored = query.config.ignored_reporters;
    std::erase_if(*reporters, [&](const ReporterRow& row) { return std::find(ignored.begin(), ignored.end(), row.sdid) != ignored.end(); });
    const auto& wanted = query.options.reporters;
    std::erase_if(*reporters, [&](const ReporterRow& row) { return !wanted.empty() && std::find(wanted.begin(), wanted.end(), row.sdid) == wanted.end(); });
    return conduct_of(*reporters, *established, yesterday_of(query));
}

Expected<void> add_deviations(const Query& query, std::vector<ReporterConduct>& conducts) {
    const auto deviations = query.store.deviation_counts(all_of(query, yesterday_of(query) - conduct_period, as_of(query) + days{1}));
    if (!deviations) return deviations.error();
    for (const DeviationCountRow& row : *deviations)
        for (ReporterConduct& conduct : conducts)
            if (conduct.sdid == row.sdid) conduct.deviations.push_back({row.name, row.mails});
    return {};
}

Expected<std::vector<Drift>> drift_of(const Query& query, const Selection& selection) {
    const auto believed = established_reporters(query);
    if (!believed) return believed.error();
    Selection wanted = all_of(query, selection.since - drift_lookback, as_of(query) + days{1});
    wanted.policy_domains = selection.policy_domains;
    auto rows = query.store.daily_policies(wanted);
    if (!rows) return rows.error();
    keep_believed(*rows, *believed);
    const auto strings = strings_of(query, *rows);
    if (!strings) return strings.error();
    auto changes = drift_of(*rows, *strings);
    std::erase_if(changes, [&](const Drift& drift) { return drift.changed_day < selection.since || drift.changed_day >= selection.until; });
    return changes;
}

Expected<std::vector<DomainOverview>> domains_of(const Query& query, const Selection& selection) {
    const auto believed = established_reporters(query);
    if (!believed) return believed.error();
    const auto sums = query.store.domain_sums(selection);
    if (!sums) return sums.error();
    std::map<std::string, sys_days> last_days;
    for (const DomainSumRow& row : *sums) {
        sys_days& last = last_days.try_emplace(row.policy_domain, row.last_day).first->second;
        last = std::max(last, row.last_day);
    }
    std::map<std::string, std::string> modes;
    for (const auto& [domain, last] : last_days) {
        Selection lately = all_of(query, last - days{13}, last + days{1});
        lately.policy_domains = {domain};
        auto rows = query.store.daily_policies(lately);
        if (!rows) return rows.error();
        keep_believed(*rows, *believed);
        const auto strings = strings_of(query, *rows);
        if (!strings) return strings.error();
        if (const auto policy = strings->find(sts_policy_in_force(*rows, *strings)); policy != strings->end()) modes[domain] = sts_mode(policy->second);
    }
    return overview_of(*sums, modes);
}

}  // namespace tlsrpt
