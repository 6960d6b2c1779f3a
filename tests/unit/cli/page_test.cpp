#include "cli/html/page.hpp"

#include <doctest/doctest.h>

#include "cli/html/chart.hpp"

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++found;
    return found;
}

html::PageData small_page() {
    html::PageData data;
    data.since = day(1);
    data.until = day(24);
    data.made_at = day(24);
    data.daily = {{day(20), "a.example", "google.com", 1, 100, 7, 100}, {day(22), "a.example", "google.com", 1, 50, 0, 50}};
    DomainSummary domain;
    domain.policy_domain = "a.example";
    domain.sessions = 150;
    domain.failures = 7;
    domain.reporters = {"google.com"};
    domain.top_failures = {{"a.example", "certificate-expired", "mx1.a.example", "", 7}};
    data.domains = {domain};
    Incident incident;
    incident.policy_domain = "a.example";
    incident.result_type = "certificate-expired";
    incident.receiving_mx_hostname = "mx1.a.example";
    incident.first_day = day(20);
    incident.last_day = day(21);
    incident.reporters = {"google.com"};
    incident.failed_session_count = 7;
    data.incidents = {incident};
    Advice advice;
    advice.policy_domain = "a.example";
    advice.policy_type = "sts";
    advice.mode = "testing";
    advice.verdict = Advice::Verdict::NotReady;
    advice.would_fail = 7;
    advice.causes = {{"certificate-expired", "mx1.a.example", 7, true, false}};
    advice.next_step = "Renew the certificate.";
    data.advice = {advice};
    ReporterConduct reporter;
    reporter.sdid = "google.com";
    reporter.established = true;
    reporter.silent = true;
    reporter.first_day = day(1);
    reporter.last_day = day(19);
    data.reporters = {reporter};
    Drift drift;
    drift.policy_domain = "a.example";
    drift.policy_type = "sts";
    drift.changed_day = day(18);
    drift.before = {"version: STSv1", "mode: testing"};
    drift.after = {"version: STSv1", "mode: enforce"};
    drift.late_reporters = {"slow.example"};
    data.drift = {drift};
    data.quarantined_reports = 2;
    return data;
}

}  // namespace

TEST_CASE("the page says what is wrong first, and has every section") {
    const std::string page = html::page(small_page());
    std::size_t last = 0;
    for (const char* section : {"What needs attention", "id=\"incidents\"", "id=\"advice\"", "id=\"days\"", "id=\"domains\"", "id=\"failures\"", "id=\"reporters\"", "id=\"drift\"", "id=\"meanings\""}) {
        CAPTURE(section);
        const std::size_t at = page.find(section);
        REQUIRE(at != std::string::npos);
        CHECK(at > last);
        last = at;
    }
    CHECK(page.find("New: a.example, <a href=\"#means-certificate-expired\">certificate-expired</a> at mx1.a.example, since 2026-11-20") != std::string::npos);
    CHECK(page.find("google.com fell silent: its last report speaks of 2026-11-19") != std::string::npos);
    CHECK(page.find("2 mails that look like reports are in quarantine") != std::string::npos);
    CHECK(page.find("sts (testing)") != std::string::npos);
    CHECK(page.find("Renew the certificate.") != std::string::npos);
    CHECK(page.find("slow.example") != std::string::npos);
    CHECK(page.find("mode: enforce") != std::string::npos);
    CHECK(page.find("<h3 id=\"means-certificate-expired\">") != std::string::npos);
}

TEST_CASE("an empty store makes a page that says so") {
    html::PageData data;
    data.since = day(1);
    data.until = day(24);
    const std::string page = html::page(data);
    CHECK(page.find("Nothing was reported in these days.") != std::string::npos);
    CHECK(page.find("<svg") == std::string::npos);
    CHECK(page.find("What the words mean") == std::string::npos);
}

TEST_CASE("nothing that came by mail is markup") {
    html::PageData data = small_page();
    const std::string evil = "\"'><script>x</script><img onerror=y>\x1B\xE2\x80\xAE";
    data.domains[0].policy_domain = evil;
    data.domains[0].top_failures = {{evil, evil, evil, evil, 7}};
    data.incidents[0].policy_domain = data.incidents[0].result_type = data.incidents[0].receiving_mx_hostname = evil;
    data.incidents[0].reporters = {evil};
    data.incidents[0].hint = evil;
    data.advice[0].policy_domain = data.advice[0].policy_type = data.advice[0].mode = evil;
    data.advice[0].causes = {{evil, evil, 7, true, false}};
    data.reporters[0].sdid = data.reporters[0].organization_name = evil;
    data.drift[0].policy_domain = data.drift[0].policy_type = evil;
    data.drift[0].before = data.drift[0].after = data.drift[0].late_reporters = {evil};
    data.daily[0].sdid = evil;
    const std::string page = html::page(data);
    for (const char* forbidden : {"<script", "<img", "\x1B", "\xE2\x80\xAE", "'>", "onerror=y>"}) {
        CAPTURE(forbidden);
        CHECK(page.find(forbidden) == std::string::npos);
    }
    CHECK(count(page, "&lt;script&gt;x&lt;/script&gt;") >= 14);
}

TEST_CASE("a long list is cut, and says how much is left out and where it is") {
    html::PageData data = small_page();
    for (unsigned i = 0; i < 10'000; ++i) {
        DomainSummary domain;
        domain.policy_domain = "d" + std::to_string(i) + ".example";
        domain.sessions = i;
        domain.failures = 1;
        domain.top_failures = {{domain.policy_domain, "tlsa-invalid", "", "", 1}};
        data.domains.push_back(domain);
        data.incidents.push_back(data.incidents.front());
        data.reporters.push_back(data.reporters.front());
        data.advice.push_back(data.advice.front());
        data.drift.push_back(data.drift.front());
    }
    const std::string page = html::page(data);
    CHECK(page.size() < (1u << 20));
    CHECK(page.find("And 9501 more that are not shown here: <code>tlsrpt-query summary</code>") != std::string::npos);
    for (const char* command : {"incidents", "reporters", "advise", "drift", "failures"}) CHECK(page.find(std::string{"<code>tlsrpt-query "} + command + "</code> has them all") != std::string::npos);
}

TEST_CASE("a chart has a bar for each day, and one failure among millions is seen") {
    const std::string chart = html::daily_charts({{day(1), 5'000'000, 0}, {day(2), 0, 1}, {day(3), 5'000'000, 2'000'000}}).str();
    CHECK(count(chart, "<rect ") == 6);
    CHECK(chart.find("height=\"1\"><title>2026-11-02: 1</title>") != std::string::npos);
    CHECK(chart.find("height=\"0\"><title>2026-11-01: 0</title>") != std::string::npos);
    CHECK(count(chart, "role=\"img\"") == 2);
    CHECK(count(chart, "<desc ") == 2);
    CHECK(chart.find("<th scope=\"row\">2026-11-02</th>") != std::string::npos);
}

TEST_CASE("days without a report are gaps in the chart, not left out") {
    const std::string page = html::page(small_page());
    CHECK(page.find("<title>2026-11-21: 0</title>") != std::string::npos);
}
