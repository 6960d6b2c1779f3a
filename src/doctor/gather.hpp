// All that is asked about one domain.
//
//     domain  ──two rounds of DNS, one HTTPS fetch, a probe of each MX when wanted──►  Evidence
//
// The only I/O of a check; blocks.
#pragma once

#include "doctor/evidence.hpp"
#include "tlsrpt/doctor.hpp"

namespace tlsrpt::doctor {

/// DNS alone: what `--suggest` needs too.
Evidence gather_dns(const std::string& domain, DnsSource& dns, const DoctorOptions& options);
Evidence gather(const std::string& domain, DnsSource& dns, const DoctorOptions& options, std::chrono::sys_seconds now);

}  // namespace tlsrpt::doctor
