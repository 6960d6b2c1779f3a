// What reporters saw fail, for people who look: spells, cut where --as-of says.
#include <algorithm>
#include <tuple>

#include "store/counts.hpp"
#include "store/sql/queries.hpp"
#include "store/sql/reader.hpp"
#include "store/sql/selected.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

using std::chrono::sys_days;

auto failure_of(const SpellRow& row) { return std::tie(row.receiving_mx_hostname, row.result_type); }

std::vector<SightingRow> read_sightings(Connection& db, std::int64_t symptom_id, sys_days first, sys_days last) {
    std::vector<SightingRow> sightings;
    Rows row = db.query(queries::sightings, symptom_id, first, last);
    while (row.next()) sightings.push_back({row.day(0), row.count(1), row.text(2)});
    return sightings;
}

void cut(Connection& db, SpellRow& spell, sys_days as_of) {
    const auto seen = read_sightings(db, spell.symptom_id, spell.first_day, as_of);
    spell.failed_session_count = 0;
    for (const SightingRow& sighting : seen) spell.failed_session_count = saturated_sum(spell.failed_session_count, sighting.failed_session_count);
    spell.last_day = seen.empty() ? as_of : seen.back().day;
}

std::vector<SpellRow> spells_of_domain(Connection& db, const std::string& policy_domain, const SelectedReporters& reporters, sys_days as_of) {
    std::vector<SpellRow> spells;
    Rows row = db.query(queries::spells, policy_domain);
    while (row.next())
        if (row.day(4) <= as_of && reporters.contain(row.view(1)))
            spells.push_back({row.integer(0), policy_domain, row.text(1), row.text(2), row.text(3), row.day(4), row.day(5), row.count(6)});
    return spells;
}

}  // namespace

Expected<std::vector<SpellRow>> Reader::spells(const Selection& selection, sys_days as_of) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<SpellRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            auto spells = spells_of_domain(db, domain, reporters, as_of);
            for (auto first = spells.begin(); first != spells.end();) {
                const auto last = std::find_if(first, spells.end(), [&](const SpellRow& row) { return failure_of(row) != failure_of(*first); });
                const bool touches = std::any_of(first, last, [&](const SpellRow& row) { return row.last_day >= selection.since && row.first_day < selection.until; });
                for (; first != last; ++first) {
                    if (!touches) continue;
                    if (first->last_day > as_of) cut(db, *first, as_of);
                    rows.push_back(std::move(*first));
                }
            }
        }
        return rows;
    });
}

Expected<std::vector<SightingRow>> Reader::sightings(std::int64_t symptom_id, sys_days since, sys_days until) {
    return guard_([&](Connection& db) { return read_sightings(db, symptom_id, since, until - std::chrono::days{1}); });
}

}  // namespace tlsrpt::sql
