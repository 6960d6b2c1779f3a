#include "store/evidence.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "store/counts.hpp"
#include "store/recently_found.hpp"
#include "tlsrpt/incident.hpp"

namespace tlsrpt {
namespace {

struct Sum {
    TypeSums sessions;
    std::optional<std::string> network;
};
using Key = std::tuple<std::string_view, std::string_view, std::string_view>;  // policy domain, receiving MX, result type

// "" is the store's name for kinds that are too many to name.
std::string_view name_of(std::string_view result_type) { return result_type.empty() ? "other" : result_type; }

}  // namespace

Evidence evidence_of(const Report& report) {
    std::map<Key, Sum> sums;
    RecentlyFound<std::map<Key, Sum>> recently;
    for (const PolicyResult& result : report.policies)
        for (const FailureDetails& details : result.failure_details) {
            if (details.failed_session_count == 0) continue;
            Sum& sum = recently.in(sums, {result.policy.policy_domain, details.receiving_mx_hostname, name_of(details.result_type)});
            sum.sessions.add(result.policy.policy_type, details.failed_session_count);
            if (sum.network == several_networks) continue;    // and stays it
            std::string network = network_of(details.sending_mta_ip);
            sum.network = sum.network ? unite(*sum.network, network) : std::move(network);
        }

    Evidence evidence;
    for (auto& [key, sum] : sums) {
        const auto& [policy_domain, receiving_mx_hostname, result_type] = key;
        if (evidence.domains.empty() || evidence.domains.back().policy_domain != policy_domain) evidence.domains.push_back({policy_domain, {}});
        evidence.domains.back().kinds.push_back({receiving_mx_hostname, result_type,
                                                 std::min(sum.sessions.at_least(), Limits{}.max_session_count), std::move(*sum.network)});
    }
    return evidence;
}

}  // namespace tlsrpt
