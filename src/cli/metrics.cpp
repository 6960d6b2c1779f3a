#include "cli/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "cli/meaning.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr const char* other = "other";
constexpr std::array<std::string_view, 3> registered_policy_types{"tlsa", "sts", "no-policy-found"};    // RFC 8460 section 4.4

using Labels = std::vector<std::pair<const char*, std::string>>;

/// One metric: its head, then a sample for each set of labels.
class Metric {
public:
    Metric(std::string& out, std::string_view name, std::string_view help) : out_(&out), name_(name) {
        fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    }
    void sample(const Labels& labels, std::uint64_t value) {
        *out_ += name_;
        const char* separator = "{";
        for (const auto& [name, text] : labels) {
            fmt::format_to(std::back_inserter(*out_), "{}{}=\"{}\"", separator, name, escape_prometheus(text));
            separator = ",";
        }
        fmt::format_to(std::back_inserter(*out_), "{} {}\n", labels.empty() ? "" : "}", value);
    }

private:
    std::string* out_;
    std::string_view name_;
};

/// The `most` names with the highest weight; everything else is "other".
class Names {
public:
    Names(const std::map<std::string, std::uint64_t>& weights, std::size_t most) {
        std::vector<std::pair<std::string, std::uint64_t>> order{weights.begin(), weights.end()};
        std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
        if (order.size() > most) order.resize(most);
        for (auto& [name, weight] : order) kept_.insert(std::move(name));
    }
    [[nodiscard]] std::string of(const std::string& name) const { return kept_.contains(name) ? name : other; }

private:
    std::set<std::string, std::less<>> kept_;
};

std::string bounded_result_type(const std::string& type) {
    const Meaning* meaning = meaning_of(type);
    return meaning != nullptr && meaning->kind == Meaning::Kind::ResultType && meaning->word == type ? type : other;
}

std::string bounded_policy_type(const std::string& type) {
    return std::find(registered_policy_types.begin(), registered_policy_types.end(), type) != registered_policy_types.end() ? type : other;
}

Names domains_of(const MetricsData& data) {
    std::map<std::string, std::uint64_t> sessions;
    for (const DailyRow& row : data.daily) sessions[row.policy_domain] += row.sessions;
    return Names{sessions, most_domain_labels};
}

Names established_of(const MetricsData& data) {
    std::map<std::string, std::uint64_t> days;
    for (const ReporterConduct& reporter : data.reporters)
        if (reporter.established) days[reporter.sdid] = reporter.report_days;
    return Names{days, most_reporter_labels};
}

void append_sessions(const MetricsData& data, const Names& domains, std::string& out) {
    std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, std::uint64_t>> sums;
    for (const DailyTypeRow& row : data.types) {
        auto& [successful, failed] = sums[{domains.of(row.policy_domain), bounded_policy_type(row.policy_type)}];
        successful += row.total_successful_session_count;
        failed += row.total_failure_session_count;
    }
    Metric metric{out, "tlsrpt_sessions", "Sessions on the last report day, exact for each policy type; a sender may count one session under two types."};
    for (const auto& [key, sum] : sums) {
        metric.sample({{"policy_domain", key.first}, {"policy_type", key.second}, {"result", "successful"}}, sum.first);
        metric.sample({{"policy_domain", key.first}, {"policy_type", key.second}, {"result", "failed"}}, sum.second);
    }
}

void append_failures(const MetricsData& data, const Names& domains, std::string& out) {
    std::map<std::string, std::map<std::string, std::uint64_t>> hosts;    // by domain
    for (const TopFailureRow& row : data.failures) hosts[row.policy_domain][row.receiving_mx_hostname] += row.failed_session_count;
    std::map<std::string, Names> named;
    for (const auto& [domain, weights] : hosts) named.emplace(domain, Names{weights, most_mx_labels});
    std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> sums;
    for (const TopFailureRow& row : data.failures)
        sums[{domains.of(row.policy_domain), bounded_result_type(row.result_type), named.at(row.policy_domain).of(row.receiving_mx_hostname)}] += row.failed_session_count;
    Metric metric{out, "tlsrpt_failures", "Failed sessions on the last report day, by result type of RFC 8460 and receiving MX."};
    for (const auto& [key, sum] : sums)
        metric.sample({{"policy_domain", std::get<0>(key)}, {"result_type", std::get<1>(key)}, {"receiving_mx_hostname", std::get<2>(key)}}, sum);
}

void append_reports(const MetricsData& data, const Names& domains, const Names& reporters, std::string& out) {
    std::map<std::pair<std::string, std::string>, std::uint64_t> sums;
    for (const DailyRow& row : data.daily) sums[{domains.of(row.policy_domain), reporters.of(row.sdid)}] += row.reports;
    Metric metric{out, "tlsrpt_reports", "Reports about the last report day."};
    for (const auto& [key, sum] : sums) metric.sample({{"policy_domain", key.first}, {"sdid", key.second}}, sum);
}

void append_quarantine(const MetricsData& data, std::string& out) {
    Metric metric{out, "tlsrpt_quarantined", "Mails in quarantine now, by reason."};
    for (const auto& [slug, mails] : data.quarantined) metric.sample({{"slug", slug}}, mails);
}

std::uint64_t end_of(std::chrono::sys_days day) {
    return static_cast<std::uint64_t>(std::chrono::sys_seconds{day + std::chrono::days{1}}.time_since_epoch().count());
}

void append_last_reports(const MetricsData& data, const Names& reporters, std::string& out) {
    std::map<std::string, std::chrono::sys_days> last;
    for (const ReporterConduct& reporter : data.reporters) {
        auto& day = last.emplace(reporters.of(reporter.sdid), reporter.last_day).first->second;
        day = std::max(day, reporter.last_day);
    }
    Metric metric{out, "tlsrpt_last_report_timestamp_seconds", "End of the newest day that a reporter's reports speak of."};
    for (const auto& [sdid, day] : last) metric.sample({{"sdid", sdid}}, end_of(day));
}

}  // namespace

std::string metrics_text(const MetricsData& data) {
    std::string out;
    const Names domains = domains_of(data);
    const Names reporters = established_of(data);
    if (data.day) Metric{out, "tlsrpt_report_day_timestamp_seconds", "End of the last report day, which the gauges of this file describe."}.sample({}, end_of(*data.day));
    append_sessions(data, domains, out);
    append_failures(data, domains, out);
    append_reports(data, domains, reporters, out);
    append_quarantine(data, out);
    append_last_reports(data, reporters, out);
    return out;
}

std::optional<std::chrono::sys_days> metrics_day(const std::vector<DailyRow>& daily, const std::vector<std::string>& established) {
    std::optional<std::chrono::sys_days> newest;
    std::optional<std::chrono::sys_days> proven;
    for (const DailyRow& row : daily) {
        if (!newest || row.day > *newest) newest = row.day;
        if ((!proven || row.day > *proven) && std::binary_search(established.begin(), established.end(), row.sdid)) proven = row.day;
    }
    return proven ? proven : newest;
}

}  // namespace tlsrpt
