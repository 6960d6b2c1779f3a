#include "cli/mail/digest.hpp"

#include <doctest/doctest.h>

using namespace tlsrpt;

namespace {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

Incident incident(Incident::State state, std::string domain = "a.example") {
    Incident one;
    one.policy_domain = std::move(domain);
    one.receiving_mx_hostname = "mx1.a.example";
    one.result_type = "certificate-expired";
    one.state = state;
    one.first_day = day(20);
    one.last_day = day(22);
    one.reporters = {"google.com"};
    one.failed_session_count = 3;
    return one;
}

Digest digest() {
    Digest one;
    one.group = "all";
    one.coverage = {Digest::Coverage::Kind::SinceLast, day(22) + std::chrono::hours{7}, {}, {}};
    one.reports = 2;
    one.days = {{day(2), 1}, {day(22), 1}};
    DomainSummary domain;
    domain.policy_domain = "a.example";
    domain.sessions = 100;
    domain.failures = 3;
    domain.reporters = {"google.com"};
    domain.top_failures = {{"a.example", "certificate-expired", "mx1.a.example", "", 3}};
    one.domains = {domain};
    return one;
}

}  // namespace

TEST_CASE("clean is no open incident, no silence, no report in quarantine") {
    Digest one = digest();
    CHECK(one.is_clean());
    one.incidents = {incident(Incident::State::Resolved)};
    one.fresh.emplace_back();
    CHECK(one.is_clean());
    for (const Incident::State state : {Incident::State::New, Incident::State::Ongoing}) {
        Digest open = one;
        open.incidents.push_back(incident(state));
        CHECK_FALSE(open.is_clean());
    }
    Digest silent = one;
    silent.silent.emplace_back();
    CHECK_FALSE(silent.is_clean());
    Digest quarantined = one;
    quarantined.quarantined = {{"signature-failed", 1}};
    CHECK_FALSE(quarantined.is_clean());
}

TEST_CASE("the subject is the news") {
    Digest one = digest();
    CHECK(subject_of(one) == "TLS reports: all well, 3 of 100 sessions failed");
    one.domains.clear();
    one.reports = 0;
    CHECK(subject_of(one) == "TLS reports: nothing to report");
    one.group = "tenant";
    one.incidents = {incident(Incident::State::New), incident(Incident::State::New), incident(Incident::State::Ongoing), incident(Incident::State::Resolved)};
    one.silent.resize(1);
    one.quarantined = {{"signature-failed", 2}, {"report-invalid", 1}};
    CHECK(subject_of(one) == "TLS reports (tenant): 2 new incidents, 1 ongoing, 1 reporter silent, 3 reports in quarantine");
}

TEST_CASE("what changed stands before what goes on, and that before the figures") {
    Digest one = digest();
    one.incidents = {incident(Incident::State::Ongoing, "old.example"), incident(Incident::State::New, "new.example"), incident(Incident::State::Resolved, "done.example")};
    one.silent.resize(1);
    one.silent[0].sdid = "quiet.example";
    one.silent[0].last_day = day(15);
    one.quarantined = {{"signature-failed", 1}};
    for (const std::string& body : {text_of(one), html_of(one)}) {
        CAPTURE(body);
        std::size_t after = 0;
        for (const char* part : {"What changed", "new.example", "Try first", "quiet.example", "signature-failed", "done.example", "What goes on", "old.example", "What the reports say",
                                 "Received since the last mail, of", "2026-11-02"}) {
            CAPTURE(part);
            const std::size_t at = body.find(part, after);
            REQUIRE(at != std::string::npos);
            after = at;
        }
    }
}

TEST_CASE("the mail says what it covers") {
    Digest one = digest();
    CHECK(coverage_sentence(one) == "Received since the last mail, of 2026-11-22T07:00:00Z: 2 reports.");
    CHECK(days_sentence(one) == "They speak of 2026-11-02 (1), 2026-11-22 (1).");
    one.coverage = {Digest::Coverage::Kind::Days, {}, day(20), day(21)};
    one.reports = 1;
    CHECK(coverage_sentence(one) == "About 2026-11-20: 1 report.");
    one.coverage.until = day(22);
    CHECK(coverage_sentence(one) == "About the days from 2026-11-20 to 2026-11-21: 1 report.");
    for (unsigned d = 1; d <= 20; ++d) one.days[day(d)] = 1;
    CHECK(days_sentence(one).starts_with("They speak of 7 earlier days, 2026-11-08 (1), "));
    one.days.clear();
    CHECK(days_sentence(one).empty());
}

TEST_CASE("no text of others is markup, acts on a terminal or becomes a link") {
    Digest one = digest();
    const std::string evil = "https://evil.example/<b>\x1B[2J\xE2\x80\xAE WWW.evil.example";
    one.incidents = {incident(Incident::State::New, evil), incident(Incident::State::Ongoing, evil), incident(Incident::State::Resolved, evil)};
    for (Incident& each : one.incidents) {
        each.receiving_mx_hostname = each.result_type = evil;
        each.reporters = {evil};
        each.hint = evil;
    }
    one.silent.resize(1);
    one.fresh.resize(1);
    one.silent[0].sdid = one.fresh[0].sdid = evil;
    one.domains[0].policy_domain = evil;
    one.domains[0].top_failures = {{evil, evil, evil, evil, 1}};
    for (const std::string& body : {text_of(one), html_of(one), subject_of(one)})
        for (const char* forbidden : {"://", "WWW.evil", "\x1B", "\xE2\x80\xAE"}) {
            CAPTURE(forbidden);
            CHECK(body.find(forbidden) == std::string::npos);
        }
    CHECK(html_of(one).find("<b>\\") == std::string::npos);
    CHECK(html_of(one).find("/<b>") == std::string::npos);
}

TEST_CASE("a long list is cut and counted") {
    Digest one = digest();
    for (unsigned i = 0; i < 1000; ++i) one.incidents.push_back(incident(Incident::State::Ongoing, "d" + std::to_string(i) + ".example"));
    CHECK(text_of(one).size() < 40'000);
    CHECK(text_of(one).find("and 950 more: tlsrpt-query incidents") != std::string::npos);
    CHECK(html_of(one).find("and 950 more: <code>tlsrpt-query incidents</code>") != std::string::npos);
}
