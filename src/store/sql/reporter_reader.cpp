// Who reports, and on which days.
#include <algorithm>
#include <map>
#include <set>

#include "store/sql/reader.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days recent_days{14};

// One step along the index for each name.
std::vector<std::string> all_signers(Connection& db) {
    std::vector<std::string> signers;
    Rows row = db.query(
        "WITH RECURSIVE name (sdid) AS (SELECT min(sdid) FROM reporter_day UNION ALL"
        " SELECT (SELECT min(sdid) FROM reporter_day WHERE reporter_day.sdid > name.sdid) FROM name WHERE sdid IS NOT NULL)"
        " SELECT sdid FROM name WHERE sdid IS NOT NULL");
    while (row.next()) signers.push_back(row.text(0));
    return signers;
}

std::optional<ReporterRow> read_days(Connection& db, const std::string& sdid, sys_days as_of) {
    ReporterRow reporter;
    reporter.sdid = sdid;
    {
        Rows row = db.query("SELECT count(*), min(day), max(day), max(CASE WHEN is_daily THEN day END) FROM reporter_day WHERE sdid = ? AND day <= ?",
                            sdid, as_of);
        if (!row.next() || row.count(0) == 0) return std::nullopt;
        reporter.report_days = row.count(0);
        reporter.first_day = row.day(1);
        reporter.last_day = row.day(2);
        if (!row.is_null(3)) reporter.last_daily_day = row.day(3);
    }
    if (reporter.last_daily_day)
        reporter.recent_daily_days = static_cast<std::uint64_t>(
            db.integer("SELECT count(*) FROM reporter_day WHERE sdid = ? AND day > ? AND day <= ? AND is_daily", sdid,
                       *reporter.last_daily_day - recent_days, *reporter.last_daily_day));
    return reporter;
}

// The reports of a day are read once for all who reported on it last.
void name_reporters(Connection& db, std::vector<ReporterRow>& reporters) {
    std::map<sys_days, std::map<std::string, ReporterRow*, std::less<>>> by_day;
    for (ReporterRow& reporter : reporters) by_day[reporter.last_day].emplace(reporter.sdid, &reporter);
    for (const auto& [day, of_day] : by_day) {
        Rows row = db.query("SELECT sdid, organization_name FROM report WHERE day = ? AND message_id IS NOT NULL ORDER BY first_received_at, id", day);
        while (row.next())
            if (const auto reporter = of_day.find(row.view(0)); reporter != of_day.end()) reporter->second->organization_name = row.text(1);
    }
}

}  // namespace

Expected<std::vector<std::string>> Reader::established_signers(unsigned count, sys_days as_of) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        std::vector<std::string> signers = all_signers(db);
        std::erase_if(signers, [&](const std::string& sdid) {
            return db.integer("SELECT count(*) FROM (SELECT 1 FROM reporter_day WHERE sdid = ? AND day <= ? LIMIT ?) AS first_ones", sdid, as_of, count) < count;
        });
        return signers;
    });
}

Expected<std::vector<ReporterRow>> Reader::reporters(sys_days as_of, OrganizationNames names) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        std::vector<ReporterRow> reporters;
        for (const std::string& sdid : all_signers(db))
            if (auto reporter = read_days(db, sdid, as_of)) reporters.push_back(std::move(*reporter));
        if (names == OrganizationNames::Read) name_reporters(db, reporters);
        return reporters;
    });
}

Expected<std::vector<sys_days>> Reader::last_report_days(std::span<const std::string> sdids, sys_days as_of, std::size_t most) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        std::set<sys_days, std::greater<>> last;
        for (const std::string& sdid : sdids) {
            Rows row = db.query("SELECT day FROM reporter_day WHERE sdid = ? AND day <= ? ORDER BY day DESC LIMIT ?", sdid, as_of, most);
            while (row.next()) last.insert(row.day(0));
        }
        std::vector<sys_days> days_found{last.begin(), last.end()};
        if (days_found.size() > most) days_found.resize(most);
        return days_found;
    });
}

}  // namespace tlsrpt::sql
