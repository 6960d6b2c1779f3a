#include "cli/period.hpp"

#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// The first day that begins at this time or later.
Expected<sys_days> first_day_from(const char* flag, const std::string& text) {
    const auto time = parse_time_flag(text);
    if (!time) return Error{Slug::Misconfigured, std::string{flag} + ": \"" + text + "\" is neither a date (2026-11-23) nor a time (2026-11-23T04:05:06Z)"};
    return std::chrono::ceil<days>(*time);
}

}  // namespace

Expected<Period> period_of(const PeriodFlags& flags, std::chrono::sys_seconds now) {
    if (flags.day) {
        if (flags.since || flags.until) return Error{Slug::Misconfigured, "--day stands alone, without --since and --until"};
        const auto day = parse_date(*flags.day);
        if (!day) return Error{Slug::Misconfigured, "--day: \"" + *flags.day + "\" is not a date (2026-11-23)"};
        return Period{*day, *day + days{1}};
    }
    Period period{{}, std::chrono::floor<days>(now) + days{1}};
    if (flags.until) {
        const auto until = first_day_from("--until", *flags.until);
        if (!until) return until.error();
        period.until = *until;
    }
    period.since = period.until - default_period;
    if (flags.since) {
        const auto since = first_day_from("--since", *flags.since);
        if (!since) return since.error();
        period.since = *since;
    }
    if (period.since >= period.until) return Error{Slug::Misconfigured, "no day begins between --since (inclusive) and --until (exclusive)"};
    return period;
}

}  // namespace tlsrpt
