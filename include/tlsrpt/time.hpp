// Instants as text: RFC 3339 for people and reports, RFC 5322 for mail headers. Always UTC, whole seconds.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tlsrpt {

/// "2026-11-23T04:05:06Z"
std::string to_rfc3339(std::chrono::sys_seconds time);
/// "2026-11-23"
std::string to_date(std::chrono::sys_days day);

/// "YYYY-MM-DD", a real day of the calendar from 1970 to 9999.
std::optional<std::chrono::sys_days> parse_date(std::string_view text);

/// An RFC 3339 date-time and what about it was not strict, so that a caller can forgive and say so.
struct ParsedTime {
    std::chrono::sys_seconds time{};    ///< fraction dropped, offset applied; a leap second counts as the next second
    bool zone_missing{false};           ///< read as UTC
    bool has_offset{false};             ///< a numeric offset, "+00:00" included
    bool has_fraction{false};
    bool lower_case{false};             ///< "t" or "z", or a blank in place of "T"
};
std::optional<ParsedTime> parse_rfc3339(std::string_view text);

/// A date-time of RFC 5322 section 3.3 with the obsolete zones of section 4.3; comments and folds allowed.
std::optional<std::chrono::sys_seconds> parse_rfc5322(std::string_view text);

/// For flags: "2026-11-23T04:05:06Z", "2026-11-23", or an RFC 5322 date as in a Date field.
std::optional<std::chrono::sys_seconds> parse_time_flag(std::string_view text);

}  // namespace tlsrpt
