// tlsrpt-query: shows what was reported. Reads only.
#include <unistd.h>

#include <csignal>
#include <exception>

#include "cli/clock.hpp"
#include "cli/query.hpp"
#include "tlsrpt/text.hpp"

namespace {

using namespace tlsrpt;

int run(std::span<const char* const> arguments, Console& console) {
    const auto parsed = parse_query(arguments);
    if (const auto* help = std::get_if<HelpText>(&parsed)) {
        console.out.write(help->text);
        return exit_ok;
    }
    if (const auto* wrong = std::get_if<UsageError>(&parsed)) {
        console.note(escape_terminal(wrong->text) + " (see tlsrpt-query --help)");
        return exit_usage;
    }
    const auto& options = std::get<QueryOptions>(parsed);
    if (options.command == QueryOptions::Command::Explain) return query_explain(options, console);
    const auto config = settle(options.common, process_environment());
    if (!config) {
        console.note(config.error());
        return exit_error;
    }
    const auto store = open_store_reader(config->store);
    if (!store) {
        console.note(store.error());
        console.note("--database, TLSRPT_DATABASE or the configuration name the database; tlsrpt-ingest creates it");
        return exit_error;
    }
    return run_query(Query{options, *config, **store, clock_now(), console});
}

}  // namespace

int main(int argc, char** argv) {
    (void)std::signal(SIGPIPE, SIG_IGN);    // a reader that goes away is no failure; Stream sees EPIPE
    Console console{Stream::of(STDOUT_FILENO), Stream::of(STDERR_FILENO), "tlsrpt-query"};
    int status = exit_error;
    try {
        status = run({argv, static_cast<std::size_t>(argc)}, console);
        if (const auto flushed = console.out.flush(); !flushed) {
            console.note(flushed.error());
            status = exit_error;
        }
    } catch (const std::exception& exception) {
        console.note(Error{Slug::Internal, exception.what()});
    }
    (void)console.err.flush();
    return status;
}
