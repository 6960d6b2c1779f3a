#include "store/sqlite/selected.hpp"

#include <algorithm>

#include "tlsrpt/domain.hpp"

namespace tlsrpt::sqlite {
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

}  // namespace tlsrpt::sqlite
