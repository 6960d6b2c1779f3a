// The commands of tlsrpt-query: rows of the store, made into something to read.
//
//     options, configuration, store, now → output, exit status
//
// Each command prints its data on console.out and everything else on console.err. An empty table says so there, with a hint at the reason; in
// the formats for programs an empty answer is an answer.
#pragma once

#include <chrono>
#include <optional>

#include "cli/options.hpp"
#include "cli/stream.hpp"
#include "tlsrpt/config.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

/// What a command works with. Borrowed; must outlive it.
struct Query {
    const QueryOptions& options;
    const Config& config;
    StoreReader& store;
    std::chrono::sys_seconds now{};
    Console& console;
};

int query_summary(const Query& query);
int query_reports(const Query& query);
int query_failures(const Query& query);
int query_quarantine(const Query& query);
int query_show(const Query& query);
int query_raw(const Query& query);
int query_export(const Query& query);
/// summary --format mail.
int query_mail(const Query& query);
/// The names of the [[summary]] groups, one a line.
int list_groups(const Config& config, Console& console);
/// summary --handed-over: asks no store.
int hand_over(const QueryOptions& options, Console& console);
int query_html(const Query& query);
int query_metrics(const Query& query);
/// Asks no store.
int query_explain(const QueryOptions& options, Console& console);
int query_incidents(const Query& query);
int query_advise(const Query& query);
int query_reporters(const Query& query);
int query_drift(const Query& query);
int query_domains(const Query& query);

/// Runs the command of the options. @return an ExitStatus
int run_query(const Query& query);

// ---- what the commands share ----

/// The rows that the flags ask for. @return misconfigured  a bad period
Expected<Selection> selection_of(const Query& query);

/// Says what went wrong. @return exit_error, or exit_usage for misconfigured, which only flags can be here
int failed(const Query& query, const Error& error);

/// The exit status after an answer; when a person got an empty one, why that may be is said first.
int conclude_reports(const Query& query, const Selection& selection, bool empty);
int conclude(const Query& query, bool empty, std::string_view hint);

}  // namespace tlsrpt
