// What to publish for a domain: zone file lines, the policy's text, and what comes next.
//
//     Evidence (its MX hosts), Expectations (our report address, the time) → Suggestion
//
// Always mode testing first: an enforced policy that forgets a host keeps mail away from it (RFC 8461 section 5).
//
// Pure.
#pragma once

#include "doctor/evidence.hpp"
#include "tlsrpt/doctor.hpp"

namespace tlsrpt::doctor {

Suggestion suggestion_for(const Evidence& evidence, const Expectations& expected);

}  // namespace tlsrpt::doctor
