// `tlsrpt-query export`: every current report of a selection, for other programs and for archives.
//
//     ndjson: one report a line, as RFC 8460 section 4.4 writes it, what senders did otherwise made right
//     csv:    one line for each policy, with its totals, and one for each of its failures, with their count; "row" tells which
//
// One report at a time: memory does not grow with their number. Policies of domains that were not asked for are left out, so that a
// tenant's export tells nothing of the neighbours.
#include <algorithm>

#include "cli/progress.hpp"
#include "cli/query.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

std::vector<Column> columns() {
    std::vector<Column> all;
    for (const char* name : {"row", "received_at", "sdid", "organization_name", "report_id", "range_start", "range_end", "policy_type", "policy_domain", "mx_host",
                             "total_successful_session_count", "total_failure_session_count", "result_type", "sending_mta_ip", "receiving_mx_hostname",
                             "receiving_mx_helo", "receiving_ip", "failed_session_count", "additional_information", "failure_reason_code"})
        all.push_back({name, ""});
    return all;
}

bool is_wanted(const PolicyResult& policy, const Selection& selection) {
    const auto& wanted = selection.policy_domains;
    return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](const std::string& name) { return domain_matches(name, policy.policy.policy_domain); });
}

class Exporter {
public:
    Exporter(const Selection& selection, Format format, Stream& out) : selection_(&selection), format_(format), out_(&out), columns_(columns()) {
        if (format_ == Format::Csv) out_->write(to_csv(Table{columns_, {}}));
    }

    void write(const ReportRow& row, Report report) {
        std::erase_if(report.policies, [this](const PolicyResult& policy) { return !is_wanted(policy, *selection_); });
        if (report.policies.empty()) return;
        ++written_;
        if (format_ == Format::Csv) return write_lines(row, report);
        out_->write(to_json(report));
        out_->write("\n");
    }
    [[nodiscard]] bool is_empty() const { return written_ == 0; }

private:
    void write_lines(const ReportRow& row, const Report& report) {
        const std::string nothing;
        for (const PolicyResult& result : report.policies) {
            const auto line = [&](const char* kind, Value successful, Value failed) -> std::vector<Value> {
                return {std::string{kind}, to_rfc3339(row.received_at), row.sdid, report.organization_name, report.report_id,
                        to_rfc3339(report.date_range.start_datetime), to_rfc3339(report.date_range.end_datetime), result.policy.policy_type, result.policy.policy_domain,
                        joined(result.policy.mx_host), std::move(successful), std::move(failed)};
            };
            auto policy = line("policy", result.summary.total_successful_session_count, result.summary.total_failure_session_count);
            policy.resize(columns_.size(), nothing);
            out_->write(csv_line(columns_, policy));
            for (const FailureDetails& failure : result.failure_details) {
                auto values = line("failure", nothing, nothing);
                for (const Value& value : {Value{failure.result_type}, Value{failure.sending_mta_ip}, Value{failure.receiving_mx_hostname}, Value{failure.receiving_mx_helo},
                                           Value{failure.receiving_ip}, Value{failure.failed_session_count}, Value{failure.additional_information},
                                           Value{failure.failure_reason_code}})
                    values.push_back(value);
                out_->write(csv_line(columns_, values));
            }
        }
    }

    const Selection* selection_;
    Format format_;
    Stream* out_;
    std::vector<Column> columns_;
    std::uint64_t written_{0};
};

}  // namespace

int query_export(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    ProgressBar bar{query.console.err};
    Exporter exporter{*selection, query.options.format, query.console.out};
    const auto visited = query.store.each_report(
        *selection, StoreMark{},
        [&](const ReportRow& row, const Report& report) {
            exporter.write(row, report);
            return !query.console.out.is_closed();
        },
        [&](std::uint64_t done, std::uint64_t total) { bar.show(done, total); });
    bar.clear();
    if (!visited) return failed(query, visited.error());
    return conclude_reports(query, *selection, exporter.is_empty());
}

}  // namespace tlsrpt
