// What the store means, for commands that print it: the queries behind incidents, advice, reporters, drift and domains.
//
//     Query (options, configuration, store, now) → values of include/tlsrpt/{incident,advice,reporter_conduct,drift}.hpp
//
// One place decides about --as-of, trusted and ignored reporters, so that a command, the mail, the page and the metrics cannot disagree.
#pragma once

#include <string>
#include <vector>

#include "cli/query.hpp"
#include "tlsrpt/advice.hpp"
#include "tlsrpt/drift.hpp"
#include "tlsrpt/incident.hpp"
#include "tlsrpt/reporter_conduct.hpp"

namespace tlsrpt {

inline constexpr unsigned established_after_days = 3;    ///< report days that make a signer's word count alone

/// Signers whose word counts alone, sorted: enough report days, or trusted by the configuration; never one
/// that it ignores.
Expected<std::vector<std::string>> established_reporters(const Query& query);

/// Newest first_day first; those seen on one of the selection's days, in its policy domains, by one of its reporters.
Expected<std::vector<Incident>> incidents_of(const Query& query, const Selection& selection);
/// One entry for each policy domain and policy type (sts, tlsa) seen lately; a domain with neither has one for sts. Empty list: every domain
/// known.
Expected<std::vector<Advice>> advice_of(const Query& query, const std::vector<std::string>& policy_domains);
/// Without deviations.
Expected<std::vector<ReporterConduct>> reporters_of(const Query& query, OrganizationNames names);
/// For which all mails of the last 30 days are read.
Expected<void> add_deviations(const Query& query, std::vector<ReporterConduct>& conducts);
Expected<std::vector<Drift>> drift_of(const Query& query, const Selection& selection);
Expected<std::vector<DomainOverview>> domains_of(const Query& query, const Selection& selection);

}  // namespace tlsrpt
