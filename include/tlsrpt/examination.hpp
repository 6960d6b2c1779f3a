// Everything that can be said about one mail from its bytes alone.
//
//     key_names:  bytes → the DKIM keys that examine() will ask for
//     examine:    bytes + key answers + time of receipt → Examination
//
// The order is fixed, because no unauthenticated byte may reach GMime, zlib or the JSON parser:
//   prescan → verify (DKIM) → read (MIME) → inflate → guard, normalise, validate, map → plausibility
// The first stage that refuses decides the slug; what later stages would have said stays unknown.
//
// Pure: no I/O, no clock, no environment, no configuration, no log. The daemon, the pipe handler, `check`, `reprocess`,
// tests and fuzzers use these two calls, in a cell (cell.hpp) wherever the bytes came by mail.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/limits.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt {

struct Examination {
    Slug slug{Slug::Internal};            ///< Acceptable, a quarantine slug, or key-unavailable
    std::string detail;
    bool report_like{false};              ///< by the prescan: a report gone wrong, or junk
    std::string from_domain;              ///< of the From field when it could be parsed; unverified unless identity is set
    std::string subject;                  ///< decoded; a claim
    std::vector<SignatureVerdict> signatures;
    std::optional<Identity> identity;     ///< set as soon as a signature is acceptable, also when a later stage refuses
    std::string media_type;               ///< of the report part; "" when none was reached
    std::string file_name;                ///< a claim
    std::string submitter;                ///< TLS-Report-Submitter: a claim
    std::string report_domain;            ///< TLS-Report-Domain: a claim
    std::uint64_t inflated_bytes{0};
    std::string json_sha256;              ///< of the inflated octets, hex
    std::optional<Report> report;         ///< when acceptable, or implausible
    std::vector<Deviation> deviations;
    std::vector<Violation> violations;    ///< why the report is invalid, all of them up to the limit
};

/// Never fails: a mail that cannot be read has no keys.
std::vector<KeyName> key_names(std::string_view bytes, const Limits& limits);

Examination examine(std::string_view bytes, const KeyAnswers& keys, std::chrono::sys_seconds received_at, const Limits& limits);

}  // namespace tlsrpt
