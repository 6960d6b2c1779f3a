// What a batch of mails will touch, said before it is written, so that an engine can let other writers go on.
//
//     Submissions → Scope: signer and policy domain of each report, its day
//
// All that one transaction reads and another one changes lies within such pairs: copies, groups of revisions, rollups, sightings. A signer is named by
// the last two labels of its d=: that is never narrower than its organizational domain, and needs no list of public suffixes, which two hosts may have
// in different versions.
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

struct Scope {
    std::set<std::string> pairs;               ///< pair_of() each
    std::set<std::chrono::sys_days> days;      ///< of the reports
};

std::string pair_of(std::string_view sdid, std::string_view policy_domain);

/// Borrowed; must outlive the transaction.
struct RecordingBatch {
    std::span<const Submission> submissions;
    std::int64_t number{0};    ///< of this Store's batches; one that is tried again keeps it
    [[nodiscard]] Scope scope() const;
};

}  // namespace tlsrpt::sql
