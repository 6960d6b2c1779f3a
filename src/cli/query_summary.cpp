// `tlsrpt-query summary`: the postmaster's minute a day.
//
// For a person: totals of each domain, then by policy type, then the worst failures. JSON has the same, domain by domain; CSV the totals.
// Totals of a domain never count a session twice; where types overlap unequally they are a lower bound, and people read "at least".
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/figures.hpp"
#include "cli/insights.hpp"
#include "cli/meaning.hpp"
#include "cli/words.hpp"
#include "tlsrpt/insight.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr auto right = Column::Align::Right;
constexpr std::size_t most_top_failures = 10;    // of one domain
constexpr std::chrono::days new_for{14};

// Of the period as a whole.
struct Beside {
    std::vector<std::string> new_reporters;
    std::vector<QuarantineCountRow> quarantine;
};

// Sessions now against the period before; nothing where there were none.
std::string change(const DomainSummary& domain) {
    if (domain.previous_sessions == 0) return "";
    const double ratio = static_cast<double>(domain.sessions) / static_cast<double>(domain.previous_sessions);
    return ratio >= 10 ? fmt::format("x {:.0f}", ratio) : fmt::format("{:+.0f} %", 100.0 * (ratio - 1.0));
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
    json.key("at_least").value(domain.at_least);
    json.key("previous_sessions").value(domain.previous_sessions);
    json.key("previous_failures").value(domain.previous_failures);
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

void print_json(const std::vector<DomainSummary>& domains, const Beside& beside, const Selection& selection, Stream& out) {
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
    json.end_array();
    texts(json.key("new_reporters"), beside.new_reporters);
    json.key("quarantine").begin_array();
    for (const QuarantineCountRow& row : beside.quarantine) {
        json.begin_object();
        json.key("slug").value(outcome_of(row.slug).name);
        json.key("mails").value(row.mails);
        json.key("report_like").value(row.report_like);
        json.end_object();
    }
    json.end_array().end_object();
    out.write(json.text());
    out.write("\n");
}

std::string name_of(const DomainSummary& domain) { return domain.policy_domain.empty() ? "(domain not stated)" : domain.policy_domain; }

Table totals_of(const std::vector<DomainSummary>& domains) {
    Table table{{{"", "POLICY DOMAIN"}, {"", "SESSIONS", right}, {"", "CHANGE", right}, {"", "FAILURES", right, Column::Tone::Alarm}, {"", "RATE", right}, {"", "UNPROVEN", right}, {"", "REPORTS", right}, {"", "REPORTERS"}}, {}};
    DomainSummary total;
    for (const DomainSummary& domain : domains) {
        table.rows.push_back({name_of(domain), sessions_text(domain.sessions, domain.at_least), change(domain), domain.failures, rate_text(domain.failures, domain.sessions),
                              domain.sessions_unproven, domain.reports, joined(domain.reporters)});
        total.sessions += domain.sessions;
        total.previous_sessions += domain.previous_sessions;
        total.failures += domain.failures;
        total.sessions_unproven += domain.sessions_unproven;
        total.at_least = total.at_least || domain.at_least;
    }
    // One report may speak of several domains: their numbers of reports do not add up.
    if (domains.size() > 1)
        table.rows.push_back({std::string{"total"}, sessions_text(total.sessions, total.at_least), change(total), total.failures, rate_text(total.failures, total.sessions),
                              total.sessions_unproven, std::string{}, std::string{}});
    return table;
}

Table types_of(const std::vector<DomainSummary>& domains) {
    Table table{{{"", "POLICY DOMAIN"}, {"", "POLICY TYPE"}, {"", "SUCCESSFUL", right}, {"", "FAILED", right}, {"", "RATE", right}}, {}};
    for (const DomainSummary& domain : domains)
        for (const TypeSummary& type : domain.policy_types)
            table.rows.push_back({name_of(domain), type.policy_type, type.total_successful_session_count, type.total_failure_session_count,
                                  rate_text(type.total_failure_session_count, type.total_successful_session_count + type.total_failure_session_count)});
    return table;
}

Table top_failures_of(const std::vector<DomainSummary>& domains) {
    Table table{{{"", "POLICY DOMAIN"}, {"", "SESSIONS", right}, {"", "RESULT"}, {"", "MX HOST"}, {"", "REASON"}}, {}};
    for (const DomainSummary& domain : domains)
        for (const TopFailureRow& failure : domain.top_failures)
            table.rows.push_back({name_of(domain), failure.failed_session_count, failure.result_type, failure.receiving_mx_hostname, failure.failure_reason_code});
    return table;
}

std::string quarantine_text(const std::vector<QuarantineCountRow>& rows) {
    std::uint64_t mails = 0;
    std::uint64_t report_like = 0;
    std::string reasons;
    for (const QuarantineCountRow& row : rows) {
        mails += row.mails;
        report_like += row.report_like;
        reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", row.mails, outcome_of(row.slug).name);
    }
    return fmt::format("In quarantine, of these days: {} {} ({}), {} like a report. See tlsrpt-query quarantine.", mails, mails == 1 ? "mail" : "mails", reasons,
                       report_like == 1 ? "1 of them looks" : fmt::format("{} of them look", report_like));
}

/// How the failures of each domain went, day by day, as a column behind their number.
void add_trends(Table& totals, const std::vector<DomainSummary>& domains, const std::vector<DailyRow>& daily, const Selection& selection) {
    constexpr std::size_t most_bars = 30;
    const auto days = static_cast<std::size_t>((selection.until - selection.since).count());
    if (days < 2 || days > 3660) return;
    std::map<std::string, std::vector<std::uint64_t>> failures;
    for (const DailyRow& row : daily) {
        std::vector<std::uint64_t>& of_domain = failures[row.policy_domain];
        of_domain.resize(days);
        of_domain[static_cast<std::size_t>((row.day - selection.since).count())] += row.failures;
    }
    totals.columns.insert(totals.columns.begin() + 5, Column{"", "FAILURES BY DAY"});
    for (std::size_t i = 0; i < totals.rows.size(); ++i) {
        const bool has_any = i < domains.size() && domains[i].failures > 0;
        totals.rows[i].insert(totals.rows[i].begin() + 5, has_any ? sparkline(failures[domains[i].policy_domain], most_bars) : std::string{});
    }
}

/// One line on each result type and reason that is known.
void print_meanings(const std::vector<DomainSummary>& domains, Stream& out) {
    std::set<const Meaning*> met;
    for (const DomainSummary& domain : domains)
        for (const TopFailureRow& failure : domain.top_failures)
            for (const std::string& word : {failure.result_type, failure.failure_reason_code})
                if (const Meaning* meaning = meaning_of(word)) met.insert(meaning);
    if (met.empty()) return;
    out.write("\nWhat they mean; tlsrpt-query explain says how to mend it\n\n");
    for (const Meaning& meaning : meanings())
        if (met.contains(&meaning)) out.write(wrapped(std::string{meaning.word} + ": " + std::string{meaning.meaning}, out.is_terminal() ? out.columns() : 100, "", "  "));
}

/// @param daily  for the trends; empty: without them
void print_words(const std::vector<DomainSummary>& domains, const Beside& beside, const std::vector<DailyRow>& daily, const Selection& selection, Stream& out) {
    const auto table = [&out](const char* title, const Table& rows) {
        if (rows.rows.empty()) return;
        out.write(title);
        out.write(to_text(rows, out.columns(), out.has_colour()));
    };
    out.write(fmt::format("TLS reports of the {} days from {} to {}\n\n", (selection.until - selection.since).count(), to_date(selection.since),
                          to_date(selection.until - std::chrono::days{1})));
    Table totals = totals_of(domains);
    if (!daily.empty()) add_trends(totals, domains, daily, selection);
    table("", totals);
    table("\nBy policy type\n\n", types_of(domains));
    table("\nMost frequent failures\n\n", top_failures_of(domains));
    print_meanings(domains, out);
    if (std::any_of(domains.begin(), domains.end(), [](const DomainSummary& domain) { return domain.at_least; }))
        out.write("\n\"At least\": a sender counted some sessions under several policy types; they are counted once here.\n");
    if (std::any_of(domains.begin(), domains.end(), [](const DomainSummary& domain) { return domain.sessions_unproven > 0; }))
        out.write(fmt::format("\nUnproven: sessions whose reporter has not yet reported on {} different days and is not in trusted_reporters.\n", established_after_days));
    if (!beside.new_reporters.empty()) out.write(fmt::format("\nNew reporters: {}\n", escape_terminal(joined(beside.new_reporters, ", "))));
    if (!beside.quarantine.empty()) out.write("\n" + quarantine_text(beside.quarantine) + "\n");
}

// Reporters of the period whose first report day lies in its last two weeks.
std::vector<std::string> new_reporters(const std::vector<ReporterRow>& reporters, const std::vector<DomainSummary>& domains, const Selection& selection) {
    std::set<std::string> selected;
    for (const DomainSummary& domain : domains) selected.insert(domain.reporters.begin(), domain.reporters.end());
    std::vector<std::string> names;
    for (const ReporterRow& reporter : reporters)
        if (selected.contains(reporter.sdid) && reporter.first_day >= std::max(selection.since, selection.until - new_for)) names.push_back(reporter.sdid);
    return names;
}

Expected<std::vector<DomainSummary>> domains_in(const Query& query, const Selection& selection) {
    const auto signers = established_reporters(query);
    if (!signers) return signers.error();
    const auto daily = query.store.daily(selection);
    if (!daily) return daily.error();
    const auto types = query.store.daily_types(selection);
    if (!types) return types.error();
    const auto top = query.store.top_failures(selection, most_top_failures);
    if (!top) return top.error();
    Selection before = selection;
    before.until = selection.since;
    before.since = selection.since - (selection.until - selection.since);
    const auto previous = query.store.daily(before);
    if (!previous) return previous.error();
    auto domains = summarise(*daily, *types, *top, *signers);
    compare_with(domains, *previous);
    return domains;
}

Expected<Beside> beside_of(const Query& query, const std::vector<DomainSummary>& domains, const Selection& selection) {
    const auto reporters = query.store.reporters(selection.until - std::chrono::days{1}, OrganizationNames::Left);
    if (!reporters) return reporters.error();
    auto quarantine = query.store.quarantine_counts(selection.since, selection.until);
    if (!quarantine) return quarantine.error();
    return Beside{new_reporters(*reporters, domains, selection), std::move(*quarantine)};
}

}  // namespace

int query_summary(const Query& query) {
    const auto selection = selection_of(query);
    if (!selection) return failed(query, selection.error());
    const auto domains = domains_in(query, *selection);
    if (!domains) return failed(query, domains.error());
    const auto beside = beside_of(query, *domains, *selection);
    if (!beside) return failed(query, beside.error());

    Stream& out = query.console.out;
    if (query.options.format == Format::Json) print_json(*domains, *beside, *selection, out);
    else if (query.options.format != Format::Table) print(view(), std::span<const DomainSummary>{*domains}, query.options.format, out);
    else if (!domains->empty()) {
        const auto daily = out.has_colour() ? query.store.daily(*selection) : std::vector<DailyRow>{};
        if (!daily) return failed(query, daily.error());
        print_words(*domains, *beside, *daily, *selection, out);
    }
    return conclude_reports(query, *selection, domains->empty());
}

}  // namespace tlsrpt
