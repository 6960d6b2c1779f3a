// One file over HTTPS, as a sender of MTA-STS fetches a policy.
//
//     host, addresses  →  PolicyFetch
//
//   1. TLS 1.2 or later, a certificate for the host from an authority that is trusted                 RFC 8461 section 3.3
//   2. Status 200 only; a redirect is not followed                                                     likewise (MUST NOT)
//   3. Media type text/plain                                                                           RFC 8461 section 3.2
//   4. At most 64 KiB, and a limit on the time                                                         RFC 8461 section 3.3
//
// What libcurl would do by itself and must not here: look the name up (our resolver has done that), take a proxy from the environment,
// speak other protocols, read .netrc, keep cookies, connections, HSTS or alternative services. HTTP/1.1 without compression keeps its least
// tried parsers out of it. Its answers are octets of strangers: bounded, never printed here.
//
// Blocks until its time is over at most. Ignore SIGPIPE.
#pragma once

#include <span>
#include <string>

#include "doctor/evidence.hpp"
#include "tlsrpt/doctor.hpp"

namespace tlsrpt::doctor {

/// @param addresses  of the host; none: NoAddress
PolicyFetch fetch_policy(const std::string& host, std::span<const std::string> addresses, const DoctorOptions& options);

/// Whether a Content-Type is text/plain, parameters aside.
bool is_plain_text(std::string_view content_type);

}  // namespace tlsrpt::doctor
