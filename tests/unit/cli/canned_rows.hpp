// tlsrpt-query without a store: rows from memory, the command that asks for them, and what it said.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/query.hpp"

namespace tlsrpt::test {

constexpr std::chrono::sys_days day(unsigned d) { return std::chrono::sys_days{std::chrono::year{2026} / 11 / std::chrono::day{d}}; }

// Rows from memory, and what was asked for.
class CannedRows final : public StoreReader {
public:
    std::vector<DailyRow> daily_rows;
    std::vector<DailyTypeRow> type_rows;
    std::vector<TopFailureRow> top_rows;
    std::vector<FailureRow> failure_rows;
    std::vector<SpellRow> spell_rows;
    std::vector<SightingRow> sighting_rows;
    std::vector<DailyPolicyRow> policy_rows;
    std::vector<FailureSumRow> failure_sum_rows;
    std::vector<DomainSumRow> domain_sum_rows;
    std::vector<ReporterRow> reporter_rows;
    std::vector<std::chrono::sys_days> last_days;
    std::vector<QuarantineCountRow> quarantine_count_rows;
    std::vector<ReportRow> report_rows;
    std::vector<DeviationCountRow> deviation_rows;
    std::vector<std::string> signers;
    std::vector<QuarantineRow> quarantine_rows;
    std::optional<MessageRow> message_row;
    std::optional<MessageDetail> message_detail;
    std::optional<std::chrono::sys_days> last;
    std::vector<std::pair<ReportRow, Report>> whole_reports;
    StoreMark store_mark;
    bool broken{false};
    Selection asked;

    Expected<std::vector<DailyRow>> daily(const Selection& selection) override {
        asked = selection;
        auto rows = daily_rows;
        std::erase_if(rows, [&](const DailyRow& row) { return row.day < selection.since || row.day >= selection.until; });
        return answer(rows);
    }
    Expected<std::vector<DailyTypeRow>> daily_types(const Selection&) override { return answer(type_rows); }
    Expected<std::vector<TopFailureRow>> top_failures(const Selection&, std::size_t) override { return answer(top_rows); }
    Expected<std::vector<FailureRow>> failures(const Selection& selection) override { return asked = selection, answer(failure_rows); }
    Expected<std::vector<PolicyRow>> policies(const Selection&) override { return answer(std::vector<PolicyRow>{}); }
    Expected<std::vector<DeviationCountRow>> deviation_counts(const Selection&) override { return answer(deviation_rows); }
    Expected<std::vector<SpellRow>> spells(const Selection&, std::chrono::sys_days) override { return answer(spell_rows); }
    Expected<std::vector<SightingRow>> sightings(std::int64_t, std::chrono::sys_days, std::chrono::sys_days) override { return answer(sighting_rows); }
    Expected<std::vector<ReportRow>> reports(const Selection& selection) override { return asked = selection, answer(report_rows); }
    Expected<std::vector<DailyPolicyRow>> daily_policies(const Selection&) override { return answer(policy_rows); }
    Expected<std::vector<std::vector<std::string>>> policy_strings(std::span<const std::int64_t> ids) override {
        return answer(std::vector<std::vector<std::string>>(ids.size()));
    }
    Expected<std::vector<FailureSumRow>> failure_sums(const Selection&) override { return answer(failure_sum_rows); }
    Expected<std::vector<DomainSumRow>> domain_sums(const Selection&) override { return answer(domain_sum_rows); }
    Expected<std::vector<std::string>> established_signers(unsigned, std::chrono::sys_days) override { return answer(signers); }
    Expected<std::vector<ReporterRow>> reporters(std::chrono::sys_days, OrganizationNames) override { return answer(reporter_rows); }
    Expected<std::vector<std::chrono::sys_days>> last_report_days(std::span<const std::string>, std::chrono::sys_days, std::size_t) override {
        return answer(last_days);
    }
    Expected<std::vector<QuarantineCountRow>> quarantine_counts(std::chrono::sys_seconds, std::chrono::sys_seconds) override {
        return answer(quarantine_count_rows);
    }
    Expected<std::vector<QuarantineRow>> quarantine(std::optional<Slug>) override { return answer(quarantine_rows); }
    Expected<std::optional<MessageRow>> message(std::int64_t) override { return answer(message_row); }
    Expected<std::optional<MessageDetail>> detail(std::int64_t) override { return answer(message_detail); }
    Expected<std::optional<std::int64_t>> message_of_report(std::int64_t report) override { return answer(std::optional<std::int64_t>{report + 100}); }
    Expected<std::optional<std::chrono::sys_days>> last_day() override { return answer(last); }
    Expected<void> each_report(const Selection& selection, const StoreMark& after, const ReportVisitor& visit, const Progress& progress) override {
        if (broken) return Error{Slug::StoreUnavailable, "disk on fire"};
        asked = selection;
        for (const auto& [row, report] : whole_reports)
            if (row.id > after.report && !visit(row, report)) return {};
        progress(whole_reports.size(), whole_reports.size());
        return {};
    }
    Expected<StoreMark> mark() override { return answer(store_mark); }

private:
    template <typename Rows>
    Expected<Rows> answer(const Rows& rows) const {
        if (broken) return Error{Slug::StoreUnavailable, "disk on fire"};
        return rows;
    }
};

struct Run {
    int status{-1};
    std::string out;
    std::string err;
};

inline Run run(CannedRows& store, const QueryOptions& options, const Config& config = {}, std::size_t columns = 0) {
    Console console{Stream::in_memory(columns), Stream::in_memory(), "tlsrpt-query"};
    const int status = run_query(Query{options, config, store, day(23) + std::chrono::hours{12}, console});
    return {status, console.out.text(), console.err.text()};
}

inline QueryOptions command(QueryOptions::Command name, Format format = Format::Table) {
    QueryOptions options;
    options.command = name;
    options.format = format;
    return options;
}

using Command = QueryOptions::Command;

inline CannedRows two_domains() {
    CannedRows store;
    store.daily_rows = {{day(20), "a.example", "google.com", 2, 1000, 7, 1000},
                        {day(21), "a.example", "microsoft.com", 1, 100, 0, 140},
                        {day(21), "b.example", "google.com", 1, 40, 0, 40}};
    store.type_rows = {{day(20), "a.example", "google.com", "sts", 993, 7},
                       {day(21), "a.example", "microsoft.com", "sts", 100, 0},
                       {day(21), "a.example", "microsoft.com", "tlsa", 40, 0},
                       {day(21), "b.example", "google.com", "no-policy-found", 40, 0}};
    store.top_rows = {{"a.example", "certificate-expired", "mx1.a.example", "", 7}};
    store.signers = {"google.com"};
    return store;
}

}  // namespace tlsrpt::test
