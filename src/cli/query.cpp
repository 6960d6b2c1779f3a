#include "cli/query.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/output_file.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

// Why no report was selected, as far as it can be told.
std::string why_no_report(const Query& query, const Selection& selection) {
    std::string period = fmt::format("no report of the days {} to {}", to_date(selection.since), to_date(selection.until - std::chrono::days{1}));
    const auto last_day = query.store.last_day();
    if (!last_day) return period;
    if (!*last_day) return period + ": the store holds no report at all. Is the MTA handing mails over? What was not accepted: tlsrpt-query quarantine";
    if (**last_day < selection.since) return fmt::format("{}: the last one speaks of {}; try --since {}", period, to_date(**last_day), to_date(**last_day));
    if (!selection.policy_domains.empty() || !selection.reporters.empty()) return period + " matches --policy-domain and --reporter";
    return period;
}

}  // namespace

namespace {

int run_command(const Query& query) {
    switch (query.options.command) {
        case QueryOptions::Command::Summary: return query.options.format == Format::Mail ? query_mail(query) : query_summary(query);
        case QueryOptions::Command::Reports: return query_reports(query);
        case QueryOptions::Command::Failures: return query_failures(query);
        case QueryOptions::Command::Quarantine: return query_quarantine(query);
        case QueryOptions::Command::Show: return query_show(query);
        case QueryOptions::Command::Raw: return query_raw(query);
        case QueryOptions::Command::Explain: return query_explain(query.options, query.console);
        case QueryOptions::Command::Doctor: break;    // a program of its own: src/tools
        case QueryOptions::Command::Incidents: return query_incidents(query);
        case QueryOptions::Command::Advise: return query_advise(query);
        case QueryOptions::Command::Reporters: return query_reporters(query);
        case QueryOptions::Command::Drift: return query_drift(query);
        case QueryOptions::Command::Domains: return query_domains(query);
        case QueryOptions::Command::Export: return query_export(query);
        case QueryOptions::Command::Html: return query_html(query);
        case QueryOptions::Command::Metrics: return query_metrics(query);
    }
    return exit_usage;
}

// The same with another place for the data; what came before stays when anything goes wrong.
int run_into_file(const Query& query) {
    auto file = OutputFile::create(query.options.output);
    if (!file) return failed(query, file.error());
    Stream terminal = std::exchange(query.console.out, file->stream());
    const int status = run_command(query);
    const auto flushed = query.console.out.flush();
    query.console.out = std::move(terminal);
    if (!flushed) return failed(query, flushed.error());
    if (status != exit_ok && status != exit_no_match) return status;
    if (const auto kept = file->keep(); !kept) return failed(query, kept.error());
    return status;
}

}  // namespace

int run_query(const Query& query) { return query.options.output.empty() ? run_command(query) : run_into_file(query); }

Expected<Selection> selection_of(const Query& query) {
    const auto period = period_of(query.options.period, query.now);
    if (!period) return period.error();
    Selection selection;
    selection.since = period->since;
    selection.until = period->until;
    selection.policy_domains = query.options.policy_domains;
    selection.reporters = query.options.reporters;
    selection.ignored_reporters = query.config.ignored_reporters;
    return selection;
}

int failed(const Query& query, const Error& error) {
    query.console.note(error);
    return error.slug == Slug::Misconfigured ? exit_usage : exit_error;
}

int conclude(const Query& query, bool empty, std::string_view hint) {
    if (!empty) return exit_ok;
    if (query.options.format == Format::Table) query.console.note(hint);
    return query.options.fail_when_empty ? exit_no_match : exit_ok;
}

int conclude_reports(const Query& query, const Selection& selection, bool empty) {
    return conclude(query, empty, empty && query.options.format == Format::Table ? why_no_report(query, selection) : std::string{});
}

}  // namespace tlsrpt
