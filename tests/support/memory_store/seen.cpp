// Who is selected; what signers saw fail, and who they are.
#include <algorithm>

#include "insight/saturated.hpp"
#include "support/memory_store/state.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/incident.hpp"

namespace tlsrpt::test {
namespace {

bool holds(const std::vector<std::string>& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

using Days = std::map<sys_days, SightingRow>;

Spell whole_until(const Spell& spell, const Days& days, sys_days as_of, sys_days pruned_until) {
    if (spell.last_day <= as_of) return spell;
    Spell cut{spell.first_day, as_of, 0};
    for (const auto& [day, sighting] : days) {
        if (day < spell.first_day || day > as_of || day < pruned_until) continue;
        cut.last_day = day;
        cut.failed_session_count = saturated_sum(cut.failed_session_count, sighting.failed_session_count);
    }
    return cut;
}

std::vector<Spell> spells_of_days(const Days& days) {
    std::vector<Sighting> sightings;
    for (const auto& [day, sighting] : days) sightings.push_back({day, sighting.failed_session_count});
    return spells_of(sightings);
}

std::string newest_name(const Contents& contents, const std::string& sdid, sys_days day) {
    const KeptReport* newest = nullptr;
    for (const auto& [id, report] : contents.reports)
        if (!report.pruned() && report.sdid == sdid && report.key.day == day && (newest == nullptr || newest->first_received_at <= report.first_received_at)) newest = &report;
    return newest == nullptr ? std::string{} : newest->report.organization_name;
}

}  // namespace

bool in_days(const Selection& selection, sys_days day) { return selection.since <= day && day < selection.until; }

bool by_wanted(const Selection& selection, std::string_view sdid) {
    return (selection.reporters.empty() || holds(selection.reporters, sdid)) && !holds(selection.ignored_reporters, sdid);
}

bool is_named(const Selection& selection, std::string_view domain) {
    return std::any_of(selection.policy_domains.begin(), selection.policy_domains.end(), [&](const std::string& name) { return domain_matches(name, domain); });
}

// Names that are no patterns are taken as they are; all others are names of current reports.
std::set<std::string> domains_of(const Sums& sums, const Selection& selection) {
    std::set<std::string> domains;
    const auto is_pattern = [](const std::string& name) { return name.starts_with("*."); };
    const auto& named = selection.policy_domains;
    if (!named.empty() && std::none_of(named.begin(), named.end(), is_pattern)) return {named.begin(), named.end()};
    for (const auto& [key, row] : sums.daily)
        if (named.empty() || is_named(selection, row.policy_domain)) domains.insert(row.policy_domain);
    return domains;
}

std::vector<SpellRow> spells_in(Contents& contents, const Selection& selection, sys_days as_of) {
    const auto sightings = sightings_of(contents);
    const auto domains = domains_of(sums_of(contents), selection);
    std::vector<SpellRow> rows;
    std::set<std::tuple<std::string, std::string, std::string>> touched;    // failures that somebody saw in those days
    const auto failure_of = [](const SpellRow& row) { return std::tuple{row.policy_domain, row.receiving_mx_hostname, row.result_type}; };
    for (const auto& [symptom, days] : sightings) {
        const auto& [domain, mx, type, sdid] = symptom;
        const auto [id, is_new] = contents.symptom_ids.try_emplace(symptom, contents.last_symptom + 1);
        if (is_new) ++contents.last_symptom;
        if (!domains.contains(domain) || !by_wanted(selection, sdid)) continue;
        for (const Spell& spell : spells_of_days(days)) {
            if (spell.first_day > as_of || spell.last_day < contents.pruned_until) continue;
            const Spell seen = whole_until(spell, days, as_of, contents.pruned_until);
            rows.push_back({id->second, domain, sdid, mx, type, seen.first_day, seen.last_day, seen.failed_session_count});
            if (spell.last_day >= selection.since && spell.first_day < selection.until) touched.insert(failure_of(rows.back()));
        }
    }
    std::erase_if(rows, [&](const SpellRow& row) { return !touched.contains(failure_of(row)); });
    std::sort(rows.begin(), rows.end(), [&](const SpellRow& a, const SpellRow& b) {
        return std::tuple{failure_of(a), a.first_day, a.sdid} < std::tuple{failure_of(b), b.first_day, b.sdid};
    });
    return rows;
}

std::vector<SightingRow> sightings_in(const Contents& contents, std::int64_t symptom_id, sys_days since, sys_days until) {
    std::vector<SightingRow> rows;
    for (const auto& [symptom, days] : sightings_of(contents)) {
        const auto id = contents.symptom_ids.find(symptom);
        if (id == contents.symptom_ids.end() || id->second != symptom_id) continue;
        for (const auto& [day, sighting] : days)
            if (day >= since && day < until && day >= contents.pruned_until) rows.push_back(sighting);
    }
    return rows;
}

std::map<std::string, std::map<sys_days, bool>> days_of_signers(const Contents& contents, sys_days as_of) {
    std::map<std::string, std::map<sys_days, bool>> signers;
    for (const auto& [key, is_daily] : contents.reporter_days)
        if (key.second <= as_of) signers[key.first][key.second] = is_daily;
    return signers;
}

std::vector<ReporterRow> reporters_in(const Contents& contents, sys_days as_of) {
    std::vector<ReporterRow> rows;
    for (const auto& [sdid, days] : days_of_signers(contents, as_of)) {
        ReporterRow row;
        row.sdid = sdid;
        row.first_day = days.begin()->first;
        row.last_day = days.rbegin()->first;
        row.report_days = days.size();
        row.organization_name = newest_name(contents, sdid, row.last_day);
        for (const auto& [day, is_daily] : days)
            if (is_daily) row.last_daily_day = day;
        for (const auto& [day, is_daily] : days)
            if (is_daily && day > *row.last_daily_day - std::chrono::days{14}) ++row.recent_daily_days;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace tlsrpt::test
