#include "tlsrpt/drift.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "insight/saturated.hpp"

namespace tlsrpt {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr days in_circulation{14};    // a policy that somebody saw so lately is not a new one
constexpr int days_to_change_back = 2;

using Policy = std::int64_t;
using Shown = std::map<std::string_view, std::set<Policy>>;    // by signer, on one day

// One policy type of one policy domain, day after day.
class Watch {
public:
    explicit Watch(const PolicyStrings& strings) : strings_(strings) {}

    void next_day(sys_days day, const Shown& shown) {
        if (in_force_ == 0) {
            in_force_ = most_shown(shown, [](Policy) { return true; });
        } else if (const Policy fresh = fresh_policy(day, shown); fresh != 0) {
            change(first_of_late(fresh, day), fresh);
        } else {
            look_back(day, shown);
        }
        for (const auto& [sdid, policies] : shown) {
            if (policies.contains(in_force_)) {
                followers_.insert(sdid);
                veterans_.insert(sdid);
            }
            newest_[sdid] = policies;
            for (const Policy policy : policies) {
                days_of_[policy].push_back(day);
                if (veterans_.contains(sdid)) last_by_veterans_[policy] = day;
            }
        }
    }

    std::vector<Drift> changes(const DailyPolicyRow& of) const {
        std::vector<Drift> drifts;
        for (auto event = events_.begin(); event != events_.end(); ++event) {
            const auto back = std::find_if(event + 1, events_.end(), [&](const Event& later) { return later.after == event->before; });
            Drift& drift = drifts.emplace_back();
            drift.policy_domain = of.policy_domain;
            drift.policy_type = of.policy_type;
            drift.changed_day = event->day;
            drift.before = lines(event->before);
            drift.after = lines(event->after);
            for (const sys_days day : days_of_.at(event->before))
                if (back == events_.end() || day < back->day) drift.last_day_before = day;
            if (back != events_.end()) continue;
            for (const auto& [sdid, policies] : newest_)
                if (policies.contains(event->before) && !policies.contains(event->after)) drift.late_reporters.emplace_back(sdid);
        }
        return drifts;
    }

private:
    struct Event {
        sys_days day;
        Policy before;
        Policy after;
    };

    std::vector<std::string> lines(Policy policy) const {
        const auto found = strings_.find(policy);
        return found == strings_.end() ? std::vector<std::string>{} : found->second;
    }

    // The policy that most signers show; of several, the one whose text comes first, since numbers depend on who came first. 0: none.
    template <typename Matches>
    Policy most_shown(const Shown& shown, Matches matches) const {
        std::map<Policy, std::size_t> signers;
        for (const auto& [sdid, policies] : shown)
            for (const Policy policy : policies)
                if (matches(policy)) ++signers[policy];
        Policy most = 0;
        for (const auto& [policy, count] : signers)
            if (most == 0 || count > signers[most] || (count == signers[most] && lines(policy) < lines(most))) most = policy;
        return most;
    }

    Policy fresh_policy(sys_days day, const Shown& shown) const {
        Shown by_veterans;
        for (const auto& [sdid, policies] : shown)
            if (veterans_.contains(sdid)) by_veterans.emplace(sdid, policies);
        return most_shown(by_veterans, [&](Policy policy) {
            if (policy == in_force_) return false;
            const auto last = last_by_veterans_.find(policy);
            return last == last_by_veterans_.end() || day - last->second > in_circulation;
        });
    }

    // Somebody new may have shown it some days before.
    sys_days first_of_late(Policy policy, sys_days day) const {
        const auto known = days_of_.find(policy);
        if (known == days_of_.end()) return day;
        sys_days first = day;
        for (auto earlier = known->second.rbegin(); earlier != known->second.rend() && first - *earlier <= in_circulation; ++earlier) first = *earlier;
        return std::max(first, events_.empty() ? first : events_.back().day + days{1});
    }

    void look_back(sys_days day, const Shown& shown) {
        Shown left;
        for (const auto& [sdid, policies] : shown)
            if (followers_.contains(sdid)) left.emplace(sdid, policies);
        if (left.empty()) return;
        const bool still_seen = std::any_of(left.begin(), left.end(), [&](const auto& entry) { return entry.second.contains(in_force_); });
        if (still_seen) {
            days_gone_ = 0;
            return;
        }
        if (days_gone_++ == 0) first_day_gone_ = day;
        if (days_gone_ == days_to_change_back) change(first_day_gone_, most_shown(left, [](Policy) { return true; }));
    }

    void change(sys_days day, Policy after) {
        events_.push_back({day, in_force_, after});
        in_force_ = after;
        followers_.clear();
        days_gone_ = 0;
    }

    const PolicyStrings& strings_;
    Policy in_force_{0};
    std::set<std::string_view> followers_;    // have shown what is in force
    std::set<std::string_view> veterans_;     // have shown what was in force at some time
    std::map<Policy, sys_days> last_by_veterans_;
    std::map<Policy, std::vector<sys_days>> days_of_;
    std::map<std::string_view, std::set<Policy>> newest_;
    std::vector<Event> events_;
    int days_gone_{0};
    sys_days first_day_gone_{};
};

auto subject_of(const DailyPolicyRow& row) { return std::tie(row.policy_domain, row.policy_type); }

}  // namespace

std::vector<Drift> drift_of(std::span<const DailyPolicyRow> rows, const PolicyStrings& strings) {
    std::vector<const DailyPolicyRow*> sorted;
    for (const DailyPolicyRow& row : rows)
        if (row.policy_id != 0) sorted.push_back(&row);
    std::stable_sort(sorted.begin(), sorted.end(), [](const DailyPolicyRow* a, const DailyPolicyRow* b) {
        return std::tuple_cat(subject_of(*a), std::tie(a->day)) < std::tuple_cat(subject_of(*b), std::tie(b->day));
    });
    std::vector<Drift> drifts;
    for (auto row = sorted.begin(); row != sorted.end();) {
        const DailyPolicyRow& subject = **row;
        Watch watch{strings};
        while (row != sorted.end() && subject_of(**row) == subject_of(subject)) {
            Shown shown;
            const sys_days day = (*row)->day;
            for (; row != sorted.end() && subject_of(**row) == subject_of(subject) && (*row)->day == day; ++row)
                shown[(*row)->sdid].insert((*row)->policy_id);
            watch.next_day(day, shown);
        }
        for (Drift& drift : watch.changes(subject)) drifts.push_back(std::move(drift));
    }
    return drifts;
}

std::int64_t sts_policy_in_force(std::span<const DailyPolicyRow> rows, const PolicyStrings& strings) {
    struct Life {
        sys_days first;
        sys_days last;
        std::size_t signers_on_last;
        std::vector<std::string> text;
    };
    std::map<std::int64_t, Life> lives;
    for (const DailyPolicyRow& row : rows) {
        const auto text = strings.find(row.policy_id);
        if (row.policy_type != "sts" || text == strings.end()) continue;
        Life& life = lives.try_emplace(row.policy_id, Life{row.day, row.day, 0, text->second}).first->second;
        life.first = std::min(life.first, row.day);
        if (row.day > life.last) life.signers_on_last = 0;
        life.last = std::max(life.last, row.day);
        if (row.day == life.last) ++life.signers_on_last;
    }
    const auto newest = std::max_element(lives.begin(), lives.end(), [](const auto& a, const auto& b) {
        return std::tie(a.second.last, a.second.first, a.second.signers_on_last, a.second.text) <
               std::tie(b.second.last, b.second.first, b.second.signers_on_last, b.second.text);
    });
    return newest == lives.end() ? 0 : newest->first;
}

std::vector<DomainOverview> overview_of(std::span<const DomainSumRow> sums, const std::map<std::string, std::string>& modes) {
    std::map<std::string, DomainOverview> domains;
    for (const DomainSumRow& row : sums) {
        const auto [entry, is_first] = domains.try_emplace(row.policy_domain);
        DomainOverview& domain = entry->second;
        domain.policy_domain = row.policy_domain;
        domain.first_day = is_first ? row.first_day : std::min(domain.first_day, row.first_day);
        domain.last_day = is_first ? row.last_day : std::max(domain.last_day, row.last_day);
        domain.reporters.push_back(row.sdid);
        domain.sessions = saturated_sum(domain.sessions, row.sessions);
        domain.failures = saturated_sum(domain.failures, row.failures);
    }
    std::vector<DomainOverview> overview;
    for (auto& [name, domain] : domains) {
        if (const auto mode = modes.find(name); mode != modes.end()) domain.mode = mode->second;
        std::sort(domain.reporters.begin(), domain.reporters.end());
        overview.push_back(std::move(domain));
    }
    return overview;
}

}  // namespace tlsrpt
