// Which rows a Selection means, as look-ups that use an index.
//
//     Selection + names of the database → exact policy domains; a predicate over signers
//
// "*.example.com" has no order that an index knows, so patterns become the stored names that they match. Each query then runs once
// for each policy domain, over its range of days.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "store/sql/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

/// Policy domains of current reports that the selection names, sorted; all when it names none.
std::vector<std::string> selected_domains(Connection& db, const Selection& selection);

/// Ids of reports with details, superseded ones too, whose day and policy domains the selection names, and that are higher than `after`; ascending.
std::vector<std::int64_t> selected_reports(Connection& db, const Selection& selection, std::int64_t after);

class SelectedReporters {
public:
    explicit SelectedReporters(const Selection& selection)
        : wanted_(selection.reporters.begin(), selection.reporters.end()),
          ignored_(selection.ignored_reporters.begin(), selection.ignored_reporters.end()) {}
    [[nodiscard]] bool contain(std::string_view sdid) const {
        return (wanted_.empty() || wanted_.contains(sdid)) && !ignored_.contains(sdid);
    }

private:
    std::set<std::string, std::less<>> wanted_;
    std::set<std::string, std::less<>> ignored_;
};

}  // namespace tlsrpt::sql
