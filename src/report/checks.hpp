// What a schema without regular expressions and without our limits cannot say.
//
//     document  →  violations with JSON pointers
//
// check_sizes, before anything is done for each element, and again when normalising may have made more of them:
//   - not more policies, failures and lines than a mail may make us store       limits.hpp
// check_values, on a normalised document that is valid:
//   - date-times are real instants from 1970 to 9999, in UTC                    RFC 3339 section 5.6
//   - there is a policy
//   - all counts of a kind add up to an exact integer, so that no sum in the store can overflow
//
// Names and addresses are no violations when wrong: deviations.cpp records and keeps them.
#pragma once

#include <vector>

#include "report/json.hpp"
#include "tlsrpt/limits.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt::report {

/// Of any document, valid or not.
std::vector<Violation> check_sizes(const Json& document, const Limits& limits);

std::vector<Violation> check_values(const Json& document, const Limits& limits);

}  // namespace tlsrpt::report
