#include "store/sql/selected.hpp"

#include <algorithm>

#include "store/sql/queries.hpp"
#include "tlsrpt/domain.hpp"

namespace tlsrpt::sql {
namespace {

bool is_pattern(std::string_view name) { return name.starts_with("*."); }

// One step along the index for each name, whatever the number of rows.
std::vector<std::string> all_domains(Connection& db) {
    std::vector<std::string> domains;
    Rows row = db.query(
        "WITH RECURSIVE name (policy_domain) AS (SELECT min(policy_domain) FROM daily UNION ALL SELECT (SELECT min(policy_domain) FROM"
        " daily WHERE daily.policy_domain > name.policy_domain) FROM name WHERE policy_domain IS NOT NULL) SELECT policy_domain FROM"
        " name WHERE policy_domain IS NOT NULL");
    while (row.next()) domains.push_back(row.text(0));
    return domains;
}

}  // namespace

std::vector<std::string> selected_domains(Connection& db, const Selection& selection) {
    const auto& named = selection.policy_domains;
    if (named.empty()) return all_domains(db);
    std::vector<std::string> domains;
    if (std::any_of(named.begin(), named.end(), is_pattern)) {
        domains = all_domains(db);
        std::erase_if(domains, [&](const std::string& domain) {
            return std::none_of(named.begin(), named.end(), [&](const std::string& name) { return domain_matches(name, domain); });
        });
    } else {
        domains = named;
    }
    std::sort(domains.begin(), domains.end());
    domains.erase(std::unique(domains.begin(), domains.end()), domains.end());
    return domains;
}

std::vector<std::int64_t> selected_reports(Connection& db, const Selection& selection, std::int64_t after) {
    std::vector<std::int64_t> ids;
    const auto add_all = [&ids](Rows rows) {
        while (rows.next()) ids.push_back(rows.integer(0));
    };
    const auto is_wanted = [&](std::int64_t id) {
        Rows row = db.query(queries::domains_of_report, id);
        while (row.next())
            if (std::any_of(selection.policy_domains.begin(), selection.policy_domains.end(), [&](const std::string& name) { return domain_matches(name, row.view(0)); }))
                return true;
        return false;
    };
    if (after > 0) {
        add_all(db.query(queries::reports_since, selection.since, selection.until, after));
        if (!selection.policy_domains.empty()) std::erase_if(ids, [&](std::int64_t id) { return !is_wanted(id); });
    } else if (selection.policy_domains.empty()) {
        add_all(db.query(queries::reports_of_days, selection.since, selection.until));
    } else {
        for (const std::string& domain : selected_domains(db, selection))
            add_all(db.query(queries::reports_of_domain, domain, selection.since, selection.until));
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace tlsrpt::sql
