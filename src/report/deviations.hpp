// What real senders do that RFC 8460 does not allow, and how each of it is forgiven: one table of small named rules.
//
//     a place in the document  →  the document changed there, one Deviation
//
// normalise.cpp walks through the document and tries at each place the rules made for such a place, in the order of the table. A rule
// looks, says visit.forgive(), and only then changes the document. So adding a rule is adding an entry, its function, a row in
// docs/deviations.md and a case in tests/unit/report/deviations_test.cpp; tests fail when one of them is missing.
//
// A rule without a function is recorded where the thing is noticed (read_report.cpp, policy_domains.cpp).
#pragma once

#include <span>
#include <string_view>

#include "report/visit.hpp"

namespace tlsrpt::report {

struct DeviationRule {
    std::string_view name;
    Where where;
    std::string_view forgives;  ///< what is read how
    std::string_view seen_at;   ///< who does it
    void (*apply)(Visit& visit);
};

/// The whole table, grouped by place.
std::span<const DeviationRule> deviation_rules();
/// The part of the table for one kind of place.
std::span<const DeviationRule> rules_for(Where where);
/// No rule for Where::Member has anything to say of it: so it is with most members of a large report.
bool is_plain_member(const Visit& visit);

}  // namespace tlsrpt::report
