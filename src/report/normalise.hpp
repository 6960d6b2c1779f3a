// The document as RFC 8460 would have it, wherever a rule of deviations.hpp knows what the sender meant.
//
//     document  →  the same, changed in place, and what was forgiven
//
// Members are visited in the order of RFC 8460 section 4.4, so that the record reads like the report. What no rule knows stays
// as it is: the schema says what is wrong with it. Normalising twice is the same as normalising once.
//
// No recursion on the document: the walk goes where RFC 8460 has members, and nowhere else.
#pragma once

#include "report/deviations.hpp"

namespace tlsrpt::report {

void normalise(Json& document, const Sender& sender, const Limits& limits, DeviationLog& log);

}  // namespace tlsrpt::report
