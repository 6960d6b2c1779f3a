#include <fmt/format.h>

#include "tlsrpt/report.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {

std::optional<Error> implausible(const Report& report, std::chrono::sys_seconds received_at, const Limits& limits) {
    const std::chrono::sys_seconds start = report.date_range.start_datetime;
    const std::chrono::sys_seconds end = report.date_range.end_datetime;
    const auto error = [&](std::string_view why) {
        return Error{Slug::ReportImplausible, fmt::format("date-range {} to {} {}", to_rfc3339(start), to_rfc3339(end), why)};
    };
    if (end < start) return error("ends before it starts");
    if (end - start > limits.max_range) return error(fmt::format("is longer than {} hours", limits.max_range.count()));
    if (start - received_at > limits.max_future) return error(fmt::format("starts over {} hours after receipt", limits.max_future.count()));
    if (received_at - end > limits.max_past) return error(fmt::format("ended over {} hours before receipt", limits.max_past.count()));
    return std::nullopt;
}

std::chrono::sys_days report_day(const DateRange& range) {
    return std::chrono::floor<std::chrono::days>(range.start_datetime + (range.end_datetime - range.start_datetime) / 2);
}

}  // namespace tlsrpt
