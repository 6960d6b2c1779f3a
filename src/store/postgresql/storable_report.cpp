#include "store/postgresql/storable_report.hpp"

#include <algorithm>

#include "store/postgresql/wire.hpp"

namespace tlsrpt::postgresql {
namespace {

// Calls `visit` with each text until it gives false. @return whether it never did
template <typename AnyReport, typename Visit>
bool visit_texts(AnyReport& report, Visit visit) {
    const auto all = [&](auto& texts) { return std::all_of(texts.begin(), texts.end(), [&](auto& text) { return visit(text); }); };
    if (!visit(report.organization_name) || !visit(report.contact_info) || !visit(report.report_id)) return false;
    for (auto& result : report.policies) {
        auto& policy = result.policy;
        if (!visit(policy.policy_type) || !visit(policy.policy_domain) || !all(policy.policy_string) || !all(policy.mx_host)) return false;
        for (auto& failure : result.failure_details)
            if (!visit(failure.result_type) || !visit(failure.sending_mta_ip) || !visit(failure.receiving_mx_hostname) || !visit(failure.receiving_mx_helo) ||
                !visit(failure.receiving_ip) || !visit(failure.additional_information) || !visit(failure.failure_reason_code))
                return false;
    }
    return true;
}

}  // namespace

std::optional<Report> storable_report(const Report& report) {
    if (visit_texts(report, [](const std::string& text) { return is_storable(text); })) return std::nullopt;
    Report kept = report;
    visit_texts(kept, [](std::string& text) {
        if (!is_storable(text)) text = storable(text);
        return true;
    });
    return kept;
}

}  // namespace tlsrpt::postgresql
