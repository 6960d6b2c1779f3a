#include "tlsrpt/incident.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "insight/saturated.hpp"

namespace tlsrpt {
namespace {

using std::chrono::sys_days;

// What stands for result types when a signer told too many apart.
constexpr std::string_view many_kinds = "more-than-100-kinds";
static_assert(max_kinds_of_a_day == 100);

auto failure_of(const SpellRow& row) { return std::tie(row.policy_domain, row.receiving_mx_hostname, row.result_type); }

bool contains(std::span<const std::string> sorted, const std::string& name) { return std::binary_search(sorted.begin(), sorted.end(), name); }

std::vector<const SpellRow*> believed_spells(std::span<const SpellRow> spells, const Standpoint& standpoint) {
    std::vector<const SpellRow*> believed;
    for (const SpellRow& row : spells)
        if (contains(standpoint.believed, row.sdid)) believed.push_back(&row);
    std::sort(believed.begin(), believed.end(), [](const SpellRow* a, const SpellRow* b) {
        return std::tuple_cat(failure_of(*a), std::tie(a->first_day, a->sdid)) < std::tuple_cat(failure_of(*b), std::tie(b->first_day, b->sdid));
    });
    return believed;
}

void take_in(Episode& episode, const SpellRow* spell) {
    Incident& incident = episode.incident;
    incident.last_day = episode.spells.empty() ? spell->last_day : std::max(incident.last_day, spell->last_day);
    incident.failed_session_count = saturated_sum(incident.failed_session_count, spell->failed_session_count);
    const auto place = std::lower_bound(incident.reporters.begin(), incident.reporters.end(), spell->sdid);
    if (place == incident.reporters.end() || *place != spell->sdid) incident.reporters.insert(place, spell->sdid);
    episode.spells.push_back(spell);
}

Episode begun_by(const SpellRow* spell) {
    Episode episode;
    episode.incident.policy_domain = spell->policy_domain;
    episode.incident.receiving_mx_hostname = spell->receiving_mx_hostname;
    episode.incident.result_type = spell->result_type.empty() ? std::string{many_kinds} : spell->result_type;
    episode.incident.first_day = spell->first_day;
    take_in(episode, spell);
    return episode;
}

// The last day on which each signer had sessions with a policy domain.
using LastDays = std::map<std::pair<std::string_view, std::string_view>, sys_days>;

LastDays last_days_of(std::span<const DailyRow> daily) {
    LastDays last;
    for (const DailyRow& row : daily)
        if (row.sessions > 0) {
            sys_days& day = last.try_emplace({row.policy_domain, row.sdid}, row.day).first->second;
            day = std::max(day, row.day);
        }
    return last;
}

bool is_over(const Episode& episode, const LastDays& last_days, const Standpoint& standpoint) {
    std::map<std::string_view, sys_days> last_seen;
    for (const SpellRow* spell : episode.spells) {
        sys_days& day = last_seen.try_emplace(spell->sdid, spell->last_day).first->second;
        day = std::max(day, spell->last_day);
    }
    bool proven = false;
    bool missing = false;
    for (const auto& [sdid, seen] : last_seen) {
        const auto last = last_days.find({episode.incident.policy_domain, sdid});
        const sys_days reported = last == last_days.end() ? seen : last->second;
        proven = proven || reported > episode.incident.last_day;
        if (reported > seen) continue;
        const bool silent = !standpoint.last_report_days.empty() && standpoint.last_report_days.front() - seen >= max_pause;
        missing = missing || !silent;
    }
    return proven && !missing;
}

Incident::State state_of(const Episode& episode, bool has_successor, const LastDays& last_days, const Standpoint& standpoint) {
    if (has_successor || is_over(episode, last_days, standpoint)) return Incident::State::Resolved;
    const auto& last = standpoint.last_report_days;
    return last.empty() || episode.incident.first_day >= last.back() ? Incident::State::New : Incident::State::Ongoing;
}

std::string joined_names(std::span<const std::string> names) {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
    return text;
}

}  // namespace

std::vector<Episode> episodes_of(std::span<const SpellRow> spells, std::span<const DailyRow> daily, const Standpoint& standpoint) {
    const LastDays last_days = last_days_of(daily);
    const auto believed = believed_spells(spells, standpoint);
    std::vector<Episode> episodes;
    for (auto spell = believed.begin(); spell != believed.end(); ++spell) {
        const bool same_failure = spell != believed.begin() && failure_of(**spell) == failure_of(**(spell - 1));
        if (same_failure && (*spell)->first_day - episodes.back().incident.last_day <= max_pause)
            take_in(episodes.back(), *spell);
        else
            episodes.push_back(begun_by(*spell));
    }
    for (auto episode = episodes.begin(); episode != episodes.end(); ++episode) {
        const auto next = episode + 1;
        const bool has_successor = next != episodes.end() && failure_of(*next->spells.front()) == failure_of(*episode->spells.front());
        episode->incident.state = state_of(*episode, has_successor, last_days, standpoint);
    }
    std::stable_sort(episodes.begin(), episodes.end(), [](const Episode& a, const Episode& b) { return a.incident.first_day > b.incident.first_day; });
    return episodes;
}

std::vector<std::string> others_that_succeed(const Episode& episode, std::span<const SpellRow> spells, std::span<const DailyRow> daily,
                                             const Standpoint& standpoint) {
    const Incident& incident = episode.incident;
    const sys_days until = incident.last_day;
    const sys_days since = std::max(incident.first_day, until - hint_days + std::chrono::days{1});
    std::set<std::string> others;
    for (const DailyRow& row : daily)
        if (row.policy_domain == incident.policy_domain && row.day >= since && row.day <= until && row.sessions > row.failures &&
            contains(standpoint.believed, row.sdid) && !contains(incident.reporters, row.sdid))
            others.insert(row.sdid);
    const std::string& mx = incident.receiving_mx_hostname;
    for (const SpellRow& row : spells)
        if (row.policy_domain == incident.policy_domain && row.first_day <= until && row.last_day >= since &&
            (mx.empty() || row.receiving_mx_hostname.empty() || row.receiving_mx_hostname == mx))
            others.erase(row.sdid);
    return {others.begin(), others.end()};
}

std::optional<std::string> hint_of(const Incident& incident, std::span<const std::string> others, std::span<const SightingRow> sightings) {
    std::string network = sightings.empty() ? std::string{} : sightings.front().sending_network;
    for (const SightingRow& sighting : sightings)
        if (sighting.sending_network != network) network.clear();
    if (network == "*") network.clear();
    const bool one_reporter = incident.reporters.size() == 1;
    if (!one_reporter && network.empty()) return std::nullopt;
    std::string text = "only ";
    if (one_reporter) text += incident.reporters.front() + (network.empty() ? "" : ", from the network " + network + ",");
    if (!one_reporter) text += "senders in the network " + network;
    text += one_reporter ? " sees it" : " see it";
    return text + "; " + joined_names(others) + " had no such failure in the same days: look for an interception near the sender, or a fault of its own";
}

std::string_view name_of(Incident::State state) {
    switch (state) {
        case Incident::State::New: return "new";
        case Incident::State::Ongoing: return "ongoing";
        case Incident::State::Resolved: return "resolved";
    }
    return "";
}

}  // namespace tlsrpt
