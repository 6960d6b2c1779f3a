#include "cli/metrics.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_days day{std::chrono::year{2026} / 11 / 20};

ReporterConduct reporter(std::string sdid, bool established, std::chrono::sys_days last = day) {
    ReporterConduct conduct;
    conduct.sdid = std::move(sdid);
    conduct.established = established;
    conduct.last_day = last;
    conduct.report_days = 5;
    return conduct;
}

std::size_t lines_with(const std::string& text, std::string_view what) {
    std::size_t lines = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++lines;
    return lines;
}

}  // namespace

TEST_CASE("one day in figures") {
    MetricsData data;
    data.day = day;
    data.daily = {{day, "a.example", "google.com", 2, 100, 7, 100}, {day, "a.example", "new.example", 1, 5, 0, 5}};
    data.types = {{day, "a.example", "google.com", "sts", 93, 7}, {day, "a.example", "new.example", "sts", 5, 0}};
    data.failures = {{"a.example", "certificate-expired", "mx1.a.example", "x", 4}, {"a.example", "certificate-expired", "mx1.a.example", "y", 3}};
    data.quarantined = {{"no-signature", 0}, {"signature-failed", 2}};
    data.reporters = {reporter("google.com", true), reporter("new.example", false, day - std::chrono::days{1}), reporter("newer.example", false)};
    const std::string text = metrics_text(data);
    for (const char* line : {"# TYPE tlsrpt_sessions gauge\n", "tlsrpt_sessions{policy_domain=\"a.example\",policy_type=\"sts\",result=\"successful\"} 98\n",
                             "tlsrpt_sessions{policy_domain=\"a.example\",policy_type=\"sts\",result=\"failed\"} 7\n",
                             "tlsrpt_failures{policy_domain=\"a.example\",result_type=\"certificate-expired\",receiving_mx_hostname=\"mx1.a.example\"} 7\n",
                             "tlsrpt_reports{policy_domain=\"a.example\",sdid=\"google.com\"} 2\n", "tlsrpt_reports{policy_domain=\"a.example\",sdid=\"other\"} 1\n",
                             "tlsrpt_quarantined{slug=\"no-signature\"} 0\n", "tlsrpt_quarantined{slug=\"signature-failed\"} 2\n",
                             "tlsrpt_last_report_timestamp_seconds{sdid=\"google.com\"} 1795219200\n", "tlsrpt_last_report_timestamp_seconds{sdid=\"other\"} 1795219200\n",
                             "tlsrpt_report_day_timestamp_seconds 1795219200\n"}) {
        CAPTURE(text);
        CHECK_MESSAGE(text.find(line) != std::string::npos, line);
    }
}

TEST_CASE("an empty store has heads and no samples that lie") {
    const std::string text = metrics_text(MetricsData{});
    CHECK(text.find("# TYPE tlsrpt_sessions gauge\n# HELP") != std::string::npos);
    CHECK(text.find("tlsrpt_report_day") == std::string::npos);
}

TEST_CASE("labels are bounded, and nothing is lost in the sum") {
    MetricsData data;
    data.day = day;
    std::uint64_t sum = 0;
    for (std::uint64_t i = 1; i <= 200; ++i) {
        data.failures.push_back({"a.example", i % 2 == 0 ? "tlsa-invalid" : "made-up-" + std::to_string(i), "mx" + std::to_string(i) + ".a.example", "", i});
        data.types.push_back({day, "a.example", "google.com", "type-" + std::to_string(i), i, 0});
        data.reporters.push_back(reporter("r" + std::to_string(i) + ".example", i > 190));
        sum += i;
    }
    const std::string text = metrics_text(data);
    CHECK(lines_with(text, "tlsrpt_failures{") <= 2 * (most_mx_labels + 1));
    CHECK(lines_with(text, "receiving_mx_hostname=\"mx200.a.example\"") == 1);
    CHECK(lines_with(text, "receiving_mx_hostname=\"mx1.a.example\"") == 0);
    CHECK(text.find("made-up") == std::string::npos);
    CHECK(lines_with(text, "tlsrpt_sessions{") == 2);
    CHECK(text.find("policy_type=\"other\",result=\"successful\"} " + std::to_string(sum)) != std::string::npos);
    CHECK(lines_with(text, "tlsrpt_last_report_timestamp_seconds{") == 11);
}

TEST_CASE("ten thousand domains have their own label, those beyond share one") {
    MetricsData data;
    data.day = day;
    for (std::uint64_t i = 0; i < most_domain_labels + 5; ++i) data.daily.push_back({day, "d" + std::to_string(i) + ".example", "google.com", 1, i + 1, 0, i + 1});
    data.reporters = {reporter("google.com", true)};
    const std::string text = metrics_text(data);
    CHECK(lines_with(text, "tlsrpt_reports{") == most_domain_labels + 1);
    CHECK(text.find("tlsrpt_reports{policy_domain=\"other\",sdid=\"google.com\"} 5\n") != std::string::npos);
}

TEST_CASE("what came by mail stays inside its label") {
    MetricsData data;
    data.day = day;
    data.failures = {{"a.example", "validation-failure", "mx\"} 1\nevil{x=\"\\\x1B", "", 1}};
    const std::string text = metrics_text(data);
    CHECK(text.find("receiving_mx_hostname=\"mx\\\"} 1\\nevil{x=\\\"\\\\\xEF\xBF\xBD\"} 1\n") != std::string::npos);
    CHECK(std::none_of(text.begin(), text.end(), [](char c) { return c == '\x1B'; }));
}

TEST_CASE("the last day is the newest that somebody established speaks of") {
    const std::vector<DailyRow> rows{{day, "a.example", "google.com", 1, 1, 0, 1}, {day + std::chrono::days{1}, "a.example", "forger.example", 1, 1, 0, 1}};
    CHECK(metrics_day(rows, {"google.com"}) == day);
    CHECK(metrics_day(rows, {}) == day + std::chrono::days{1});
    CHECK_FALSE(metrics_day({}, {"google.com"}));
}
