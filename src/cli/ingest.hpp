// The commands of tlsrpt-ingest.
#pragma once

#include <span>

#include "cli/options.hpp"
#include "cli/stream.hpp"

namespace tlsrpt {

/// One mail from standard input to the store, for an MTA: prints one status line and exits with 0 or 75, nothing else, whatever happens.
/// @param arguments  argv; understood here, so that a wrong flag is answered like everything else
[[noreturn]] void deliver(std::span<const char* const> arguments, const Environment& environment);

/// What the commands for people work with. Borrowed; must outlive them.
struct Ingest {
    const Config& config;
    const Environment& environment;
    Console& console;
};

// Each returns an ExitStatus.
int check(const CheckFlags& flags, const Ingest& ingest);
int reprocess(const ReprocessFlags& flags, const Ingest& ingest);
int prune(const PruneFlags& flags, const Ingest& ingest);
int migrate(const Ingest& ingest);
int copy(const CopyFlags& flags, const Ingest& ingest);

}  // namespace tlsrpt
