#include "store/sql/recording.hpp"

#include "store/contribution.hpp"

namespace tlsrpt::sql {
namespace {

std::string_view last_two_labels(std::string_view domain) {
    const std::size_t last = domain.rfind('.');
    if (last == std::string_view::npos || last == 0) return domain;
    const std::size_t before = domain.rfind('.', last - 1);
    return before == std::string_view::npos ? domain : domain.substr(before + 1);
}

}  // namespace

std::string pair_of(std::string_view sdid, std::string_view policy_domain) {
    std::string pair{last_two_labels(sdid)};
    pair += ' ';
    pair += policy_domain;
    return pair;
}

Scope RecordingBatch::scope() const {
    Scope scope;
    for (const Submission& submission : submissions) {
        const Examination* const examination = submission.examination;
        if (examination == nullptr || examination->slug != Slug::Acceptable || !examination->identity || !examination->report) continue;
        scope.days.insert(report_day(examination->report->date_range));
        for (const std::string_view policy_domain : policy_domains_of(*examination->report))
            scope.pairs.insert(pair_of(examination->identity->signature.sdid, policy_domain));
    }
    return scope;
}

}  // namespace tlsrpt::sql
