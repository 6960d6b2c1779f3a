// Report mails to measure with: as small as senders' real ones, and as large as a giant's.
#pragma once

#include <cstddef>
#include <string>

#include "tlsrpt/dkim.hpp"

namespace tlsrpt::bench {

/// Failures of a report of each size: what most mails have, and DESIGN's "large report", 4.7 MB of JSON.
inline constexpr std::size_t typical_failures = 1;
inline constexpr std::size_t large_failures = 20'000;

/// JSON in the spelling of RFC 8460's appendix B. @param number  tells reports apart
std::string report_json(std::size_t failures, unsigned number = 0);

struct SampleMail {
    std::string octets;    ///< signed with rsa2048, CRLF
    KeyAnswers keys;
    std::chrono::sys_seconds received_at;
};
SampleMail sample_mail(std::size_t failures, unsigned number = 0);

}  // namespace tlsrpt::bench
