// What the store knows that doctor needs: domains, addresses, policies seen, failures reported.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "cli/doctor.hpp"
#include "tlsrpt/domain.hpp"

namespace tlsrpt {
namespace {

using Days = std::chrono::sys_days;

constexpr std::chrono::days window{30};
constexpr unsigned established_after_days = 3;
constexpr std::size_t max_domains = 100;
constexpr std::size_t max_addresses = 5;
constexpr std::size_t max_mails = 20;
constexpr std::size_t max_failure_kinds = 50;  // of one day

Selection recent(const Doctor& doctor) {
    Selection selection;
    selection.until = std::chrono::floor<std::chrono::days>(doctor.now) + std::chrono::days{1};
    selection.since = selection.until - window;
    selection.ignored_reporters = doctor.config.ignored_reporters;
    return selection;
}

bool is_configured(const Config& config, const std::string& domain) {
    return std::ranges::any_of(config.policy_domains, [&domain](const std::string& pattern) { return domain_matches(pattern, domain); });
}

}  // namespace

Expected<KnownDomains> known_domains(const Doctor& doctor, StoreReader* store) {
    std::set<std::string> names;
    for (const std::string& pattern : doctor.config.policy_domains)
        if (!pattern.starts_with('*')) names.insert(pattern);
    if (store != nullptr) {
        auto signers = store->established_signers(established_after_days, recent(doctor).until);
        if (!signers) return signers.error();
        signers->insert(signers->end(), doctor.config.trusted_reporters.begin(), doctor.config.trusted_reporters.end());
        const auto rows = store->daily(recent(doctor));
        if (!rows) return rows.error();
        for (const DailyRow& row : *rows) {
            const bool believed = doctor.config.policy_domains.empty() ? std::ranges::find(*signers, row.sdid) != signers->end()
                                                                       : is_configured(doctor.config, row.policy_domain);
            if (!row.policy_domain.empty() && believed) names.insert(row.policy_domain);
        }
    }
    KnownDomains known;
    known.names.assign(names.begin(), names.end());
    if (known.names.size() > max_domains) {
        known.left_out = known.names.size() - max_domains;
        known.names.resize(max_domains);
    }
    return known;
}

Expected<std::vector<std::string>> learned_addresses(StoreReader& store) {
    const auto last_day = store.last_day();
    if (!last_day) return last_day.error();
    std::vector<std::string> addresses;
    if (!*last_day) return addresses;
    Selection selection;
    selection.since = **last_day;
    selection.until = **last_day + std::chrono::days{1};
    auto reports = store.reports(selection);
    if (!reports) return reports.error();
    std::ranges::sort(*reports, std::greater<>{}, &ReportRow::message_id);
    for (std::size_t i = 0; i < std::min(reports->size(), max_mails); ++i) {
        const auto mail = store.message((*reports)[i].message_id);
        if (!mail) return mail.error();
        if (!*mail) continue;
        for (const std::string& address : (*mail)->forward_paths)
            if (addresses.size() < max_addresses && std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
    }
    return addresses;
}

std::vector<SeenPolicy> seen_in(std::span<const PolicyRow> rows) {
    // One stream of policies for each reporter and type, and for each MX host where a TLSA policy names one.
    using Source = std::tuple<std::string, std::string, std::vector<std::string>>;
    using Text = std::pair<std::vector<std::string>, std::vector<std::string>>;
    std::map<Source, std::map<Days, std::set<Text>>> streams;
    for (const PolicyRow& row : rows)
        streams[{row.sdid, row.policy_type, row.policy_type == "tlsa" ? row.mx_host : std::vector<std::string>{}}][row.day].insert(
            {row.policy_string, row.mx_host});

    std::vector<SeenPolicy> seen;
    for (const auto& [stream, days] : streams) {
        const auto& [newest_day, newest] = *days.rbegin();
        const std::size_t begin = seen.size();
        for (const Text& text : newest) {
            Days first = newest_day;
            for (auto day = days.rbegin(); day != days.rend() && day->second.contains(text); ++day) first = day->first;
            seen.push_back({std::get<0>(stream), std::get<1>(stream), text.first, text.second, first, newest_day});
        }
        if (std::get<1>(stream) == "tlsa" || seen.size() - begin < 2) continue;
        // The policy changed during the day (Google then sends both): the one that came last counts.
        const Days latest =
            std::max_element(seen.begin() + static_cast<std::ptrdiff_t>(begin), seen.end(), [](const auto& a, const auto& b) {
                return a.first_day < b.first_day;
            })->first_day;
        seen.erase(std::remove_if(seen.begin() + static_cast<std::ptrdiff_t>(begin), seen.end(),
                                  [latest](const SeenPolicy& policy) { return policy.first_day < latest; }),
                   seen.end());
    }
    return seen;
}

Expected<Expectations> expectations_for(const std::string& domain, const Doctor& doctor, StoreReader* store) {
    Expectations expected;
    expected.now = doctor.now;
    if (store == nullptr || domain.empty()) return expected;
    Selection selection = recent(doctor);
    selection.policy_domains = {domain};
    const auto policies = store->policies(selection);
    if (!policies) return policies.error();
    expected.seen = seen_in(*policies);
    const Days until = selection.until;
    for (Days day = selection.since; day < until; day += std::chrono::days{1}) {
        selection.since = day;
        selection.until = day + std::chrono::days{1};
        const auto failures = store->top_failures(selection, max_failure_kinds);
        if (!failures) return failures.error();
        for (const TopFailureRow& row : *failures)
            expected.failures.push_back({day, row.result_type, row.receiving_mx_hostname, row.failed_session_count});
    }
    return expected;
}

}  // namespace tlsrpt
