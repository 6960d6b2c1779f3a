#include "tlsrpt/advice.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "insight/saturated.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/policy_text.hpp"

namespace tlsrpt {
namespace {

using std::chrono::sys_days;

// RFC 8461 section 5: what a sender refuses to deliver to under mode enforce, in the words of RFC 8460 section 4.3.
bool refuses(std::string_view result_type) {
    return result_type == "starttls-not-supported" || result_type == "validation-failure" || result_type.starts_with("certificate-");
}

// RFC 8461 section 3.3: without a policy a sender delivers as if there were none.
bool is_policy_not_seen(std::string_view result_type) {
    constexpr std::array<std::string_view, 3> types{"sts-policy-fetch-error", "sts-policy-invalid", "sts-webpki-invalid"};
    return std::find(types.begin(), types.end(), result_type) != types.end();
}

bool would_refuse(const AdviceEvidence& evidence, std::string_view result_type, const std::string& mx, std::span<const std::string> patterns) {
    if (evidence.policy_type == "tlsa") return !is_policy_not_seen(result_type);  // RFC 7672 section 2.2: there is no testing mode
    if (is_policy_not_seen(result_type)) return false;
    if (refuses(result_type)) return true;
    return !mx.empty() && !patterns.empty() && std::ranges::none_of(patterns, [&](const std::string& pattern) { return mx_matches(pattern, mx); });
}

bool is_resolved(const AdviceEvidence& evidence, const std::string& result_type, const std::string& mx) {
    bool found = false;
    for (const Incident& incident : evidence.incidents) {
        if (incident.result_type != result_type || incident.receiving_mx_hostname != mx) continue;
        if (incident.state != Incident::State::Resolved) return false;
        found = true;
    }
    return found;
}

std::vector<Advice::Cause> causes_of(const AdviceEvidence& evidence) {
    const std::vector<std::string> patterns = sts_mx(evidence.policy_string);
    std::map<std::pair<std::string, std::string>, std::uint64_t> sums;
    for (const FailureSumRow& row : evidence.failures)
        if (row.policy_type == evidence.policy_type && row.failed_session_count > 0) {
            std::uint64_t& sum = sums[{row.result_type, row.receiving_mx_hostname}];
            sum = saturated_sum(sum, row.failed_session_count);
        }
    std::vector<Advice::Cause> causes;
    for (const auto& [key, sum] : sums) {
        Advice::Cause& cause = causes.emplace_back(Advice::Cause{key.first, key.second, sum});
        cause.resolved = is_resolved(evidence, cause.result_type, cause.receiving_mx_hostname);
        cause.would_refuse = !cause.resolved && would_refuse(evidence, cause.result_type, cause.receiving_mx_hostname, patterns);
    }
    std::stable_sort(causes.begin(), causes.end(), [](const Advice::Cause& a, const Advice::Cause& b) {
        return a.failed_session_count > b.failed_session_count;
    });
    return causes;
}

Advice::Verdict verdict_of(const Advice& advice, const AdviceOptions& options) {
    if (advice.days == 0) return Advice::Verdict::NotEnoughEvidence;
    if (advice.policy_type == "tlsa" || advice.mode == "enforce") return Advice::Verdict::Enforcing;
    if (advice.days < options.days || advice.reporters.size() < options.reporters) return Advice::Verdict::NotEnoughEvidence;
    return advice.would_fail == 0 ? Advice::Verdict::Ready : Advice::Verdict::NotReady;
}

std::string at(const Advice::Cause& cause) {
    return cause.result_type + (cause.receiving_mx_hostname.empty() ? std::string{} : " at " + cause.receiving_mx_hostname);
}

std::string missing_evidence(const Advice& advice, const AdviceOptions& options) {
    if (advice.days == 0 && advice.policy_type == "sts")
        return "No established reporter has seen an MTA-STS policy: publish one in mode testing, or check that it can be fetched.";
    if (advice.days == 0) return "No established reporter has seen TLSA records.";
    return "Wait: " + std::to_string(advice.days) + " of " + std::to_string(options.days) + " report days and " + std::to_string(advice.reporters.size()) +
           " of " + std::to_string(options.reporters) + " established reporters have been seen.";
}

std::string next_step_of(const Advice& advice, const AdviceOptions& options) {
    const auto worst = std::find_if(advice.causes.begin(), advice.causes.end(), [](const Advice::Cause& cause) { return cause.would_refuse; });
    switch (advice.verdict) {
        case Advice::Verdict::NotEnoughEvidence: return missing_evidence(advice, options);
        case Advice::Verdict::NotReady: return "Repair " + at(*worst) + " first: mode enforce would refuse these sessions.";
        case Advice::Verdict::Ready: return "Set mode: enforce in the policy, and change the id of the _mta-sts record.";
        case Advice::Verdict::Enforcing: break;
    }
    if (worst != advice.causes.end()) return "Repair " + at(*worst) + ": this mail is refused now.";
    return "Nothing to do.";
}

}  // namespace

std::vector<sys_days> advice_days(std::span<const DailyPolicyRow> rows, std::size_t most) {
    std::set<sys_days, std::greater<>> days;
    for (const DailyPolicyRow& row : rows) days.insert(row.day);
    std::vector<sys_days> last{days.begin(), days.end()};
    if (last.size() > most) last.resize(most);
    return last;
}

Advice advise(const AdviceEvidence& evidence, const AdviceOptions& options) {
    Advice advice;
    advice.policy_domain = evidence.policy_domain;
    advice.policy_type = evidence.policy_type;
    if (evidence.policy_type == "sts") advice.mode = sts_mode(evidence.policy_string);
    std::set<std::string> reporters;
    for (const DailyPolicyRow& row : evidence.rows) {
        reporters.insert(row.sdid);
        advice.sessions = saturated_sum(advice.sessions, saturated_sum(row.total_successful_session_count, row.total_failure_session_count));
    }
    advice.days = advice_days(evidence.rows, options.days).size();
    advice.reporters.assign(reporters.begin(), reporters.end());
    advice.causes = causes_of(evidence);
    for (const Advice::Cause& cause : advice.causes)
        if (cause.would_refuse) advice.would_fail = saturated_sum(advice.would_fail, cause.failed_session_count);
    advice.verdict = verdict_of(advice, options);
    advice.next_step = next_step_of(advice, options);
    return advice;
}

std::string_view name_of(Advice::Verdict verdict) {
    switch (verdict) {
        case Advice::Verdict::Enforcing: return "enforcing";
        case Advice::Verdict::Ready: return "ready";
        case Advice::Verdict::NotReady: return "not-ready";
        case Advice::Verdict::NotEnoughEvidence: return "not-enough-evidence";
    }
    return "";
}

}  // namespace tlsrpt
