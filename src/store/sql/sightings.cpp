#include "store/sql/sightings.hpp"

#include <algorithm>
#include <optional>

#include "store/counts.hpp"
#include "store/evidence.hpp"
#include "store/sql/queries.hpp"
#include "store/sql/report_rows.hpp"
#include "tlsrpt/incident.hpp"

namespace tlsrpt::sql {
namespace {

using std::chrono::sys_days;

// What one signer says of one policy domain on one day.
struct Account {
    std::string_view policy_domain;
    sys_days day;
    std::string_view sdid;
};

const Evidence::Kind nameless{};

std::optional<std::int64_t> find_symptom(Connection& db, const Account& said, const Evidence::Kind& kind) {
    Rows row = db.query("SELECT id FROM symptom WHERE policy_domain = ? AND sdid = ? AND receiving_mx_hostname = ? AND result_type = ?"
                        " /*pg AND kind = kind_of($4, $3)*/",
                        said.policy_domain, said.sdid, kind.receiving_mx_hostname, kind.result_type);
    if (!row.next()) return std::nullopt;
    return row.integer(0);
}

std::int64_t symptom_of(Connection& db, const Account& said, const Evidence::Kind& kind) {
    if (const auto known = find_symptom(db, said, kind)) return *known;
    return db.insert("INSERT INTO symptom (policy_domain, sdid, receiving_mx_hostname, result_type) VALUES (?, ?, ?, ?)", said.policy_domain, said.sdid,
                     kind.receiving_mx_hostname, kind.result_type);
}

std::vector<Spell> spells_near(Connection& db, std::int64_t symptom, sys_days day) {
    std::vector<Spell> spells;
    Rows row = db.query(
        "SELECT first_day, last_day, failed_session_count FROM incident WHERE symptom_id = ? AND first_day <= ? AND last_day >= ?"
        " ORDER BY first_day",
        symptom, day + max_pause, day - max_pause);
    while (row.next()) spells.push_back({row.day(0), row.day(1), row.count(2)});
    return spells;
}

void insert_spell(Connection& db, std::int64_t symptom, const Spell& spell) {
    db.run("INSERT INTO incident (symptom_id, first_day, last_day, failed_session_count) VALUES (?, ?, ?, ?)", symptom, spell.first_day,
           spell.last_day, spell.failed_session_count);
}

void delete_spell(Connection& db, std::int64_t symptom, const Spell& spell) {
    db.run("DELETE FROM incident WHERE symptom_id = ? AND first_day = ?", symptom, spell.first_day);
}

void see(Connection& db, std::int64_t symptom, const Sighting& sighting) {
    const auto near = spells_near(db, symptom, sighting.day);
    const Spell spell = joined(near, sighting);
    if (near.size() == 1 && near.front().first_day == spell.first_day) {
        db.run("UPDATE incident SET last_day = ?, failed_session_count = ? WHERE symptom_id = ? AND first_day = ?", spell.last_day,
               spell.failed_session_count, symptom, spell.first_day);
        return;
    }
    for (const Spell& old : near) delete_spell(db, symptom, old);
    insert_spell(db, symptom, spell);
}

void add_kind(Connection& db, const Account& said, const Evidence::Kind& kind) {
    const std::int64_t symptom = symptom_of(db, said, kind);
    db.run(
        "INSERT INTO sighting (day, symptom_id, failed_session_count, sending_network) VALUES (?, ?, ?, ?) ON CONFLICT (day, symptom_id) DO"
        " UPDATE SET failed_session_count = sighting.failed_session_count + excluded.failed_session_count, sending_network = CASE WHEN"
        " sighting.sending_network = excluded.sending_network THEN sighting.sending_network ELSE '*' END",
        said.day, symptom, kind.failed_session_count, kind.sending_network);
    see(db, symptom, {said.day, kind.failed_session_count});
}

// The day's sighting is gone: what is left of the spell that it was in.
void forget(Connection& db, std::int64_t symptom, sys_days day) {
    const auto near = spells_near(db, symptom, day);
    const auto whole = std::find_if(near.begin(), near.end(), [day](const Spell& spell) { return spell.first_day <= day && spell.last_day >= day; });
    if (whole == near.end()) return;  // pruned by age
    std::vector<Sighting> left;
    {
        Rows row = db.query(queries::sightings, symptom, whole->first_day, whole->last_day);
        while (row.next()) left.push_back({row.day(0), row.count(1)});
    }
    delete_spell(db, symptom, *whole);
    for (const Spell& spell : spells_of(left)) insert_spell(db, symptom, spell);
    if (left.empty()) db.run("DELETE FROM symptom WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM incident WHERE symptom_id = ?1)", symptom);
}

struct Seen {
    std::uint64_t failed_session_count{0};
    std::string sending_network;
};

std::optional<Seen> find_sighting(Connection& db, std::int64_t symptom, sys_days day) {
    Rows row = db.query("SELECT failed_session_count, sending_network FROM sighting WHERE day = ? AND symptom_id = ?", day, symptom);
    if (!row.next()) return std::nullopt;
    return Seen{row.count(0), row.text(1)};
}

void lose(Connection& db, std::int64_t symptom, sys_days day) {
    db.run("DELETE FROM sighting WHERE day = ? AND symptom_id = ?", day, symptom);
    forget(db, symptom, day);
}

// By its current reports: one that was taken back may have been the only one from another network.
std::string network_by_failures(Connection& db, const Account& said, const Evidence::Kind& kind) {
    std::optional<std::string> network;
    Rows row = db.query(
        "SELECT f.sending_mta_ip FROM policy p CROSS JOIN report r ON r.id = p.report_id CROSS JOIN failure f ON f.policy_id = p.id/*pg  AND f.day ="
        " p.day*/ WHERE r.message_id IS NOT NULL AND"
        " p.policy_domain = ? AND p.day = ? AND r.current AND r.sdid = ? AND f.receiving_mx_hostname = ? AND f.result_type = ? AND"
        " f.failed_session_count > 0",
        said.policy_domain, said.day, said.sdid, kind.receiving_mx_hostname, kind.result_type);
    while (row.next()) {
        const std::string one = network_of(row.view(0));
        network = network ? unite(*network, one) : one;
    }
    return network.value_or("");
}

void take_back_kind(Connection& db, const Account& said, const Evidence::Kind& kind) {
    const auto symptom = find_symptom(db, said, kind);
    if (!symptom) return;  // pruned by age, like the next
    const auto seen = find_sighting(db, *symptom, said.day);
    if (!seen) return;
    if (seen->failed_session_count <= kind.failed_session_count) return lose(db, *symptom, said.day);
    const bool may_change = seen->sending_network == several_networks && !kind.result_type.empty();
    db.run("UPDATE sighting SET failed_session_count = failed_session_count - ?, sending_network = ? WHERE day = ? AND symptom_id = ?",
           kind.failed_session_count, may_change ? network_by_failures(db, said, kind) : seen->sending_network, said.day, *symptom);
    db.run(
        "UPDATE incident SET failed_session_count = failed_session_count - ?1 WHERE symptom_id = ?2 AND first_day = (SELECT max(first_day)"
        " FROM incident WHERE symptom_id = ?2 AND first_day <= ?3)",
        kind.failed_session_count, *symptom, said.day);
}

// More rows than that are needed to have more kinds; only then they are counted, one step along the key for each kind, whatever the number of
// reason codes.
bool has_too_many_kinds(Connection& db, const Account& said) {
    if (db.integer("SELECT count(*) FROM (SELECT 1 FROM daily_failure WHERE policy_domain = ? AND day = ? AND sdid = ? LIMIT ?) AS first_ones", said.policy_domain,
                   said.day, said.sdid, max_kinds_of_a_day + 1) <= static_cast<std::int64_t>(max_kinds_of_a_day))
        return false;
    std::string result_type;
    std::string receiving_mx_hostname;
    for (std::size_t kinds = 0; kinds <= max_kinds_of_a_day; ++kinds) {
        Rows next = db.query(
            "SELECT result_type, receiving_mx_hostname FROM daily_failure WHERE policy_domain = ? AND day = ? AND sdid = ? AND"
            " (result_type, receiving_mx_hostname) > (?, ?) ORDER BY result_type, receiving_mx_hostname LIMIT 1",
            said.policy_domain, said.day, said.sdid, result_type, receiving_mx_hostname);
        if (!next.next()) return false;
        std::string type = next.text(0);
        std::string mx = next.text(1);
        { const Rows done = std::move(next); }  // the values bound to it change now
        result_type = std::move(type);
        receiving_mx_hostname = std::move(mx);
    }
    return true;
}

bool is_nameless(Connection& db, const Account& said) {
    const auto symptom = find_symptom(db, said, nameless);
    return symptom && find_sighting(db, *symptom, said.day);
}

Evidence::Kind without_names(std::uint64_t failed_session_count) {
    return {.receiving_mx_hostname = "", .result_type = "", .failed_session_count = failed_session_count, .sending_network = std::string{several_networks}};
}

std::uint64_t sessions_of(const Evidence::Domain& domain) {
    std::uint64_t sum = 0;
    for (const Evidence::Kind& kind : domain.kinds) sum = saturated_sum(sum, kind.failed_session_count);
    return sum;
}

// @return how many sessions they were
std::uint64_t lose_all(Connection& db, const Account& said) {
    std::vector<std::int64_t> symptoms;
    std::uint64_t sum = 0;
    {
        Rows row = db.query(
            "SELECT s.id, g.failed_session_count FROM symptom s CROSS JOIN sighting g ON g.day = ?3 AND g.symptom_id = s.id"
            " WHERE s.policy_domain = ?1 AND s.sdid = ?2",
            said.policy_domain, said.sdid, said.day);
        while (row.next()) {
            symptoms.push_back(row.integer(0));
            sum = saturated_sum(sum, row.count(1));
        }
    }
    for (const std::int64_t symptom : symptoms) lose(db, symptom, said.day);
    return sum;
}

void add_current_reports(Connection& db, const Account& said) {
    std::vector<std::int64_t> reports;
    {
        Rows row = db.query(
            "SELECT DISTINCT p.report_id FROM policy p CROSS JOIN report r ON r.id = p.report_id WHERE p.policy_domain = ? AND p.day = ? AND"
            " r.current AND r.message_id IS NOT NULL AND r.sdid = ?",
            said.policy_domain, said.day, said.sdid);
        while (row.next()) reports.push_back(row.integer(0));
    }
    for (const std::int64_t id : reports)
        if (const auto report = read_report(db, id)) {
            const Evidence evidence = evidence_of(*report);
            for (const Evidence::Domain& domain : evidence.domains)
                if (domain.policy_domain == said.policy_domain)
                    for (const Evidence::Kind& kind : domain.kinds) add_kind(db, said, kind);
        }
}

}  // namespace

void add_sightings(Connection& db, const Report& report, sys_days day, std::string_view sdid) {
    const Evidence evidence = evidence_of(report);
    for (const Evidence::Domain& domain : evidence.domains) {
        const Account said{domain.policy_domain, day, sdid};
        if (!has_too_many_kinds(db, said)) {
            for (const Evidence::Kind& kind : domain.kinds) add_kind(db, said, kind);
        } else if (is_nameless(db, said)) {
            add_kind(db, said, without_names(sessions_of(domain)));
        } else {
            const std::uint64_t named = lose_all(db, said);
            add_kind(db, said, without_names(saturated_sum(named, sessions_of(domain))));
        }
    }
}

void take_back_sightings(Connection& db, const Report& report, sys_days day, std::string_view sdid) {
    const Evidence evidence = evidence_of(report);
    for (const Evidence::Domain& domain : evidence.domains) {
        const Account said{domain.policy_domain, day, sdid};
        if (!is_nameless(db, said)) {
            for (const Evidence::Kind& kind : domain.kinds) take_back_kind(db, said, kind);
        } else if (has_too_many_kinds(db, said)) {
            take_back_kind(db, said, without_names(sessions_of(domain)));
        } else {
            lose_all(db, said);
            add_current_reports(db, said);
        }
    }
}

}  // namespace tlsrpt::sql
