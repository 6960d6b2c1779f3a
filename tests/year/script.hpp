// A year of reports by a script: who reports on which domain, what breaks when, and what is therefore true.
//
//     scale → mails with their times of arrival; the totals, incidents and policy changes that they mean
//
// 60 domains and 40 reporters. Two giants report on every domain, one of them counts each session under sts and again under tlsa; the others
// report on a few domains each. Some use one report-id for all domains, one covers weeks, one hours. On top of that, everything that mail does: mails
// come late, twice, and in a corrected version; a forger signs with a domain of its own.
//
// What is true is computed from the script's events, not from the mails.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tlsrpt/examination.hpp"

namespace tlsrpt::test {

struct Scale {
    unsigned days{365};
    unsigned domains_of_small_reporters{2};    ///< of the 60, for each of them
};

inline constexpr std::chrono::sys_days first_of_year{std::chrono::year{2025} / 11 / 1};

struct ScriptedMail {
    Examination examination;
    std::chrono::sys_seconds arrives{};
};

/// Something that breaks for some days.
struct Outage {
    unsigned domain;
    std::string mx;
    std::string result_type;
    std::vector<std::pair<unsigned, unsigned>> days;    ///< first and last, counted from the first of the year
    int only_reporter{-1};                              ///< -1: everybody
    std::string network{};                              ///< of the senders that fail; "": their own
};

struct TrueIncident {
    std::string policy_domain;
    std::string mx;
    std::string result_type;
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
    std::set<std::string> reporters;
    std::uint64_t sessions{0};
    bool has_hint{false};
    auto operator<=>(const TrueIncident&) const = default;
};

struct TrueChange {
    std::string policy_domain;
    std::chrono::sys_days changed_day{};
    std::string late_reporter;
    auto operator<=>(const TrueChange&) const = default;
};

struct TrueCount {
    std::uint64_t sessions{0};
    std::uint64_t failures{0};
    bool operator==(const TrueCount&) const = default;
};

class Script {
public:
    explicit Script(const Scale& scale);

    [[nodiscard]] const std::vector<ScriptedMail>& mails() const { return mails_; }    ///< in order of arrival
    /// (day, policy domain, sdid) → counts
    using Totals = std::map<std::tuple<std::chrono::sys_days, std::string, std::string>, TrueCount>;
    [[nodiscard]] const Totals& totals() const { return totals_; }
    /// As somebody knows them who knows all days up to that one, and whom to believe.
    [[nodiscard]] std::set<TrueIncident> incidents(unsigned as_of) const;
    [[nodiscard]] const std::set<TrueChange>& changes() const { return changes_; }

    static std::string domain_name(unsigned domain);
    static std::string reporter_name(unsigned reporter);
    static std::chrono::sys_days day(unsigned number) { return first_of_year + std::chrono::days{static_cast<int>(number)}; }

    static constexpr unsigned silent_reporter = 25;
    static constexpr unsigned silent_from = 250;
    static constexpr unsigned newcomer = 38;
    static constexpr unsigned newcomer_from = 300;
    static constexpr unsigned forged_domain = 20;
    static constexpr unsigned forged_on = 100;    ///< and the day after
    static constexpr const char* forger = "forger.example";

private:
    [[nodiscard]] bool reports_on(unsigned reporter, unsigned domain, unsigned day) const;
    std::vector<PolicyResult> said_of(unsigned reporter, unsigned domain, unsigned day, std::uint64_t sessions);
    void count(const std::vector<PolicyResult>& said, const std::string& sdid, unsigned day);
    void send(unsigned reporter, unsigned domain, unsigned day, std::vector<PolicyResult> said);
    void arrive(Report report, const std::string& sdid, std::chrono::sys_seconds when);
    void write_week(unsigned domain, unsigned day);
    void write_hours(unsigned domain, unsigned day);
    void write_forgery();

    Scale scale_;
    std::vector<ScriptedMail> mails_;
    Totals totals_;
    std::set<TrueChange> changes_;
    std::vector<std::map<unsigned, std::map<std::string, std::uint64_t>>> failed_;    // by outage: day → sdid → sessions
};

}  // namespace tlsrpt::test
