// How much, where and from whom: days, domains, failures, reporters, policies seen.
#include <algorithm>
#include <map>

#include "cli/figures.hpp"
#include "cli/html/chart.hpp"
#include "cli/html/page.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::html {
namespace {

constexpr std::size_t most_days = 400;    // bars of a chart

std::string name_of(const DomainSummary& domain) { return domain.policy_domain.empty() ? "(domain not stated)" : domain.policy_domain; }

/// Those with failures first, then the busiest.
std::vector<const DomainSummary*> worst_first(const std::vector<DomainSummary>& domains) {
    std::vector<const DomainSummary*> order;
    for (const DomainSummary& domain : domains) order.push_back(&domain);
    std::stable_sort(order.begin(), order.end(), [](const DomainSummary* a, const DomainSummary* b) { return std::pair{a->failures, a->sessions} > std::pair{b->failures, b->sessions}; });
    return order;
}

void append_policy(const std::vector<std::string>& lines, Markup& out) {
    constexpr std::size_t most_lines = 12;
    if (lines.empty()) out.raw("none");
    for (std::size_t i = 0; i < lines.size() && i < most_lines; ++i) {
        if (i > 0) out.raw("<br>");
        out.text(lines[i]);
    }
    if (lines.size() > most_lines) out.raw("<br>…");
}

}  // namespace

Markup days_section(const PageData& data) {
    std::map<std::chrono::sys_days, DayFigures> days;
    for (const DailyRow& row : data.daily) {
        DayFigures& day = days[row.day];
        day.sessions += row.sessions;
        day.failures += row.failures;
    }
    Markup out;
    out.raw("<section aria-labelledby=\"days\"><h2 id=\"days\">Sessions and failures per day</h2>\n");
    if (days.empty()) return out.raw("<p>No day has a report.</p></section>\n");
    std::vector<DayFigures> all;
    const auto first = std::max(std::max(data.since, days.begin()->first), data.until - std::chrono::days{most_days});
    for (auto day = first; day < data.until && day <= days.rbegin()->first; day += std::chrono::days{1}) {
        const auto known = days.find(day);
        all.push_back(known == days.end() ? DayFigures{day, 0, 0} : DayFigures{day, known->second.sessions, known->second.failures});
    }
    return out.add(daily_charts(all)).raw("</section>\n");
}

Markup domains_section(const PageData& data) {
    Markup out;
    out.raw("<section aria-labelledby=\"domains\"><h2 id=\"domains\">Policy domains</h2>\n");
    if (data.domains.empty()) return out.raw("<p>None has a report in these days.</p></section>\n");
    const auto order = worst_first(data.domains);
    const std::size_t shown = std::min(order.size(), most_domains);
    TableMarkup table{"Policy domains, most failures first",
                      {{"Policy domain"}, {"Sessions", Head::Kind::Number}, {"Failed", Head::Kind::Number}, {"Rate", Head::Kind::Number}, {"Unproven", Head::Kind::Number, false}, {"Reports", Head::Kind::Number, false}, {"Reporters", Head::Kind::Number, false}}};
    bool at_least = false;
    for (std::size_t i = 0; i < shown; ++i) {
        const DomainSummary& domain = *order[i];
        at_least = at_least || domain.at_least;
        table.cell(name_of(domain));
        table.cell(sessions_text(domain.sessions, domain.at_least));
        table.cell(domain.failures);
        table.cell(rate_text(domain.failures, domain.sessions));
        table.cell(domain.sessions_unproven);
        table.cell(domain.reports);
        table.cell(domain.reporters.size());
    }
    out.add(table.finished()).add(left_out(order.size(), shown, "summary"));
    if (at_least) out.raw("<p class=\"soft\">“At least”: a sender counted some sessions under several policy types; they are counted once here.</p>\n");
    return out.raw("<p class=\"soft\">Unproven: sessions told only by reporters that are not established yet.</p></section>\n");
}

Markup failures_section(const PageData& data) {
    Markup out;
    out.raw("<section aria-labelledby=\"failures\"><h2 id=\"failures\">Failures</h2>\n");
    std::size_t with_failures = 0;
    std::size_t shown = 0;
    for (const DomainSummary* domain : worst_first(data.domains)) {
        if (domain->top_failures.empty()) continue;
        ++with_failures;
        if (shown == most_drilled_domains) continue;
        ++shown;
        out.raw("<details><summary>").text(name_of(*domain)).raw(": ").text(counted(domain->failures, "failed session", "failed sessions")).raw("</summary>\n");
        TableMarkup table{"Most frequent failures of this domain", {{"Result"}, {"MX host"}, {"Reason", Head::Kind::Text, false}, {"Sessions", Head::Kind::Number}}};
        for (const TopFailureRow& failure : domain->top_failures) {
            append_result_type(failure.result_type, table.cell());
            table.cell(failure.receiving_mx_hostname.empty() ? "not named" : failure.receiving_mx_hostname);
            if (failure.failure_reason_code.empty()) table.cell("–");
            else append_result_type(failure.failure_reason_code, table.cell());
            table.cell(failure.failed_session_count);
        }
        out.add(table.finished()).raw("</details>\n");
    }
    if (with_failures == 0) out.raw("<p>None was reported.</p>\n");
    return out.add(left_out(with_failures, shown, "failures")).raw("</section>\n");
}

Markup reporters_section(const PageData& data) {
    struct Sum {
        std::uint64_t sessions{0};
        std::uint64_t failures{0};
    };
    std::map<std::string, Sum> sums;
    for (const DailyRow& row : data.daily) {
        sums[row.sdid].sessions += row.sessions;
        sums[row.sdid].failures += row.failures;
    }
    Markup out;
    out.raw("<section aria-labelledby=\"reporters\"><h2 id=\"reporters\">Reporters</h2>\n");
    if (data.reporters.empty()) return out.raw("<p>Nobody has reported yet.</p></section>\n");
    std::vector<const ReporterConduct*> order;
    for (const ReporterConduct& reporter : data.reporters) order.push_back(&reporter);
    std::stable_sort(order.begin(), order.end(), [&sums](const auto* a, const auto* b) {
        return std::pair{a->silent && a->established, sums[a->sdid].sessions} > std::pair{b->silent && b->established, sums[b->sdid].sessions};
    });
    const std::size_t shown = std::min(order.size(), most_reporters);
    TableMarkup table{"Reporters: silent ones first, then by sessions told in these days",
                      {{"Reporter"}, {"Calls itself", Head::Kind::Text, false}, {"State"}, {"First day", Head::Kind::Text, false}, {"Last day"}, {"Days", Head::Kind::Number, false}, {"Sessions", Head::Kind::Number}, {"Failed", Head::Kind::Number, false}}};
    for (std::size_t i = 0; i < shown; ++i) {
        const ReporterConduct& reporter = *order[i];
        table.cell(reporter.sdid);
        table.cell(reporter.organization_name.empty() ? "–" : reporter.organization_name);
        if (reporter.silent) table.cell().raw("<span class=\"state is-bad\">silent</span>");
        else table.cell().raw(reporter.is_new && !reporter.established ? Literal{"new, unproven"} : reporter.is_new ? Literal{"new"} : reporter.established ? Literal{"regular"} : Literal{"unproven"});
        table.cell(to_date(reporter.first_day));
        table.cell(to_date(reporter.last_day));
        table.cell(reporter.report_days);
        table.cell(sums[reporter.sdid].sessions);
        table.cell(sums[reporter.sdid].failures);
    }
    out.add(table.finished()).add(left_out(order.size(), shown, "reporters"));
    return out.raw("</section>\n");
}

Markup drift_section(const PageData& data) {
    Markup out;
    out.raw("<section aria-labelledby=\"drift\"><h2 id=\"drift\">Policies that reporters saw change</h2>\n");
    if (data.drift.empty()) return out.raw("<p>None changed in these days.</p></section>\n");
    const std::size_t shown = std::min(data.drift.size(), most_drift);
    TableMarkup table{"Changes of policies, as reporters saw them",
                      {{"Policy domain"}, {"Type", Head::Kind::Text, false}, {"Changed"}, {"Before", Head::Kind::Text, false}, {"After"}, {"Still see the old one"}, {"Last seen", Head::Kind::Text, false}}};
    for (std::size_t i = 0; i < shown; ++i) {
        const Drift& drift = data.drift[i];
        table.cell(drift.policy_domain);
        table.cell(drift.policy_type);
        table.cell(to_date(drift.changed_day));
        append_policy(drift.before, table.cell());
        append_policy(drift.after, table.cell());
        append_policy(drift.late_reporters, table.cell());
        table.cell(to_date(drift.last_day_before));
    }
    out.add(table.finished()).add(left_out(data.drift.size(), shown, "drift"));
    return out.raw("</section>\n");
}

}  // namespace tlsrpt::html
