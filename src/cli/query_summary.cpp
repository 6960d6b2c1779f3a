// `tlsrpt-query summary`: the postmaster's minute a day.
//
// For a person: totals of each domain, then by policy type, then the worst failures. JSON has the same, domain by domain; CSV the totals.
// Totals of a domain never count a session twice; where types overlap unequally they are a lower bound, and people read "at least".
#include <fmt/format.h>

#include <algorithm>

#include "cli/query.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr auto right = Column::Align::Right;
constexpr std::size_t most_top_failures = 10;    // of one domain
constexpr unsigned established_after_days = 3;   // report days that make a signer's word count alone

std::string sessions_text(std::uint64_t sessions, bool at_least) { return (at_least ? "at least " : "") + std::to_string(sessions); }

std::string rate(std::uint64_t failures, std::uint64_t sessions) {
    if (failures == 0 || sessions == 0) return failures == 0 ? "0 %" : "";
    const double percent = 100.0 * static_cast<double>(failures) / static_cast<double>(sessions);
    if (percent < 0.01) return "<0.01 %";
    return fmt::format("{:.2f} %", percent);
}

std::vector<Value> values(const DomainSummary& domain) {
    return {domain.policy_domain, domain.sessions, domain.failures, domain.sessions_at_most, domain.sessions_unproven, domain.reports, joined(domain.reporters)};
}

void object(const DomainSummary& domain, JsonWriter& json) {
    text_or_null(json.key("policy_domain"), domain.policy_domain);
    json.key("sessions").value(domain.sessions);
    json.key("failures").value(domain.failures);
    json.key("sessions_at_most").value(domain.sessions_at_most);
    json.key("sessions_unproven").value(domain.sessions_unproven);
    json.key("reports").value(domain.reports);
    texts(json.key("reporters"), domain.reporters);
    json.key("policy_types").begin_array();
    for (const TypeSummary& type : domain.policy_types) {
        json.begin_object();
        json.key("policy_type").value(type.policy_type);
        json.key("total_successful_session_count").value(type.total_successful_session_count);
        json.key("total_failure_session_count").value(type.total_failure_session_count);
        json.end_object();
    }
    json.end_array();
    json.key("top_failures").begin_array();
    for (const TopFailureRow& failure : domain.top_failures) {
        json.begin_object();
        json.key("result_type").value(failure.result_type);
        text_or_null(json.key("receiving_mx_hostname"), failure.receiving_mx_hostname);
        text_or_null(json.key("failure_reason_code"), failure.failure_reason_code);
        json.key("failed_session_count").value(failure.failed_session_count);
        json.end_object();
    }
    json.end_array();
}

// Machines' view: ndjson and CSV. The JSON document has the period in front of it.
View<DomainSummary> view() {
    return {"policy_domains",
            {{"policy_domain", ""}, {"sessions", ""}, {"failures", ""}, {"sessions_at_most", ""}, {"sessions_unproven", ""}, {"reports", ""}, {"reporters", ""}},
            values,
            object};
}

void print_json(const std::vector<DomainSummary>& domains, const Selection& selection, Stream& out) {
    JsonWriter json;
    json.begin_object();
    json.key("format_version").value(format_version);
    json.key("since").value(to_date(selection.since));
    json.key("until").value(to_date(selection.until));
    json.key("policy_domains").begin_array();
    for (const DomainSummary& domain : domains) {
        json.begin_object();
        object(domain, json);
        json.end_object();
    }
    json.end_array().end_object();
    out.write(json.text());
    out.write("\n");
}

std::string name_of(const DomainSummary& domain) { return domain.policy_domain.empty() ? "(domain not stated)" : domain.policy_domain; }

Table totals_of(const std::vector<DomainSummary>& domains) {
    Table table{{{"", "POLICY DOMAIN"}, {"", "SESSIONS", right}, {"", "FAILURES", right}, {"", "RATE", right}, {"", "UNPROVEN", right}, {"", "REPORTS", right}, {"", "REPORTERS"}}, {}};
    DomainSummary total;
    for (const DomainSummary& domain : domains) {
        table.rows.push_back({name_of(domain), sessions_text(domain.sessions, domain.at_least), domain.failures, rate(domain.failures, domain.sessions),
                              domain.sessions_unproven, domain.reports, joined(domain.reporters)});
        total.sessions += domain.sessions;
        total.failures += domain.failures;
        total.sessions_unproven += domain.sessions_unproven;
        total.at_least = total.at_least || domain.at_least;
    }
    // One report may speak of several domains: their numbers of reports do not add up.
    if (domains.size() > 1)
        table.rows.push_back({std::string{"total"}, sessions_text(total.sessions, total.at_least), total.failures, rate(total.failures, total.sessions),
                              total.sessions_unproven, std::string{}, std::string{}});
    return table;
}

Table types_of(const std::vector<DomainSummary>& domains) {
    Table table{{{"", "POLICY DOMAIN"}, {"", "POLICY TYPE"}, {"", "SUCCESSFUL", right}, {"", "FAILED", right}, {"", "RATE", right}}, {}};
    for (const DomainSummary& domain : domains)
        for (const TypeSummary& type : domain.policy_types)
            table.rows.push_back({name_of(domain), type.policy_type, type.total_successful_session_count, type.total_failure_session_count,
                                  rate(type.total_failure_session_count, type.total_successful_session_count + type.total_failure_session_count)});
    return table;
}

Table top_failures_of(const std::vector<DomainSummary>& domains) {
    Table table{{{"", "POLICY DOMAIN"}, {"", "SESSIONS", right}, {"", "RESULT"}, {"", "MX HOST"}, {"", "REASON"}}, {}};
    for (const DomainSummary& domain : domains)
        for (const TopFailureRow& failure : domain.top_failures)
            table.rows.push_back({name_of(domain), failure.failed_session_count, failure.result_type, failure.receiving_mx_hostname, failure.failure_reason_code});
    return table;
}

void print_words(const std::vector<DomainSummary>& domains, const Selection& selection, Stream& out) {
    const auto table = [&out](const char* title, const Table& rows) {
        if (rows.rows.empty()) return;
        out.write(title);
        out.write(to_text(rows, out.columns(), out.has_colour()));
    };
    out.write(fmt::format("TLS reports of the {} days from {} to {}\n\n", (selection.until - selection.since).count(), to_date(selection.since),
                          to_date(selection.until - std::chrono::days{1})));
    table("", totals_of(domains));
    table("\nBy policy type\n\n", types_of(domains));
    table("\nMost frequent failures\n\n", top_failures_of(domains));
    if (std::any_of(domains.begin(), domains.end(), [](const DomainSummary& domain) { return domain.at_least; }))
        out.write("\n\"At least\": a sender counted some sessions under several policy types; they are counted once here.\n");
    if (std::any_of(domains.begin(), domains.end(), [](const DomainSummary& domain) { return domain.sessions_unproven > 0; }))
        out.write(fmt::format("\nUnproven: sessions whose reporter has not yet reported on {} different days and is not in trusted_reporters.\n", established_after_days));
}

Expected<std::vector<std::string>> established(const Query& query) {
    auto signers = query.store.established_signers(established_after_days);
    if (!signers) return signers.error();
    signers->insert(signers->end(), query.config.trusted_reporters.begin(), query.config.trusted_reporters.end());
    std::sort(signers->begin(), signers->end());
    return signers;
}

}  // namespace

int query_summary(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    const auto signers = established(query);
    if (!signers) return failed(query, signers.error());
    const auto daily = query.store.daily(*selection);
    if (!daily) return failed(query, daily.error());
    const auto types = query.store.daily_types(*selection);
    if (!types) return failed(query, types.error());
    const auto top = query.store.top_failures(*selection, most_top_failures);
    if (!top) return failed(query, top.error());
    const auto domains = summarise(*daily, *types, *top, *signers);

    Stream& out = query.console.out;
    if (query.options.format == Format::Json) print_json(domains, *selection, out);
    else if (query.options.format != Format::Table) print(view(), std::span<const DomainSummary>{domains}, query.options.format, out);
    else if (!domains.empty()) print_words(domains, *selection, out);
    return conclude_reports(query, *selection, domains.empty());
}

}  // namespace tlsrpt
