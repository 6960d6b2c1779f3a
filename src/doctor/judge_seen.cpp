// What reporters saw, against what is published now: a sender acts on its own copy of a policy, which may be old or not ours.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "doctor/judge.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::doctor {
namespace {

using Level = Finding::Level;
using Days = std::chrono::sys_days;

constexpr const char* sts_check = "seen-sts";
constexpr const char* tlsa_check = "seen-tlsa";
constexpr const char* rfc = "RFC 8460 section 4.4";
constexpr std::size_t most_unexplained = 10;

/// Reporters that saw the same, and when.
struct Witnesses {
    std::set<std::string> sdids;
    Days first_day{Days::max()};
    Days last_day{Days::min()};

    void add(const SeenPolicy& seen) {
        sdids.insert(seen.sdid);
        first_day = std::min(first_day, seen.first_day);
        last_day = std::max(last_day, seen.last_day);
    }
    [[nodiscard]] std::string names() const { return listed({sdids.begin(), sdids.end()}, 4); }
    [[nodiscard]] std::string when() const { return fmt::format("since {}, last on {}", to_date(first_day), to_date(last_day)); }
};

// ---- MTA-STS ----

struct StsView {
    StsPolicy::Mode mode{StsPolicy::Mode::Unknown};
    std::vector<std::string> mx;  // sorted
    std::optional<std::uint64_t> max_age_seconds;
    auto operator<=>(const StsView&) const = default;
};

StsView view_of(const StsPolicy& policy) {
    StsView view{policy.mode, policy.mx, policy.max_age_seconds};
    std::ranges::sort(view.mx);
    return view;
}

StsView view_of(const SeenPolicy& seen) {
    std::string text;
    for (const std::string& line : seen.policy_string) text += line + "\n";
    StsPolicy policy = read_sts_policy(text);
    // Senders that leave the lines out name the patterns in mx-host (RFC 8460 section 4.4).
    if (policy.mx.empty())
        for (const std::string& host : seen.mx_host) policy.mx.push_back(lower_ascii(host));
    return view_of(policy);
}

std::string mode_text(StsPolicy::Mode mode) {
    return mode == StsPolicy::Mode::Unknown ? std::string{"not stated"} : std::string{mode_name(mode)};
}

void compare(const StsView& seen, const Witnesses& witnesses, const StsView& now, Findings& findings) {
    const auto differs = [&](Level level, std::string what) {
        findings
            .add(level, sts_check, std::move(what),
                 "A sender keeps a policy for its max_age and looks for a new one when the id of the TXT record changes.",
                 "If their next reports show the same, change the id of the TXT record, and see that every web server and name server has "
                 "the new version.",
                 rfc)
            .since = witnesses.first_day;
    };
    bool same = true;
    if (seen.mode != StsPolicy::Mode::Unknown && seen.mode != now.mode) {
        same = false;
        differs(Level::Warning, fmt::format("published is mode {}, but {} saw {} ({})", mode_text(now.mode), witnesses.names(),
                                            mode_text(seen.mode), witnesses.when()));
    }
    if (!seen.mx.empty() && seen.mx != now.mx) {
        same = false;
        differs(Level::Warning, fmt::format("published is mx {}, but {} saw {} ({})", now.mx.empty() ? "none" : listed(now.mx),
                                            witnesses.names(), listed(seen.mx), witnesses.when()));
    }
    if (seen.max_age_seconds && seen.max_age_seconds != now.max_age_seconds) {
        same = false;
        differs(Level::Note, fmt::format("published is max_age {}, but {} saw {} ({})",
                                         now.max_age_seconds ? std::to_string(*now.max_age_seconds) : "none", witnesses.names(),
                                         *seen.max_age_seconds, witnesses.when()));
    }
    if (same)
        findings.ok(sts_check, fmt::format("{} saw the policy as it is published ({})", witnesses.names(), witnesses.when()), rfc).since =
            witnesses.first_day;
}

void judge_sts_views(const std::optional<StsPolicy>& policy, const Expectations& expected, Findings& findings) {
    std::map<StsView, Witnesses> views;
    Witnesses none;
    std::map<std::string, Days> last_with_policy;
    for (const SeenPolicy& seen : expected.seen)
        if (seen.policy_type != "no-policy-found") {
            auto& day = last_with_policy.emplace(seen.sdid, seen.last_day).first->second;
            day = std::max(day, seen.last_day);
        }
    for (const SeenPolicy& seen : expected.seen) {
        if (seen.policy_type == "sts") views[view_of(seen)].add(seen);
        const auto other = last_with_policy.find(seen.sdid);
        if (seen.policy_type == "no-policy-found" && (other == last_with_policy.end() || other->second < seen.last_day)) none.add(seen);
    }
    const bool published = policy && policy->is_valid() && policy->mode != StsPolicy::Mode::None;
    if (published && !none.sdids.empty())
        findings
            .add(Level::Warning, sts_check, fmt::format("a policy is published, but {} saw none at all ({})", none.names(), none.when()),
                 "It sends without MTA-STS: its reports say nothing about whether enforcing is safe.",
                 "A policy published lately is seen in the next reports; else look for a name server that lacks the TXT record.", rfc)
            .since = none.first_day;
    for (const auto& [view, witnesses] : views) {
        if (policy && policy->mode != StsPolicy::Mode::Unknown) {
            compare(view, witnesses, view_of(*policy), findings);
            continue;
        }
        findings
            .add(Level::Warning, sts_check,
                 fmt::format("{} saw a policy in mode {} ({}), but none can be had now", witnesses.names(), mode_text(view.mode),
                             witnesses.when()),
                 "Senders keep the old one until its max_age is over, and report sts-policy-fetch-error.",
                 "Serve it again; to give MTA-STS up, serve mode: none first.", "RFC 8461 section 8.3")
            .since = witnesses.first_day;
    }
}

// ---- DANE ----

using TlsaSet = std::set<std::string>;

std::string set_text(const TlsaSet& set) { return set.empty() ? "none" : listed({set.begin(), set.end()}, 3); }

TlsaSet set_of(const SeenPolicy& seen) {
    TlsaSet set;
    for (const std::string& line : seen.policy_string) {
        const auto record = read_tlsa_text(line);
        set.insert(record ? to_text(*record) : cut_text(line, 100));
    }
    return set;
}

TlsaSet set_of(const DnsAnswer& answer) {
    TlsaSet set;
    for (const TlsaRecord& record : tlsas_of(answer)) set.insert(to_text(record));
    return set;
}

/// Where the reporter saw it: "" when it names no host of ours.
std::string host_of(const SeenPolicy& seen, const Evidence& evidence) {
    if (seen.mx_host.size() != 1) return {};
    const std::string host = lower_ascii(seen.mx_host.front());
    const bool ours = std::ranges::any_of(evidence.hosts, [&](const MxEvidence& mx) { return mx.host == host; });
    return ours ? host : std::string{};
}

/// What is published there; when the host is not known, any one host's set or all of them together count as agreement.
bool is_published(const TlsaSet& set, const std::string& host, const Evidence& evidence) {
    TlsaSet all;
    for (const MxEvidence& mx : evidence.hosts) {
        const TlsaSet one = set_of(mx.tlsa);
        if ((host.empty() || mx.host == host) && one == set) return true;
        all.insert(one.begin(), one.end());
    }
    return host.empty() && all == set;
}

std::string published_text(const std::string& host, const Evidence& evidence) {
    TlsaSet all;
    for (const MxEvidence& mx : evidence.hosts)
        if (host.empty() || mx.host == host) all.merge(set_of(mx.tlsa));
    return set_text(all);
}

void judge_tlsa_views(const Evidence& evidence, const Expectations& expected, Findings& findings) {
    std::map<std::string, std::map<TlsaSet, Witnesses>> views;  // by host
    for (const SeenPolicy& seen : expected.seen)
        if (seen.policy_type == "tlsa" && !seen.policy_string.empty()) views[host_of(seen, evidence)][set_of(seen)].add(seen);
    for (const auto& [host, sets] : views) {
        const std::string where = host.empty() ? "" : " at " + host;
        for (const auto& [set, witnesses] : sets) {
            if (is_published(set, host, evidence)) {
                auto& finding = findings.ok(
                    tlsa_check,
                    fmt::format("{} saw the TLSA records{} as they are published ({})", witnesses.names(), where, witnesses.when()), rfc);
                finding.mx_host = host;
                finding.since = witnesses.first_day;
                continue;
            }
            auto& finding = findings.add(
                Level::Warning, tlsa_check,
                fmt::format("published{} is TLSA {}, but {} saw {} ({})", where, published_text(host, evidence), witnesses.names(),
                            set_text(set), witnesses.when()),
                "A sender that has another set than the server's key matches does not deliver.",
                "After a change they follow within the TTL. If their next reports show the same, ask each name server of the zone.", rfc);
            finding.mx_host = host;
            finding.since = witnesses.first_day;
            finding.explains = {"tlsa-invalid"};
        }
        std::set<std::string> reporters;  // one that sends a policy for each host without naming it differs from itself
        for (const auto& [set, witnesses] : sets) reporters.insert(witnesses.sdids.begin(), witnesses.sdids.end());
        if (sets.size() < 2 || reporters.size() < 2) continue;
        std::vector<std::string> versions;
        for (const auto& [set, witnesses] : sets) versions.push_back(fmt::format("{}: {}", witnesses.names(), set_text(set)));
        auto& finding = findings.add(Level::Warning, tlsa_check,
                                     fmt::format("reporters do not see the same TLSA records{}: {}", where, listed(versions, 4)),
                                     "Either the records changed between their reports, or the zone's name servers do not agree.",
                                     "Compare the SOA serial and the TLSA answer of every name server.", rfc);
        finding.mx_host = host;
        finding.explains = {"tlsa-invalid"};
        finding.since = std::ranges::max_element(sets, {}, [](const auto& entry) { return entry.second.first_day; })->second.first_day;
    }
}

}  // namespace

void judge_seen(const Evidence& evidence, const std::optional<StsPolicy>& policy, const Expectations& expected, Findings& findings) {
    judge_sts_views(policy, expected, findings);
    judge_tlsa_views(evidence, expected, findings);
}

void link_failures(const Expectations& expected, Findings& findings) {
    std::map<std::pair<std::string, std::string>, Finding::Reported> by_kind;
    for (const ReportedFailure& failure : expected.failures) {
        auto& reported =
            by_kind
                .try_emplace({failure.result_type, failure.receiving_mx_hostname},
                             Finding::Reported{failure.result_type, failure.receiving_mx_hostname, failure.day, failure.day, 0})
                .first->second;
        reported.first_day = std::min(reported.first_day, failure.day);
        reported.last_day = std::max(reported.last_day, failure.day);
        reported.failed_session_count += failure.failed_session_count;
    }
    std::vector<Finding::Reported> unexplained;
    for (const auto& [kind, reported] : by_kind) {
        bool explained = false;
        for (Finding& finding : findings.all()) {
            const bool bad = finding.level == Level::Warning || finding.level == Level::Error;
            const bool same_host = finding.mx_host.empty() || reported.receiving_mx_hostname.empty() ||
                                   equal_ignoring_case(finding.mx_host, reported.receiving_mx_hostname);
            if (!bad || !same_host || std::ranges::find(finding.explains, reported.result_type) == finding.explains.end()) continue;
            finding.reported.push_back(reported);
            if (!finding.since || reported.first_day < *finding.since) finding.since = reported.first_day;
            explained = true;
        }
        if (!explained) unexplained.push_back(reported);
    }
    std::ranges::stable_sort(unexplained, std::greater<>{}, &Finding::Reported::failed_session_count);
    for (std::size_t i = 0; i < std::min(unexplained.size(), most_unexplained); ++i) {
        const Finding::Reported& reported = unexplained[i];
        auto& finding =
            findings.add(Level::Note, "reported",
                         fmt::format("{} sessions failed with {}{} (first on {}, last on {}), and nothing found here explains it",
                                     reported.failed_session_count, quote(reported.result_type),
                                     reported.receiving_mx_hostname.empty() ? "" : " at " + cut_text(reported.receiving_mx_hostname, 100),
                                     to_date(reported.first_day), to_date(reported.last_day)),
                         "It may be mended already, or show from elsewhere only.",
                         "tlsrpt-query failures shows each; doctor --probe looks at the MX hosts themselves.", "RFC 8460 section 4.3");
        finding.reported = {reported};
        finding.since = reported.first_day;
    }
}

}  // namespace tlsrpt::doctor
