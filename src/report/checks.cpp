#include "report/checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/map.hpp"
#include "report/pointer.hpp"

namespace tlsrpt::report {
namespace {

class Violations {
public:
    explicit Violations(const Limits& limits) : most_(limits.max_violations) {}

    void add(const Pointer& at, std::string text) {
        if (list_.size() < most_) list_.push_back({at.text(), std::move(text)});
    }
    void add_if_over(std::size_t most, std::size_t size, const Pointer& at, std::string_view what) {
        if (size > most) add(at, fmt::format("over {} {}", most, what));
    }
    std::vector<Violation> take() { return std::move(list_); }

private:
    std::size_t most_;
    std::vector<Violation> list_;
};

std::size_t size_of(const Json* array) { return array != nullptr && array->is_array() ? array->size() : 0; }

// Each count is at most max_session_count: capped after each step, the sum cannot overflow.
void add_up(std::uint64_t& sum, const Json& count, const Limits& limits) {
    sum = std::min(sum + count.get<std::uint64_t>(), limits.max_session_count + 1);
}

}  // namespace

std::vector<Violation> check_sizes(const Json& document, const Limits& limits) {
    Violations violations{limits};
    const Json::array_t* const policies = elements_of(find_member(document, "policies"));
    if (policies == nullptr) return {};
    const Pointer root;
    const Pointer in_policies{root, "policies"};
    violations.add_if_over(limits.max_policies, policies->size(), in_policies, "policies");
    std::size_t failures = 0;
    std::size_t strings = 0;
    for (std::size_t i = 0; i < policies->size(); ++i) {
        failures += size_of(find_member((*policies)[i], "failure-details"));
        const Json* const policy = find_member((*policies)[i], "policy");
        if (policy == nullptr) continue;
        for (const std::string_view name : {"policy-string", "mx-host"}) {
            const std::size_t size = size_of(find_member(*policy, name));
            strings += size;
            violations.add_if_over(limits.max_policy_strings, size, Pointer{Pointer{Pointer{in_policies, i}, "policy"}, name}, "elements");
        }
    }
    violations.add_if_over(limits.max_failures, failures, in_policies, "failures together");
    violations.add_if_over(limits.max_json_nodes, strings, in_policies, "policy lines and hosts together");
    return violations.take();
}

std::vector<Violation> check_values(const Json& document, const Limits& limits) {
    Violations violations{limits};
    const Pointer root;
    const Pointer in_range{root, "date-range"};
    for (const std::string_view name : {"start-datetime", "end-datetime"})
        if (!to_time(*text_of(find_member(document.at("date-range"), name))))
            violations.add(Pointer{in_range, name}, "is not a date-time of RFC 3339 between 1970 and 9999");
    const Pointer in_policies{root, "policies"};
    const Json& policies = document.at("policies");
    if (policies.empty()) violations.add(in_policies, "is empty: the report says nothing");
    std::uint64_t sessions = 0;
    std::uint64_t failed_sessions = 0;
    for (const Json& result : policies) {
        const Json& summary = result.at("summary");
        add_up(sessions, summary.at("total-successful-session-count"), limits);
        add_up(sessions, summary.at("total-failure-session-count"), limits);
        if (const Json::array_t* const failures = elements_of(find_member(result, "failure-details")))
            for (const Json& failure : *failures) add_up(failed_sessions, failure.at("failed-session-count"), limits);
    }
    if (sessions > limits.max_session_count) violations.add(in_policies, "count more sessions together than an exact integer can hold");
    if (failed_sessions > limits.max_session_count)
        violations.add(in_policies, "count more failed sessions together than an exact integer can hold");
    return violations.take();
}

}  // namespace tlsrpt::report
