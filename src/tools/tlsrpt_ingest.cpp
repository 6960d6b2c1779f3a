// tlsrpt-ingest: takes reports in, one mail from an MTA, and explains, repeats and prunes for people.
#include "cli/ingest.hpp"
#include "cli/program.hpp"
#include "tlsrpt/text.hpp"

namespace {

using namespace tlsrpt;

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

int run(std::span<const char* const> arguments, Console& console) {
    const auto parsed = parse_ingest(arguments);
    if (const auto* help = std::get_if<HelpText>(&parsed)) {
        console.out.write(help->text);
        return exit_ok;
    }
    if (const auto* wrong = std::get_if<UsageError>(&parsed)) {
        console.note(escape_terminal(wrong->text) + " (see tlsrpt-ingest --help)");
        return exit_error;
    }
    const auto& options = std::get<IngestOptions>(parsed);
    const Environment environment = process_environment();
    const auto config = settle(options.common, environment);
    if (!config) {
        console.note(config.error());
        return exit_error;
    }
    const Ingest ingest{*config, environment, console};
    return std::visit(Overloaded{
                          [&](const CheckFlags& flags) { return check(flags, ingest); },
                          [&](const ReprocessFlags& flags) { return reprocess(flags, ingest); },
                          [&](const PruneFlags& flags) { return prune(flags, ingest); },
                          [&](const MigrateFlags&) { return migrate(ingest); },
                          [&](const CopyFlags& flags) { return copy(flags, ingest); },
                          [&](const DeliverFlags&) { return int{exit_tempfail}; },    // deliver() has it already
                      },
                      options.command);
}

}  // namespace

int main(int argc, char** argv) {
    const std::span<const char* const> arguments{argv, static_cast<std::size_t>(argc)};
    if (is_delivery(arguments)) deliver(arguments, process_environment());
    return run_program("tlsrpt-ingest", arguments, run);
}
