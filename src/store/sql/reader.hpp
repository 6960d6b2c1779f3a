// The StoreReader over any engine: plain queries, each a look-up by index for one policy domain and a range of days.
#pragma once

#include "store/sql/guard.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

class Reader final : public StoreReader {
public:
    explicit Reader(Guard guard) : guard_(std::move(guard)) {}

    Expected<std::vector<DailyRow>> daily(const Selection& selection) override;
    Expected<std::vector<DailyTypeRow>> daily_types(const Selection& selection) override;
    Expected<std::vector<TopFailureRow>> top_failures(const Selection& selection, std::size_t most) override;
    Expected<std::vector<FailureRow>> failures(const Selection& selection) override;
    Expected<std::vector<SpellRow>> spells(const Selection& selection, std::chrono::sys_days as_of) override;
    Expected<std::vector<SightingRow>> sightings(std::int64_t symptom_id, std::chrono::sys_days since, std::chrono::sys_days until) override;
    Expected<std::vector<ReportRow>> reports(const Selection& selection) override;
    Expected<std::vector<DeviationCountRow>> deviation_counts(const Selection& selection) override;
    Expected<std::vector<PolicyRow>> policies(const Selection& selection) override;
    Expected<std::vector<DailyPolicyRow>> daily_policies(const Selection& selection) override;
    Expected<std::vector<std::vector<std::string>>> policy_strings(std::span<const std::int64_t> policy_ids) override;
    Expected<std::vector<FailureSumRow>> failure_sums(const Selection& selection) override;
    Expected<std::vector<DomainSumRow>> domain_sums(const Selection& selection) override;
    Expected<std::vector<std::string>> established_signers(unsigned days, std::chrono::sys_days as_of) override;
    Expected<std::vector<ReporterRow>> reporters(std::chrono::sys_days as_of, OrganizationNames names) override;
    Expected<std::vector<std::chrono::sys_days>> last_report_days(std::span<const std::string> sdids, std::chrono::sys_days as_of, std::size_t most) override;
    Expected<std::vector<QuarantineCountRow>> quarantine_counts(std::chrono::sys_seconds since, std::chrono::sys_seconds until) override;
    Expected<std::vector<QuarantineRow>> quarantine(std::optional<Slug> slug) override;
    Expected<std::optional<MessageRow>> message(std::int64_t message_id) override;
    Expected<std::optional<MessageDetail>> detail(std::int64_t message_id) override;
    Expected<std::optional<std::int64_t>> message_of_report(std::int64_t report_id) override;
    Expected<std::optional<std::chrono::sys_days>> last_day() override;
    Expected<void> each_report(const Selection& selection, const StoreMark& after, const ReportVisitor& visit, const Progress& progress) override;
    Expected<StoreMark> mark() override;

private:
    Guard guard_;
};

}  // namespace tlsrpt::sql
