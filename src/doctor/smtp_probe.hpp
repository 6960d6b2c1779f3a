// What an MX shows to a sender: STARTTLS, and its certificate.
//
//     host, addresses → greeting, EHLO, STARTTLS, handshake, QUIT → Probe
//
// No mail is begun. The first address that takes a connection is asked. Replies are bounded (RFC 5321 section 4.2), and none of their text
// is believed but the word STARTTLS (RFC 3207 section 4).
//
// Blocks until its time is over at most.
#pragma once

#include <span>
#include <string>

#include "doctor/evidence.hpp"
#include "tlsrpt/doctor.hpp"

namespace tlsrpt::doctor {

Probe probe_mx(const std::string& host, std::span<const std::string> addresses, const DoctorOptions& options, std::chrono::sys_seconds now);

}  // namespace tlsrpt::doctor
