#include "store/sql/report_groups.hpp"

#include <algorithm>
#include <compare>

#include "store/contribution.hpp"
#include "store/sql/rollup.hpp"

namespace tlsrpt::sql {
namespace {

constexpr std::chrono::hours longest_daily_range{36};  // longer ones stay out of the rule about silence

struct Member {
    std::int64_t id{0};
    bool pruned{false};
    std::chrono::sys_days day{};
    std::string sdid;
    std::chrono::sys_seconds first_received_at{};
    std::string values_sha256;

    [[nodiscard]] auto age() const { return std::tie(first_received_at, values_sha256); }
};

Member read_member(const Rows& row) {
    return {.id = row.integer(0),
            .pruned = row.is_null(1),
            .day = row.day(2),
            .sdid = row.text(3),
            .first_received_at = row.time(4),
            .values_sha256 = row.text(5)};
}

// More than one only while groups are being merged.
std::vector<Member> all_current_of(Connection& db, std::int64_t group) {
    std::vector<Member> members;
    Rows row = db.query(
        "SELECT id, message_id, day, sdid, first_received_at, values_sha256 FROM report WHERE id = ?1 AND current"
        " UNION ALL SELECT id, message_id, day, sdid, first_received_at, values_sha256 FROM report WHERE group_id = ?1 AND current",
        group);
    while (row.next()) members.push_back(read_member(row));
    return members;
}

// Those that count so far, one for each group.
std::vector<Member> counted_in(Connection& db, const std::vector<std::int64_t>& groups) {
    std::vector<Member> counted;
    for (const std::int64_t group : groups)
        for (Member& member : all_current_of(db, group)) counted.push_back(std::move(member));
    return counted;
}

bool any_pruned(const std::vector<Member>& members) {
    return std::any_of(members.begin(), members.end(), [](const Member& member) { return member.pruned; });
}

std::optional<Member> newest_of(Connection& db, std::int64_t group) {
    Rows row = db.query(
        "SELECT id, message_id, day, sdid, first_received_at, values_sha256 FROM report WHERE id = ?1"
        " UNION ALL SELECT id, message_id, day, sdid, first_received_at, values_sha256 FROM report WHERE group_id = ?1"
        " ORDER BY first_received_at DESC, values_sha256 DESC LIMIT 1",
        group);
    if (!row.next()) return std::nullopt;
    return read_member(row);
}

void set_current(Connection& db, std::int64_t report_id, bool current) {
    db.run("UPDATE report SET current = ? WHERE id = ?", current, report_id);
}

// Of policy domains that the new report may not speak of.
std::optional<Report> read_in_scope(Connection& db, const Member& member) {
    auto report = read_report(db, member.id);
    if (report)
        for (const std::string_view policy_domain : policy_domains_of(*report)) db.require_scope(member.sdid, policy_domain);
    return report;
}

void supersede(Connection& db, const Member& member) {
    const auto report = read_in_scope(db, member);
    set_current(db, member.id, false);
    if (report) take_out_of_rollups(db, *report, member.day, member.sdid);
}

void reinstate(Connection& db, const Member& member) {
    const auto report = read_in_scope(db, member);
    set_current(db, member.id, true);
    if (report) add_to_rollups(db, *report, member.day, member.sdid);
}

// The group with the smaller id takes the others in. What group_domain says of them is followed through their first report.
void merge(Connection& db, const std::vector<std::int64_t>& groups) {
    const std::int64_t into = groups.front();
    for (auto group = groups.begin() + 1; group != groups.end(); ++group) {
        db.run("UPDATE report SET group_id = ?1 WHERE id = ?2", into, *group);
        db.run("UPDATE report SET group_id = ?1 WHERE group_id = ?2", into, *group);
    }
}

std::int64_t group_of(Connection& db, std::int64_t report_id) {
    return db.integer("SELECT coalesce(group_id, id) FROM report WHERE id = ?", report_id);
}

void let_newest_count(Connection& db, std::int64_t group) {
    const auto counted = all_current_of(db, group);
    const auto newest = newest_of(db, group);
    if (!newest || newest->pruned || any_pruned(counted)) return;
    bool counts = false;
    for (const Member& member : counted) {
        if (member.id == newest->id)
            counts = true;
        else
            supersede(db, member);
    }
    if (!counts) reinstate(db, *newest);
}

void claim_domains(Connection& db, std::int64_t group, const ReportKey& key, const Report& report) {
    for (const std::string_view policy_domain : policy_domains_of(report))
        db.run("INSERT INTO group_domain (day, report_key, policy_domain, group_id) VALUES (?, ?, ?, ?) ON CONFLICT (day, report_key, policy_domain) DO NOTHING", key.day,
               key.key_sha256, policy_domain, group);
}

// The first of the group with the same values.
std::optional<std::int64_t> find_values(Connection& db, std::int64_t group, const ReportKey& key) {
    Rows row = db.query("SELECT id FROM report WHERE id = ?1 AND values_sha256 = ?2"
                        " UNION ALL SELECT id FROM report WHERE group_id = ?1 AND values_sha256 = ?2 ORDER BY id LIMIT 1", group, key.values_sha256);
    if (!row.next()) return std::nullopt;
    return row.integer(0);
}

bool is_signed_alike(Connection& db, std::int64_t report_id, const Identity& identity) {
    return db.integer("SELECT count(*) FROM report WHERE id = ? AND sdid = ? AND from_address = ?", report_id, identity.signature.sdid,
                      identity.from_address) > 0;
}

// The same octets under two keys: whatever comes under either belongs to one group. @return whether groups were merged
bool tie(Connection& db, std::int64_t group, const ReportKey& key, const Report& report) {
    std::vector<std::int64_t> groups = find_groups(db, key, report);
    claim_domains(db, group, key, report);
    groups.push_back(group);
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    if (groups.size() == 1 || any_pruned(counted_in(db, groups))) return false;
    merge(db, groups);
    return true;
}

}  // namespace

std::optional<std::int64_t> find_duplicate(Connection& db, const ReportKey& key, const Examination& examination,
                                           const std::vector<std::int64_t>& groups) {
    if (!examination.json_sha256.empty()) {
        // "+ 0" leaves PostgreSQL one index to take, and not the one of ids.
        Rows same_octets =
            db.query("SELECT id FROM report WHERE day = ? AND json_sha256 = ? AND organizational_domain = ?"
                     " ORDER BY id/*pg  + 0*/ LIMIT 1", key.day,
                     examination.json_sha256, examination.identity->organizational_domain);
        if (same_octets.next()) return same_octets.integer(0);
    }
    std::optional<std::int64_t> first;
    for (const std::int64_t group : groups)
        if (const auto same_values = find_values(db, group, key); same_values && (!first || *same_values < *first)) first = same_values;
    return first;
}

void note_copy(Connection& db, std::int64_t report_id, std::chrono::sys_seconds received_at, const ReportKey& key,
               const Examination& examination) {
    const bool earlier =
        db.change("UPDATE report SET first_received_at = ?1 WHERE id = ?2 AND first_received_at > ?1", received_at, report_id) > 0;
    const std::int64_t group = group_of(db, report_id);
    const bool tied = !is_signed_alike(db, report_id, *examination.identity) && tie(db, group, key, *examination.report);
    if (earlier || tied) let_newest_count(db, group_of(db, report_id));
}

std::vector<std::int64_t> find_groups(Connection& db, const ReportKey& key, const Report& report) {
    std::vector<std::int64_t> groups;
    for (const std::string_view policy_domain : policy_domains_of(report)) {
        Rows row = db.query(
            "SELECT coalesce(r.group_id, g.group_id) FROM group_domain g LEFT JOIN report r ON r.id = g.group_id"
            " WHERE g.day = ? AND g.report_key = ? AND g.policy_domain = ?",
            key.day, key.key_sha256, policy_domain);
        if (row.next()) groups.push_back(row.integer(0));
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
}

std::int64_t insert_among(Connection& db, const std::vector<std::int64_t>& groups, std::int64_t message_id,
                          std::chrono::sys_seconds received_at, const Examination& examination, const ReportKey& key) {
    const std::vector<Member> counted = counted_in(db, groups);
    const bool settled = any_pruned(counted);
    const auto newest =
        std::max_element(counted.begin(), counted.end(), [](const Member& a, const Member& b) { return a.age() < b.age(); });
    const bool is_newest = newest == counted.end() || newest->age() < std::tie(received_at, key.values_sha256);

    ReportPlace place;
    if (!groups.empty()) place.group_id = groups.front();
    if (newest != counted.end()) place.revision_of = newest->id;
    place.current = is_newest && !settled;

    if (!settled) {
        for (auto member = counted.begin(); member != counted.end(); ++member)
            if (is_newest || member != newest) supersede(db, *member);
        if (groups.size() > 1) merge(db, groups);
    }
    const std::string& sdid = examination.identity->signature.sdid;
    const std::int64_t id = insert_report(db, message_id, received_at, examination, key, place);
    claim_domains(db, place.group_id.value_or(id), key, *examination.report);
    if (place.current) add_to_rollups(db, *examination.report, key.day, sdid);
    // PostgreSQL would lock a row that is there already, which every report of the day shares.
    const bool is_daily = examination.report->date_range.end_datetime - examination.report->date_range.start_datetime <= longest_daily_range;
    db.run(
        "INSERT INTO reporter_day (sdid, day, is_daily) /*pg SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM reporter_day WHERE sdid = ?1 AND"
        " day = ?2 AND is_daily >= ?3) |*/VALUES (?1, ?2, ?3)/*|*/ ON CONFLICT (sdid, day) DO UPDATE SET is_daily = TRUE WHERE"
        " excluded.is_daily > reporter_day.is_daily",
        sdid, key.day, is_daily);
    return id;
}

}  // namespace tlsrpt::sql
