// `tlsrpt-query doctor`: domains and this installation, looked over.
//
//     options, configuration, now → findings or suggestions, exit status 0 no error found, 1 some, 2 could not run
//
// The only command that goes out to the network. It runs in a program of its own, tlsrpt-doctor, which tlsrpt-query becomes: so libcurl and
// its thirty libraries are loaded for this command alone, and not even present where others read the store.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/stream.hpp"
#include "tlsrpt/config.hpp"
#include "tlsrpt/doctor.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

/// What the command works with. Borrowed; must outlive it.
struct Doctor {
    const QueryOptions& options;
    const Config& config;
    std::chrono::sys_seconds now{};
    Console& console;
};

/// Forks before it starts threads, and ignores nothing: SIGPIPE must be ignored already. @return an ExitStatus
int run_doctor(const Doctor& doctor);

// ---- what the store knows ----

/// The newest policy of each type that each reporter saw, and since when it has seen just that.
/// @param rows  of one policy domain, by day
std::vector<SeenPolicy> seen_in(std::span<const PolicyRow> rows);

struct KnownDomains {
    std::vector<std::string> names;
    std::size_t left_out{0};
};
/// Those that the configuration names and those that reports speak of. Without configured domains only reporters that are established
/// count, since anybody can send a report about anything, and each of these domains is going to be contacted.
Expected<KnownDomains> known_domains(const Doctor& doctor, StoreReader* store);
/// The recipients of the newest reports.
Expected<std::vector<std::string>> learned_addresses(StoreReader& store);
/// Without addresses; those are the same for every domain.
Expected<Expectations> expectations_for(const std::string& domain, const Doctor& doctor, StoreReader* store);

// ---- printers ----

void print_findings(std::span<const Finding> findings, Format format, Stream& out);
void print_suggestions(std::span<const Suggestion> suggestions, Format format, Stream& out);

}  // namespace tlsrpt
