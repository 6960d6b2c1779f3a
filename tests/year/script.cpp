#include "script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "../unit/store/fixture.hpp"

namespace tlsrpt::test {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr unsigned domains = 60;
constexpr unsigned one_id_first = 2;    // reporters 2 to 5: one report-id for all domains of a day
constexpr unsigned one_id_last = 5;
constexpr unsigned weekly = 6;
constexpr unsigned hourly = 7;
constexpr unsigned hourly_domain = 50;
constexpr unsigned forger_number = 39;
constexpr unsigned dropped_domain = 59;    // stands in the first version of some reports of reporter 2, and in no corrected one
constexpr unsigned always_late = 8;        // never sees the new policy of the switched domain
constexpr unsigned switched_domain = 10;
constexpr unsigned switched_on = 200;
constexpr unsigned renamed_domain = 7;
constexpr unsigned renamed_on = 120;
constexpr unsigned republished_on = 125;

bool is_giant(unsigned reporter) { return reporter < 2; }

std::string mx(unsigned domain, unsigned number) { return fmt::format("mx{}.{}", number, Script::domain_name(domain)); }

const std::vector<Outage>& outages() {
    static const std::vector<Outage> all{
        {3, mx(3, 1), "certificate-expired", {{50, 55}, {90, 91}}},                    // expires, is renewed; the next one is another incident
        {4, mx(4, 1), "certificate-expired", {{50, 52}, {60, 61}}},                    // comes back within 14 days: one incident
        {5, mx(5, 1), "starttls-not-supported", {{70, 70}, {84, 84}, {99, 99}}},       // 14 days later is the same one, 15 are another
        {renamed_domain, mx(renamed_domain, 9), "certificate-host-mismatch", {{renamed_on, republished_on - 1}}},
        {12, "", "tlsa-invalid", {{140, 149}}},                                        // nobody names the MX
        {15, mx(15, 1), "starttls-not-supported", {{160, 162}}, 0, "203.0.113.9"},     // one network is intercepted
        {hourly_domain, mx(hourly_domain, 1), "validation-failure", {{180, 181}}},
        {30, mx(30, 1), "certificate-not-trusted", {{Script::newcomer_from, Script::newcomer_from + 1}}, static_cast<int>(Script::newcomer)},
        {33, mx(33, 1), "certificate-expired", {{362, 364}}},                          // still broken on the last day
    };
    return all;
}

// The same on every machine: spreads bits well enough for a script.
unsigned dice(unsigned a, unsigned b, unsigned c, unsigned sides) {
    std::uint64_t x = a * 0x9E3779B97F4A7C15u + b * 0xC2B2AE3D27D4EB4Fu + c * 0x165667B19E3779F9u;
    x ^= x >> 29;
    x *= 0xBF58476D1CE4E5B9u;
    x ^= x >> 32;
    return static_cast<unsigned>(x % sides);
}

bool breaks_on(const Outage& outage, unsigned day) {
    return std::any_of(outage.days.begin(), outage.days.end(), [day](const auto& span) { return span.first <= day && day <= span.second; });
}

// Which version of its policy a domain publishes, and which of them a reporter sees: caches live some days.
unsigned version_seen(unsigned reporter, unsigned domain, unsigned day) {
    if (domain == switched_domain && reporter == always_late) return 0;
    const unsigned seen = day - std::min(day, reporter % 3);
    if (domain == switched_domain) return seen >= switched_on ? 1 : 0;
    if (domain == renamed_domain) return seen >= republished_on ? 1 : 0;
    return 0;
}

std::vector<std::string> sts_policy(unsigned reporter, unsigned domain, unsigned version) {
    const bool enforce = domain == switched_domain && version == 1;
    const unsigned mx_number = domain == renamed_domain && version == 1 ? 9 : 1;
    std::vector<std::string> lines{"version: STSv1", enforce ? "mode: enforce" : "mode: testing", "mx: " + mx(domain, mx_number), "max_age: 86400"};
    if (reporter % 10 == 3) {    // another spelling, another order
        std::swap(lines[1], lines[3]);
        lines[3] = enforce ? "MODE:Enforce" : "MODE:Testing";
    }
    return lines;
}

PolicyResult result(std::string type, unsigned domain, std::vector<std::string> policy, std::uint64_t sessions, std::uint64_t failures) {
    return {.policy = {std::move(type), std::move(policy), Script::domain_name(domain), {mx(domain, 1)}},
            .summary = {sessions - failures, failures},
            .failure_details = {}};
}

DateRange whole_day(unsigned day) { return {Script::day(day), Script::day(day) + hours{24} - seconds{1}}; }

Report report_of(const std::string& sdid, std::string id, const DateRange& range, std::vector<PolicyResult> said) {
    return {.organization_name = "Org of " + sdid, .date_range = range, .contact_info = "tls@" + sdid, .report_id = std::move(id), .policies = std::move(said)};
}

}  // namespace

std::string Script::domain_name(unsigned domain) { return fmt::format("d{:02}.example", domain); }
std::string Script::reporter_name(unsigned reporter) { return reporter == forger_number ? forger : fmt::format("r{:02}.example", reporter); }

bool Script::reports_on(unsigned reporter, unsigned domain, unsigned day) const {
    if (is_giant(reporter)) return true;
    if (reporter == weekly || reporter == hourly || reporter == forger_number) return false;    // written apart
    if (reporter == silent_reporter && day >= silent_from) return false;
    if (reporter == newcomer && day < newcomer_from) return false;
    if (reporter == newcomer && domain == 30) return true;
    if (reporter == always_late && domain == switched_domain) return true;
    if (domain == dropped_domain && reporter == 2) return false;
    for (unsigned i = 0; i < scale_.domains_of_small_reporters; ++i)
        if ((reporter * 11 + i * 17) % domains == domain) return true;
    return false;
}

std::vector<PolicyResult> Script::said_of(unsigned reporter, unsigned domain, unsigned day, std::uint64_t sessions) {
    const unsigned version = version_seen(reporter, domain, day);
    PolicyResult sts = result("sts", domain, sts_policy(reporter, domain, version), sessions, 0);
    for (std::size_t i = 0; i < outages().size(); ++i) {
        const Outage& outage = outages()[i];
        if (outage.domain != domain || !breaks_on(outage, day)) continue;
        if (outage.only_reporter >= 0 && static_cast<unsigned>(outage.only_reporter) != reporter) continue;
        FailureDetails details;
        details.result_type = outage.result_type;
        details.receiving_mx_hostname = outage.mx;
        details.sending_mta_ip = outage.network.empty() ? fmt::format("198.18.{}.7", reporter) : outage.network;
        details.failed_session_count = std::min<std::uint64_t>(sessions, 1 + dice(reporter, domain, day + 7, 3));
        sts.summary = {sessions - details.failed_session_count, details.failed_session_count};
        failed_[i][day][reporter_name(reporter)] += details.failed_session_count;
        sts.failure_details.push_back(std::move(details));
    }
    std::vector<PolicyResult> said{sts};
    if (reporter == 1) {    // counts each session again
        PolicyResult tlsa = sts;
        tlsa.policy.policy_type = "tlsa";
        tlsa.policy.policy_string = {day % 2 == 0 ? "3 1 1 ABCD" : "3 1 1 abcd"};
        said.push_back(std::move(tlsa));
    }
    // Changed during the day: the giant that looks all the time saw both.
    if (reporter == 0 && day > 0 && version != version_seen(reporter, domain, day - 1)) {
        said.push_back(result("sts", domain, sts_policy(reporter, domain, 0), 1, 0));
        changes_.insert({domain_name(domain), Script::day(day), domain == switched_domain ? reporter_name(always_late) : ""});
    }
    return said;
}

void Script::count(const std::vector<PolicyResult>& said, const std::string& sdid, unsigned day) {
    for (const PolicyResult& one : said) {
        if (one.policy.policy_type == "tlsa") continue;    // the same sessions
        TrueCount& total = totals_[{Script::day(day), one.policy.policy_domain, sdid}];
        total.sessions += one.summary.total_successful_session_count + one.summary.total_failure_session_count;
        total.failures += one.summary.total_failure_session_count;
    }
}

void Script::arrive(Report report, const std::string& sdid, std::chrono::sys_seconds when) {
    Examination examination = accepted(std::move(report), sdid);
    mails_.push_back({std::move(examination), when});
}

void Script::send(unsigned reporter, unsigned domain, unsigned day, std::vector<PolicyResult> said) {
    const std::string sdid = reporter_name(reporter);
    const bool one_id = reporter >= one_id_first && reporter <= one_id_last;
    const Report report = report_of(sdid, one_id ? "the report" : fmt::format("{}-{}", domain_name(domain), day), whole_day(day), std::move(said));
    auto when = Script::day(day + 1) + hours{6} + seconds{dice(reporter, domain, day, 3600)};
    const unsigned fate = dice(reporter, domain, day + 1000, 400);
    if (fate < 12) when += days{1 + fate};
    if (fate >= 100 && fate < 104) {    // a first version that says what never was
        Report wrong = report;
        wrong.policies.front().summary.total_failure_session_count += 5;
        wrong.policies.front().failure_details.push_back(failure("validation-failure", 5, mx(domain, 1)));
        if ((fate == 100 && !one_id) || (reporter == 2 && domain == 22)) {    // and speaks of another domain, too
            wrong.policies.push_back(result("sts", dropped_domain, {}, 9, 4));
            wrong.policies.back().failure_details.push_back(failure("certificate-expired", 4, mx(dropped_domain, 1)));
        }
        arrive(std::move(wrong), sdid, when);
        when += days{1 + fate % 3};
    }
    arrive(report, sdid, when);
    if (fate >= 200 && fate < 208) arrive(report, sdid, when + days{1} + seconds{fate});    // sent again
}

void Script::write_week(unsigned domain, unsigned day) {
    const std::string sdid = reporter_name(weekly);
    auto said = said_of(weekly, domain, day, 70);
    count(said, sdid, day);
    arrive(report_of(sdid, fmt::format("week {} {}", day, domain), {Script::day(day - 3), Script::day(day + 4) - seconds{1}}, std::move(said)), sdid,
           Script::day(day + 4) + hours{9});
}

void Script::write_hours(unsigned domain, unsigned day) {
    const std::string sdid = reporter_name(hourly);
    for (int hour = 0; hour < 24; ++hour) {
        auto said = said_of(hourly, domain, day, 3);
        count(said, sdid, day);
        const auto begin = Script::day(day) + hours{hour};
        arrive(report_of(sdid, "hour", {begin, begin + hours{1} - seconds{1}}, std::move(said)), sdid, begin + hours{2});
    }
}

void Script::write_forgery() {
    for (unsigned day = forged_on; day < std::min(forged_on + 2, scale_.days); ++day) {
        PolicyResult lie = result("sts", forged_domain, sts_policy(0, forged_domain, 0), 1000, 900);
        lie.failure_details.push_back(failure("certificate-expired", 900, mx(forged_domain, 1)));
        lie.policy.policy_string = {"version: STSv1", "mode: none"};
        std::vector<PolicyResult> said{lie};
        count(said, forger, day);
        arrive(report_of(forger, "Google's own id", whole_day(day), std::move(said)), forger, Script::day(day + 1) + hours{1});
    }
}

Script::Script(const Scale& scale) : scale_(scale), failed_(outages().size()) {
    for (unsigned day = 0; day < scale_.days; ++day) {
        for (unsigned reporter = 0; reporter < forger_number; ++reporter)
            for (unsigned domain = 0; domain < domains; ++domain)
                if (reports_on(reporter, domain, day)) {
                    auto said = said_of(reporter, domain, day, 1 + dice(reporter, domain, day, 40));
                    count(said, reporter_name(reporter), day);
                    send(reporter, domain, day, std::move(said));
                }
        if (day % 7 == 3)
            for (unsigned domain = 40; domain < 45; ++domain) write_week(domain, day);
        write_hours(hourly_domain, day);
    }
    write_forgery();
    std::stable_sort(mails_.begin(), mails_.end(), [](const ScriptedMail& a, const ScriptedMail& b) { return a.arrives < b.arrives; });
}

std::set<TrueIncident> Script::incidents(unsigned as_of) const {
    std::set<TrueIncident> incidents;
    for (std::size_t i = 0; i < outages().size(); ++i) {
        const Outage& outage = outages()[i];
        if (outage.only_reporter == static_cast<int>(newcomer) && as_of < newcomer_from + 2) continue;    // three days make a word count
        std::vector<TrueIncident> of_outage;
        for (const auto& [number, sessions] : failed_[i]) {
            if (number > as_of) break;
            if (of_outage.empty() || day(number) - of_outage.back().last_day > days{14})
                of_outage.push_back({domain_name(outage.domain), outage.mx, outage.result_type, day(number), day(number), {}, 0, outage.only_reporter >= 0});
            TrueIncident& incident = of_outage.back();
            incident.last_day = day(number);
            for (const auto& [sdid, count] : sessions) {
                incident.reporters.insert(sdid);
                incident.sessions += count;
            }
        }
        incidents.insert(of_outage.begin(), of_outage.end());
    }
    return incidents;
}

}  // namespace tlsrpt::test
