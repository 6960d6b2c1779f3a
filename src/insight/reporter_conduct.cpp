#include "tlsrpt/reporter_conduct.hpp"

#include <algorithm>

namespace tlsrpt {
namespace {

using std::chrono::days;

constexpr std::uint64_t regular_days = 5;    // of the 14 up to the last report
constexpr days silence{3};
constexpr days remembered{30};
constexpr days new_for{14};

bool is_silent(const ReporterRow& reporter, std::chrono::sys_days yesterday) {
    if (!reporter.last_daily_day || reporter.recent_daily_days < regular_days) return false;
    const days since = yesterday - std::max(*reporter.last_daily_day, reporter.last_day);
    return since >= silence && since <= remembered;
}

}  // namespace

std::vector<ReporterConduct> conduct_of(std::span<const ReporterRow> reporters, std::span<const std::string> established, std::chrono::sys_days yesterday) {
    std::vector<ReporterConduct> conducts;
    for (const ReporterRow& reporter : reporters) {
        ReporterConduct& conduct = conducts.emplace_back();
        conduct.sdid = reporter.sdid;
        conduct.organization_name = reporter.organization_name;
        conduct.first_day = reporter.first_day;
        conduct.last_day = reporter.last_day;
        conduct.report_days = reporter.report_days;
        conduct.silent = is_silent(reporter, yesterday);
        conduct.is_new = yesterday - reporter.first_day < new_for;
        conduct.established = std::binary_search(established.begin(), established.end(), reporter.sdid);
    }
    return conducts;
}

}  // namespace tlsrpt
