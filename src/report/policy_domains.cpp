#include <fmt/format.h>

#include <algorithm>

#include "report/deviation_log.hpp"
#include "report/pointer.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/report.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {

Expected<PolicyDomains> PolicyDomains::create(std::span<const std::string> names) {
    constexpr std::string_view star = "*.";
    PolicyDomains ours;
    for (const std::string& text : names) {
        const bool has_star = text.starts_with(star);
        auto name = canonical_domain(std::string_view{text}.substr(has_star ? star.size() : 0));
        if (!name)
            return Error{Slug::Misconfigured,
                         fmt::format("policy domain \"{}\" is neither a name in A-labels nor \"*.\" and such a name", text)};
        (has_star ? ours.below_ : ours.exact_).push_back(std::move(*name));
    }
    std::sort(ours.exact_.begin(), ours.exact_.end());
    std::sort(ours.below_.begin(), ours.below_.end());
    return ours;
}

bool PolicyDomains::contains(std::string_view domain) const {
    const std::string name = lower_ascii(domain);
    const auto holds = [](const std::vector<std::string>& names, std::string_view one) {
        return std::binary_search(names.begin(), names.end(), one);
    };
    if (empty() || holds(exact_, name)) return true;
    for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
        if (holds(below_, std::string_view{name}.substr(dot + 1))) return true;
    return false;
}

std::optional<Error> keep_ours(Report& report, std::vector<Deviation>& deviations, const PolicyDomains& ours) {
    if (ours.empty()) return std::nullopt;
    const auto is_ours = [&](const PolicyResult& result) {
        return result.policy.policy_domain.empty() || ours.contains(result.policy.policy_domain);
    };
    if (std::none_of(report.policies.begin(), report.policies.end(), is_ours)) {
        const std::string first = report.policies.empty() ? "no policy" : report.policies.front().policy.policy_domain;
        const std::string more = report.policies.size() > 1 ? fmt::format(" and {} more policies", report.policies.size() - 1) : "";
        return Error{Slug::PolicyDomainNotOurs, fmt::format("the report speaks of {}{}", first, more)};
    }
    report::DeviationLog log{deviations, Limits{}.max_deviations};
    const report::Pointer root;
    const report::Pointer in_policies{root, "policies"};
    std::vector<PolicyResult> kept;
    for (std::size_t i = 0; i < report.policies.size(); ++i) {
        if (is_ours(report.policies[i]))
            kept.push_back(std::move(report.policies[i]));
        else
            log.add("foreign-policy", report::Pointer{in_policies, i}.text(), report.policies[i].policy.policy_domain);
    }
    log.close();
    report.policies = std::move(kept);
    return std::nullopt;
}

}  // namespace tlsrpt
