#include "store/sql/prune.hpp"

#include <algorithm>
#include <array>

#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::int64_t batch_rows = 500;  // some milliseconds of the write lock

struct Cutoffs {
    sys_seconds raw;
    sys_seconds quarantine;
    sys_seconds junk;
    sys_seconds details;
    sys_days rollup;
    sys_days keys;
    sys_days counters;
};

Cutoffs cutoffs_of(const Retention& retention, sys_seconds now) {
    // A report is plausible up to 366 days after its range, is received up to 7 days before it is examined, and may be examined
    // again as long as it is in quarantine. Its day lies up to 8 days from either end of its range.
    constexpr days plausible{366 + 8 + 7};
    const days details = std::max({retention.details, retention.raw, days{366}});
    const days keys = details + plausible + std::max(retention.quarantine, retention.junk);
    const sys_days today = std::chrono::floor<days>(now);
    return {.raw = now - retention.raw,
            .quarantine = now - retention.quarantine,
            .junk = now - retention.junk,
            .details = now - details,
            .rollup = today - std::max(retention.rollup, keys),
            .keys = today - keys,
            .counters = today - std::max({retention.raw, retention.quarantine, retention.junk, days{30}})};
}

class Steps {
public:
    Steps(std::uint64_t total, Progress progress) : total_(total), progress_(std::move(progress)) {}

    /// Calls `delete_some` in one transaction after the other until it deletes nothing. @return how much it deleted
    template <typename DeleteSome>
    std::uint64_t repeat(Connection& db, DeleteSome delete_some) {
        std::uint64_t deleted = 0;
        for (;;) {
            Transaction transaction{db};
            const std::int64_t some = delete_some();
            transaction.commit();
            if (some == 0) return deleted;
            deleted += static_cast<std::uint64_t>(some);
            done_ += static_cast<std::uint64_t>(some);
            if (progress_) progress_(std::min(done_, total_), total_);
        }
    }
    /// The same for rows that are nobody's business, so nobody sees them move.
    template <typename DeleteSome>
    static void repeat_unseen(Connection& db, DeleteSome delete_some) {
        Steps{0, nullptr}.repeat(db, delete_some);
    }

private:
    std::uint64_t total_;
    std::uint64_t done_{0};
    Progress progress_;
};

// Every query here exists twice, to count and to delete; side by side they can be seen to have the same condition.

std::int64_t count_raw(Connection& db, const Cutoffs& cut) {
    return db.integer("SELECT count(*) FROM message_raw WHERE quarantined = FALSE AND received_at < ?", cut.raw);
}
std::int64_t delete_raw(Connection& db, const Cutoffs& cut) {
    return db.change(
        "DELETE FROM message_raw WHERE message_id IN"
        " (SELECT message_id FROM message_raw WHERE quarantined = FALSE AND received_at < ? ORDER BY received_at LIMIT ?)",
        cut.raw, batch_rows);
}

std::int64_t count_quarantined(Connection& db, const Cutoffs& cut) {
    return db.integer("SELECT count(*) FROM quarantine WHERE report_like = TRUE AND received_at < ?", cut.quarantine) +
           db.integer("SELECT count(*) FROM quarantine WHERE report_like = FALSE AND received_at < ?", cut.junk);
}
std::int64_t delete_quarantined(Connection& db, bool report_like, sys_seconds before) {
    return db.change(
        "DELETE FROM message WHERE id IN"
        " (SELECT message_id FROM quarantine WHERE report_like = ? AND received_at < ? ORDER BY received_at LIMIT ?)",
        report_like, before, batch_rows);
}

std::int64_t count_details(Connection& db, const Cutoffs& cut) {
    return db.integer("SELECT count(*) FROM report WHERE message_id IS NOT NULL AND first_received_at < ?", cut.details);
}
// One report may have 100,000 failures, so these go one by one until a batch is full.
std::int64_t delete_details(Connection& db, const Cutoffs& cut) {
    std::int64_t reports = 0;
    std::int64_t rows = 0;
    Rows report = db.query(
        "SELECT id, message_id FROM report WHERE message_id IS NOT NULL AND first_received_at < ? ORDER BY first_received_at LIMIT ?",
        cut.details, batch_rows);
    struct Ids {
        std::int64_t report;
        std::int64_t message;
    };
    std::vector<Ids> old;
    while (report.next()) old.push_back({report.integer(0), report.integer(1)});
    for (const Ids& ids : old) {
        if (rows >= batch_rows) break;
        ++rows;
        if (!db.prunes_by_month()) {
            rows += db.integer("SELECT count(*) FROM failure WHERE policy_id IN (SELECT id FROM policy WHERE report_id = ?)", ids.report);
            rows += db.change("DELETE FROM policy WHERE report_id = ?", ids.report);
        }
        db.run("UPDATE report SET message_id = NULL, organization_name = '', contact_info = '' WHERE id = ?", ids.report);
        db.run("DELETE FROM message WHERE id = ?", ids.message);
        ++reports;
    }
    return reports;
}

struct Rollup {
    std::string_view next_domain;
    std::string_view count;
    std::string_view remove;
};
// By policy domain, as their keys begin with it: none of them is read as a whole. A month at a time.
constexpr std::array rollups{
    Rollup{"SELECT min(policy_domain) FROM daily WHERE policy_domain > ?", "SELECT count(*) FROM daily WHERE policy_domain = ? AND day < ?",
           "DELETE FROM daily WHERE policy_domain = ?1 AND day < ?2 AND day < 31 + (SELECT min(day) FROM daily WHERE policy_domain = ?1)"},
    Rollup{"SELECT min(policy_domain) FROM daily_type WHERE policy_domain > ?",
           "SELECT count(*) FROM daily_type WHERE policy_domain = ? AND day < ?",
           "DELETE FROM daily_type WHERE policy_domain = ?1 AND day < ?2 AND day < 31 + (SELECT min(day) FROM daily_type WHERE policy_domain"
           " = ?1)"},
    Rollup{"SELECT min(policy_domain) FROM daily_failure WHERE policy_domain > ?",
           "SELECT count(*) FROM daily_failure WHERE policy_domain = ? AND day < ?",
           "DELETE FROM daily_failure WHERE policy_domain = ?1 AND day < ?2 AND day < 31 + (SELECT min(day) FROM daily_failure WHERE"
           " policy_domain = ?1)"},
    Rollup{"SELECT min(sdid) FROM reporter_day WHERE sdid > ?", "SELECT count(*) FROM reporter_day WHERE sdid = ? AND day < ?",
           "DELETE FROM reporter_day WHERE sdid = ?1 AND day < ?2 AND day < 31 + (SELECT min(day) FROM reporter_day WHERE sdid = ?1)"},
};

// The first part of each key, "" (an unknown policy domain) first.
template <typename Visit>
void for_each_name(Connection& db, const Rollup& rollup, Visit visit) {
    std::optional<std::string> name{""};
    while (name) {
        visit(*name);
        Rows next = db.query(rollup.next_domain, *name);
        if (!next.next() || next.is_null(0)) return;
        name = next.text(0);
    }
}

std::int64_t count_rollups(Connection& db, const Cutoffs& cut) {
    std::int64_t rows = 0;
    for (const Rollup& rollup : rollups)
        for_each_name(db, rollup, [&](const std::string& name) { rows += db.integer(rollup.count, name, cut.rollup); });
    return rows;
}

std::uint64_t delete_rollups(Connection& db, const Cutoffs& cut, Steps& steps) {
    std::uint64_t rows = 0;
    for (const Rollup& rollup : rollups)
        for_each_name(db, rollup, [&](const std::string& name) {
            if (db.integer(rollup.count, name, cut.rollup) > 0)
                rows += steps.repeat(db, [&] { return db.change(rollup.remove, name, cut.rollup); });
        });
    return rows;
}

// Copies of reports, keys that no plausible copy can have, and counters: what nobody is told about.
void delete_remains(Connection& db, const Cutoffs& cut) {
    Steps::repeat_unseen(db, [&] {
        return db.change("DELETE FROM message WHERE id IN (SELECT id FROM message WHERE duplicate_of IS NOT NULL AND received_at < ? LIMIT ?)",
                      cut.raw, batch_rows);
    });
    Steps::repeat_unseen(db, [&] {
        return db.change("DELETE FROM report WHERE id IN (SELECT id FROM report WHERE day < ? AND message_id IS NULL LIMIT ?)", cut.keys,
                      batch_rows);
    });
    Steps::repeat_unseen(db, [&] {
        return db.change(
            "DELETE FROM group_domain WHERE day < ?1 AND (day, report_key, policy_domain) IN"
            " (SELECT day, report_key, policy_domain FROM group_domain WHERE day < ?1 ORDER BY day LIMIT ?2)",
            cut.keys, batch_rows);
    });
    Steps::repeat_unseen(db, [&] {
        return db.change("DELETE FROM sighting WHERE (day, symptom_id) IN (SELECT day, symptom_id FROM sighting WHERE day < ? ORDER BY day LIMIT ?)",
                      cut.rollup, batch_rows);
    });
    {
        Transaction transaction{db};
        if (db.change("DELETE FROM incident WHERE last_day < ?", cut.rollup) > 0)
            db.run("DELETE FROM symptom WHERE NOT EXISTS (SELECT 1 FROM incident WHERE symptom_id = symptom.id)");
        db.run("DELETE FROM policy_text WHERE last_day < ?", cut.rollup);
        transaction.commit();
    }
    Steps::repeat_unseen(db, [&] { return db.change("DELETE FROM signer_day WHERE day < ?", cut.counters); });
    Steps::repeat_unseen(db, [&] { return db.change("DELETE FROM quarantine_day WHERE day < ?1 AND day IN (SELECT day FROM quarantine_day WHERE day < ?1 GROUP BY day HAVING sum(mails) = 0)",
                         cut.counters); });
}

}  // namespace

Pruned prune(Connection& db, const Retention& retention, sys_seconds now, bool dry_run, const Progress& progress) {
    const Cutoffs cut = cutoffs_of(retention, now);
    // Octets of a report that goes as a whole are not counted: details are never younger than octets, so those go first.
    std::array<std::int64_t, 4> counts{};
    {
        const ReadTransaction snapshot{db};
        counts = {count_raw(db, cut), count_quarantined(db, cut), count_details(db, cut), count_rollups(db, cut)};
    }
    const auto count = [&counts](std::size_t which) { return static_cast<std::uint64_t>(counts.at(which)); };
    if (dry_run) return {count(0), count(1), count(2), count(3)};

    Steps steps{count(0) + count(1) + count(2) + count(3), progress};
    Pruned pruned;
    pruned.raw_mails = steps.repeat(db, [&] { return delete_raw(db, cut); });
    pruned.quarantined = steps.repeat(db, [&] { return delete_quarantined(db, true, cut.quarantine); });
    pruned.quarantined += steps.repeat(db, [&] { return delete_quarantined(db, false, cut.junk); });
    pruned.reports = steps.repeat(db, [&] { return delete_details(db, cut); });
    pruned.rollup_rows = delete_rollups(db, cut, steps);
    delete_remains(db, cut);
    db.drop_pruned_months();
    return pruned;
}

}  // namespace tlsrpt::sql
