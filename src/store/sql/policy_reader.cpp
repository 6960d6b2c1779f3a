// Which policies reporters saw, and what failed under them.
#include "store/sql/queries.hpp"
#include "store/sql/reader.hpp"
#include "store/sql/selected.hpp"
#include "store/sql/transaction.hpp"

namespace tlsrpt::sql {

Expected<std::vector<DailyPolicyRow>> Reader::daily_policies(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<DailyPolicyRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::daily_policies, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(1)))
                    rows.push_back({row.day(0), domain, row.text(2), row.text(1), row.integer(3), row.count(4), row.count(5)});
        }
        return rows;
    });
}

Expected<std::vector<std::vector<std::string>>> Reader::policy_strings(std::span<const std::int64_t> policy_ids) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        std::vector<std::vector<std::string>> strings;
        for (const std::int64_t id : policy_ids) {
            Rows row = db.query("SELECT policy_string FROM policy_text WHERE id = ?", id);
            strings.push_back(row.next() ? row.list(0) : std::vector<std::string>{});
        }
        return strings;
    });
}

Expected<std::vector<FailureSumRow>> Reader::failure_sums(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<FailureSumRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::failure_sums, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(1)))
                    rows.push_back({domain, row.text(0), row.text(1), row.text(2), row.text(3), row.count(4)});
        }
        return rows;
    });
}

Expected<std::vector<DomainSumRow>> Reader::domain_sums(const Selection& selection) {
    return guard_([&](Connection& db) {
        const ReadTransaction snapshot{db};
        const SelectedReporters reporters{selection};
        std::vector<DomainSumRow> rows;
        for (const std::string& domain : selected_domains(db, selection)) {
            Rows row = db.query(queries::domain_sums, domain, selection.since, selection.until);
            while (row.next())
                if (reporters.contain(row.view(0)))
                    rows.push_back({domain, row.text(0), row.day(1), row.day(2), row.count(3), row.count(4)});
        }
        return rows;
    });
}

}  // namespace tlsrpt::sql
