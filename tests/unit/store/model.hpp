// Which reports count, found by looking at all mails at once: what the store, which sees one after the other, has to agree with.
//
//     mails, in any order  →  the current content of each group of revisions
//
// Knows nothing of groups that are kept while mails come.
#pragma once

#include <map>
#include <set>

#include "fixture.hpp"
#include "store/report_key.hpp"

namespace tlsrpt::test {

struct Mail {
    Examination examination;
    std::chrono::sys_seconds received_at;
};

/// All copies of one content under one key.
struct Content {
    const Report* report;
    std::string sdid;
    ReportKey key;
    std::chrono::sys_seconds first_received_at;
    std::set<std::string> domains;
};

/// Borrows the mails' reports.
std::vector<Content> contents_of(const std::vector<Mail>& mails);
/// The newest of each connected component.
std::vector<Content> current_ones(const std::vector<Content>& contents);

/// Sessions by policy type, those that may overlap counted once.
std::uint64_t overlap_safe(const std::map<std::string, std::uint64_t>& by_type);

/// All in one batch.
std::vector<Slug> record_all(StoreFixture& fixture, const std::vector<Mail>& mails);

}  // namespace tlsrpt::test
