// What people ask, answered from what counts.
#include <algorithm>
#include <type_traits>

#include "insight/saturated.hpp"
#include "store/counts.hpp"
#include "store/string_list.hpp"
#include "support/memory_store/state.hpp"
#include "tlsrpt/domain.hpp"

namespace tlsrpt::test {
namespace {

constexpr std::uint64_t largest_addend = std::uint64_t{1} << 40;

ReportRow row_of(const Contents& contents, const KeptReport& report) {
    ReportRow row;
    row.id = report.id;
    row.message_id = report.message_id;
    row.received_at = report.first_received_at;
    row.sdid = report.sdid;
    row.organization_name = report.report.organization_name;
    row.report_id = report.report.report_id;
    row.range = report.report.date_range;
    std::set<std::string> domains;
    for (const PolicyResult& result : report.report.policies) domains.insert(result.policy.policy_domain);
    row.policy_domains.assign(domains.begin(), domains.end());
    for (const std::string& domain : domains) {
        const Counts counts = count_sessions(report.report, domain);
        row.sessions = saturated_sum(row.sessions, counts.sessions);
        row.failures = saturated_sum(row.failures, counts.failures);
    }
    row.deviations = contents.mails.at(report.message_id).detail.deviations.size();
    row.revision_of = report.revision_of;
    row.current = report.current;
    return row;
}

class MemoryReader final : public StoreReader {
public:
    explicit MemoryReader(std::shared_ptr<MemoryState> state) : state_(std::move(state)) {}

    Expected<std::vector<DailyRow>> daily(const Selection& selection) override {
        return asked([&](const Contents& contents) { return daily_rows(sums_of(contents), selection); });
    }
    Expected<std::vector<DailyTypeRow>> daily_types(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::map<std::tuple<std::string, sys_days, std::string, std::string>, DailyTypeRow> types;
            for (const DailyPolicyRow& row : policy_rows(sums_of(contents), selection)) {
                DailyTypeRow& type = types.try_emplace({row.policy_domain, row.day, row.sdid, row.policy_type},
                                                       DailyTypeRow{row.day, row.policy_domain, row.sdid, row.policy_type, 0, 0}).first->second;
                type.total_successful_session_count = saturated_sum(type.total_successful_session_count, row.total_successful_session_count);
                type.total_failure_session_count = saturated_sum(type.total_failure_session_count, row.total_failure_session_count);
            }
            return values_of(types);
        });
    }
    Expected<std::vector<DailyPolicyRow>> daily_policies(const Selection& selection) override {
        return asked([&](const Contents& contents) { return policy_rows(sums_of(contents), selection); });
    }
    Expected<std::vector<TopFailureRow>> top_failures(const Selection& selection, std::size_t most) override {
        return asked([&](const Contents& contents) {
            const Sums sums = sums_of(contents);
            std::vector<TopFailureRow> rows;
            for (const std::string& domain : domains_of(sums, selection)) {
                std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> kinds;
                for (const auto& [key, sum] : sums.failures) {
                    const auto& [of_domain, day, sdid, type, mx, reason] = key;
                    if (of_domain != domain || !in_days(selection, day) || !by_wanted(selection, sdid)) continue;
                    std::uint64_t& all = kinds[{type, mx, reason}];
                    all = saturated_sum(all, sum);
                }
                std::vector<TopFailureRow> top;
                for (const auto& [kind, sum] : kinds) top.push_back({domain, std::get<0>(kind), std::get<1>(kind), std::get<2>(kind), sum});
                std::stable_sort(top.begin(), top.end(), [](const auto& a, const auto& b) { return a.failed_session_count > b.failed_session_count; });
                top.resize(std::min(top.size(), most));
                rows.insert(rows.end(), top.begin(), top.end());
            }
            return rows;
        });
    }
    Expected<std::vector<FailureRow>> failures(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::vector<FailureRow> rows;
            each_policy(contents, selection, [&](const std::string& domain, const KeptReport& report, const PolicyResult& result) {
                for (const FailureDetails& details : result.failure_details)
                    rows.push_back({report.key.day, domain, result.policy.policy_type, report.sdid, details.result_type, details.receiving_mx_hostname,
                                    details.receiving_ip, details.sending_mta_ip, details.failure_reason_code, details.failed_session_count});
            });
            return rows;
        });
    }
    Expected<std::vector<PolicyRow>> policies(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::vector<std::string> domains;
            std::vector<std::set<std::tuple<sys_days, std::string, std::string, std::vector<std::string>, std::vector<std::string>>>> seen;
            each_policy(contents, selection, [&](const std::string& domain, const KeptReport& report, const PolicyResult& result) {
                if (domains.empty() || domains.back() != domain) {
                    domains.push_back(domain);
                    seen.emplace_back();
                }
                seen.back().emplace(report.key.day, report.sdid, result.policy.policy_type, result.policy.policy_string, result.policy.mx_host);
            });
            std::vector<PolicyRow> rows;
            for (const auto& of_domain : seen)
                for (const auto& [day, sdid, type, string, mx] : of_domain) rows.push_back({day, sdid, type, string, mx});
            return rows;
        });
    }
    Expected<std::vector<FailureSumRow>> failure_sums(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::map<std::tuple<std::string, std::string, std::string, std::string, std::string>, FailureSumRow> sums;
            each_policy(contents, selection, [&](const std::string& domain, const KeptReport& report, const PolicyResult& result) {
                const std::string& type = result.policy.policy_type;
                for (const FailureDetails& details : result.failure_details)
                    sums.try_emplace({domain, type, report.sdid, details.result_type, details.receiving_mx_hostname},
                                     FailureSumRow{domain, type, report.sdid, details.result_type, details.receiving_mx_hostname, 0})
                        .first->second.failed_session_count += std::min(details.failed_session_count, largest_addend);
            });
            return values_of(sums);
        });
    }
    Expected<std::vector<DomainSumRow>> domain_sums(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::map<std::pair<std::string, std::string>, DomainSumRow> sums;
            for (const DailyRow& row : daily_rows(sums_of(contents), selection)) {
                DomainSumRow& sum = sums.try_emplace({row.policy_domain, row.sdid}, DomainSumRow{row.policy_domain, row.sdid, row.day, row.day, 0, 0}).first->second;
                sum.last_day = row.day;
                sum.sessions += std::min(row.sessions, largest_addend);
                sum.failures += std::min(row.failures, largest_addend);
            }
            return values_of(sums);
        });
    }
    Expected<std::vector<SpellRow>> spells(const Selection& selection, sys_days as_of) override {
        return asked([&](Contents& contents) { return spells_in(contents, selection, as_of); });
    }
    Expected<std::vector<SightingRow>> sightings(std::int64_t symptom_id, sys_days since, sys_days until) override {
        return asked([&](const Contents& contents) { return sightings_in(contents, symptom_id, since, until); });
    }

    Expected<std::vector<std::vector<std::string>>> policy_strings(std::span<const std::int64_t> policy_ids) override {
        return asked([&](const Contents& contents) {
            std::vector<std::vector<std::string>> strings;
            for (const std::int64_t id : policy_ids) {
                strings.emplace_back();
                for (const auto& [canonical, policy] : contents.policies)
                    if (policy.id == id) strings.back() = from_json_array(policy.lines).value();
            }
            return strings;
        });
    }
    Expected<std::vector<ReportRow>> reports(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::vector<ReportRow> rows;
            for (const KeptReport* report : selected(contents, selection, 0))
                if (by_wanted(selection, report->sdid)) rows.push_back(row_of(contents, *report));
            return rows;
        });
    }
    Expected<std::vector<DeviationCountRow>> deviation_counts(const Selection& selection) override {
        return asked([&](const Contents& contents) {
            std::map<std::pair<std::string, std::string>, std::uint64_t> mails;
            for (const KeptReport* report : selected(contents, selection, 0)) {
                if (!report->current || !by_wanted(selection, report->sdid)) continue;
                std::set<std::string> names;
                for (const Deviation& deviation : contents.mails.at(report->message_id).detail.deviations) names.insert(deviation.name);
                for (const std::string& name : names) ++mails[{report->sdid, name}];
            }
            std::vector<DeviationCountRow> rows;
            for (const auto& [who, count] : mails) rows.push_back({who.first, who.second, count});
            std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.sdid < b.sdid || (a.sdid == b.sdid && a.mails > b.mails); });
            return rows;
        });
    }
    Expected<std::vector<std::string>> established_signers(unsigned count, sys_days as_of) override {
        return asked([&](const Contents& contents) {
            std::vector<std::string> signers;
            for (const auto& [sdid, days] : days_of_signers(contents, sys_days::max()))
                if (std::count_if(days.begin(), days.end(), [&](const auto& day) { return day.first <= as_of; }) >= std::ptrdiff_t{count}) signers.push_back(sdid);
            return signers;
        });
    }
    Expected<std::vector<ReporterRow>> reporters(sys_days as_of, OrganizationNames names) override {
        return asked([&](const Contents& contents) {
            std::vector<ReporterRow> rows = reporters_in(contents, as_of);
            if (names == OrganizationNames::Left)
                for (ReporterRow& row : rows) row.organization_name.clear();
            return rows;
        });
    }
    Expected<std::vector<sys_days>> last_report_days(std::span<const std::string> sdids, sys_days as_of, std::size_t most) override {
        return asked([&](const Contents& contents) {
            std::set<sys_days, std::greater<>> days;
            for (const auto& [key, is_daily] : contents.reporter_days)
                if (key.second <= as_of && std::find(sdids.begin(), sdids.end(), key.first) != sdids.end()) days.insert(key.second);
            std::vector<sys_days> last{days.begin(), days.end()};
            last.resize(std::min(last.size(), most));
            return last;
        });
    }

    Expected<std::vector<QuarantineCountRow>> quarantine_counts(sys_seconds since, sys_seconds until) override {
        return asked([&](const Contents& contents) {
            std::map<std::string_view, QuarantineCountRow> counts;
            for (const auto& [id, mail] : contents.mails) {
                if (!mail.quarantine || mail.received_at() < since || mail.received_at() >= until) continue;
                QuarantineCountRow& row = counts.try_emplace(outcome_of(mail.quarantine->slug).name, QuarantineCountRow{mail.quarantine->slug, 0, 0}).first->second;
                ++row.mails;
                row.report_like += mail.quarantine->report_like ? 1 : 0;
            }
            return values_of(counts);
        });
    }
    Expected<std::vector<QuarantineRow>> quarantine(std::optional<Slug> slug) override {
        return asked([&](const Contents& contents) {
            std::vector<QuarantineRow> rows;
            for (const auto& [id, mail] : contents.mails) {
                if (!mail.quarantine || (slug && mail.quarantine->slug != *slug)) continue;
                const MessageRow& message = mail.detail.message;
                const auto& signer = mail.detail.identity;
                rows.push_back({id, message.received_at, mail.quarantine->slug, message.detail, signer ? mail.detail.signatures.at(*signer).sdid : std::string{},
                                mail.detail.from_domain, message.size, mail.quarantine->report_like, message.has_body, message.forward_paths});
            }
            std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.received_at < b.received_at; });
            return rows;
        });
    }
    Expected<std::optional<MessageRow>> message(std::int64_t message_id) override {
        return asked([&](const Contents& contents) -> std::optional<MessageRow> {
            const auto mail = contents.mails.find(message_id);
            if (mail == contents.mails.end()) return std::nullopt;
            return mail->second.detail.message;
        });
    }
    Expected<std::optional<MessageDetail>> detail(std::int64_t message_id) override {
        return asked([&](const Contents& contents) -> std::optional<MessageDetail> {
            const auto mail = contents.mails.find(message_id);
            if (mail == contents.mails.end()) return std::nullopt;
            MessageDetail detail = mail->second.detail;
            detail.message.raw.clear();
            for (const auto& [id, report] : contents.reports)
                if (!report.pruned() && (report.message_id == message_id || mail->second.duplicate_of == id)) {
                    detail.report_row = row_of(contents, report);
                    detail.report = report.report;
                }
            return detail;
        });
    }
    Expected<std::optional<std::int64_t>> message_of_report(std::int64_t report_id) override {
        return asked([&](const Contents& contents) -> std::optional<std::int64_t> {
            const auto report = contents.reports.find(report_id);
            if (report == contents.reports.end() || report->second.pruned()) return std::nullopt;
            return report->second.message_id;
        });
    }
    Expected<std::optional<sys_days>> last_day() override {
        return asked([](const Contents& contents) {
            std::optional<sys_days> last;
            for (const auto& [id, report] : contents.reports) last = std::max(last.value_or(report.key.day), report.key.day);
            return last;
        });
    }
    Expected<void> each_report(const Selection& selection, const StoreMark& after, const ReportVisitor& visit, const Progress& progress) override {
        const auto wanted = asked([&](const Contents& contents) {
            std::vector<std::pair<ReportRow, Report>> found;
            for (const KeptReport* report : selected(contents, selection, after.report))
                if (report->current && by_wanted(selection, report->sdid)) found.emplace_back(row_of(contents, *report), report->report);
            return found;
        });
        for (const auto& [row, report] : wanted)
            if (!visit(row, report)) return {};
        if (progress && !wanted.empty()) progress(wanted.size(), wanted.size());
        return {};
    }
    Expected<StoreMark> mark() override {
        return asked([](const Contents& contents) {
            StoreMark mark;
            if (!contents.reports.empty()) mark.report = contents.reports.rbegin()->first;
            if (!contents.mails.empty()) mark.message = contents.mails.rbegin()->first;
            return mark;
        });
    }

private:
    // Ask gives the value of one of the answers.
    template <typename Ask>
    std::invoke_result_t<Ask, Contents&> asked(Ask ask) {
        const std::lock_guard lock{state_->mutex};
        return ask(state_->contents);
    }

    template <typename Map>
    static std::vector<typename Map::mapped_type> values_of(const Map& map) {
        std::vector<typename Map::mapped_type> values;
        for (const auto& [key, value] : map) values.push_back(value);
        return values;
    }

    static std::vector<DailyRow> daily_rows(const Sums& sums, const Selection& selection) {
        std::vector<DailyRow> rows;
        const auto domains = domains_of(sums, selection);
        for (const auto& [key, row] : sums.daily)
            if (domains.contains(row.policy_domain) && in_days(selection, row.day) && by_wanted(selection, row.sdid)) rows.push_back(row);
        return rows;
    }
    static std::vector<DailyPolicyRow> policy_rows(const Sums& sums, const Selection& selection) {
        std::vector<DailyPolicyRow> rows;
        const auto domains = domains_of(sums, selection);
        for (const auto& [key, row] : sums.policies)
            if (domains.contains(row.policy_domain) && in_days(selection, row.day) && by_wanted(selection, row.sdid)) rows.push_back(row);
        return rows;
    }

    // Policies of current reports, by domain and day, then as they came.
    template <typename Visit>
    static void each_policy(const Contents& contents, const Selection& selection, Visit visit) {
        for (const std::string& domain : domains_of(sums_of(contents), selection)) {
            std::map<sys_days, std::vector<const KeptReport*>> by_day;
            for (const auto& [id, report] : contents.reports)
                if (report.current && !report.pruned() && in_days(selection, report.key.day) && by_wanted(selection, report.sdid))
                    by_day[report.key.day].push_back(&report);
            for (const auto& [day, reports] : by_day)
                for (const KeptReport* report : reports)
                    for (const PolicyResult& result : report->report.policies)
                        if (result.policy.policy_domain == domain) visit(domain, *report, result);
        }
    }

    // With their details, superseded ones too.
    static std::vector<const KeptReport*> selected(const Contents& contents, const Selection& selection, std::int64_t after) {
        const auto domains = domains_of(sums_of(contents), selection);
        std::vector<const KeptReport*> found;
        for (const auto& [id, report] : contents.reports) {
            if (report.pruned() || id <= after || !in_days(selection, report.key.day)) continue;
            const auto& policies = report.report.policies;
            const bool is_wanted = selection.policy_domains.empty() || std::any_of(policies.begin(), policies.end(), [&](const PolicyResult& result) {
                                       return after > 0 ? is_named(selection, result.policy.policy_domain) : domains.contains(result.policy.policy_domain);
                                   });
            if (is_wanted) found.push_back(&report);
        }
        return found;
    }

    std::shared_ptr<MemoryState> state_;
};

}  // namespace

std::unique_ptr<StoreReader> reader_of(std::shared_ptr<MemoryState> state) { return std::make_unique<MemoryReader>(std::move(state)); }

}  // namespace tlsrpt::test
