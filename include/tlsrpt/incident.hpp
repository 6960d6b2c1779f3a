// One thing that is broken, since when, and for whom.
//
//     failures of current reports, and who reported on which day  →  incidents
//
// Key: policy domain, receiving MX and result type. Failure days of one key that are at most 14 days apart are one incident; a
// recurrence later than that is another one under the same key. An unproven signer alone opens none.
//
// Two steps. When a report is recorded, what its signer saw becomes Spells: each signer's word apart, so that they do not depend on who
// is believed. When somebody looks, the spells of those who are believed are joined into Incidents: a change of the configuration, a signer
// that became established and --as-of then need no second bookkeeping. Joining spells gives what joining their days gives, since no two days
// of a spell are further apart than an incident's may be.
//
// Pure functions over values; no I/O, no clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/rows.hpp"

namespace tlsrpt {

/// The longest time between two failure days of one incident.
inline constexpr std::chrono::days max_pause{14};

/// Kinds of failure (receiving MX and result type) that one signer may tell apart for one policy domain on one day. Beyond it all of them
/// are one kind without a name: one signer cannot open a million incidents.
inline constexpr std::size_t max_kinds_of_a_day = 100;

/// One day on which one signer saw one thing fail.
struct Sighting {
    std::chrono::sys_days day{};
    std::uint64_t failed_session_count{0};
};

/// Days on which one signer saw one thing fail, each at most max_pause after the one before.
struct Spell {
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::uint64_t failed_session_count{0};
    bool operator==(const Spell&) const = default;
};

/// What a spell becomes with one more day, which may join it with another spell.
/// @param near  spells that end or begin at most max_pause from that day, or contain it
Spell joined(std::span<const Spell> near, const Sighting& sighting);

/// All spells of these days.
/// @param sightings  of one signer and one key, by day, each day once
std::vector<Spell> spells_of(std::span<const Sighting> sightings);

/// The network of a sending MTA as text: "203.0.113.0/24", "2001:db8:1::/48"; "" for what is no address.
std::string network_of(std::string_view address);

struct Incident {
    enum class State : std::uint8_t { New, Ongoing, Resolved };

    std::string policy_domain;
    std::string receiving_mx_hostname;        ///< "" when no report names it
    std::string result_type;
    State state{State::New};                  ///< New: first seen within the last 2 report days
    std::chrono::sys_days first_day{};        ///< report days on which somebody saw it
    std::chrono::sys_days last_day{};
    std::vector<std::string> reporters;       ///< sdid of those that saw it, sorted
    std::uint64_t failed_session_count{0};    ///< overlap-safe: a session reported under sts and again under tlsa counts once
    std::optional<std::string> hint;          ///< one reporter or sending network fails where others succeed on the same MX in the same days
};

/// What else somebody knows who looks at spells.
struct Standpoint {
    std::vector<std::string> believed;                       ///< sdid, sorted: established, and not ignored
    std::vector<std::chrono::sys_days> last_report_days;     ///< the last 2 that believed reports speak of, newest first
};

/// An incident and the spells behind it, which are borrowed.
struct Episode {
    Incident incident;                        ///< without a hint
    std::vector<const SpellRow*> spells;
};

/// Newest first_day first.
///
/// Resolved: all that saw it have reported on the policy domain again, on a later day than the last on which they saw it, with sessions and
/// without it. One that has been silent on the domain for max_pause after it last saw it is not waited for, provided that somebody who saw it has
/// come back after the incident's last day: nobody's silence is a proof, but it must not outweigh a proof. Resolved too is an incident
/// that has a successor under its key.
///
/// @param spells  whole spells, also of signers that are not believed, in any order
/// @param daily   at least the days after each incident's end
std::vector<Episode> episodes_of(std::span<const SpellRow> spells, std::span<const DailyRow> daily, const Standpoint& standpoint);

/// The days that a hint is about: the last 14 of the incident.
inline constexpr std::chrono::days hint_days{14};

/// Who else had sessions with the domain in those days, and no failure at the same MX; an unknown MX may be any. Sorted.
std::vector<std::string> others_that_succeed(const Episode& episode, std::span<const SpellRow> spells, std::span<const DailyRow> daily,
                                             const Standpoint& standpoint);

/// One reporter, or one sending network, fails where others succeed: then the cause is likely on its side of the wire, or between.
/// @param others     not empty
/// @param sightings  of the episode in those days
std::optional<std::string> hint_of(const Incident& incident, std::span<const std::string> others, std::span<const SightingRow> sightings);

std::string_view name_of(Incident::State state);    ///< "new", "ongoing", "resolved"

}  // namespace tlsrpt
