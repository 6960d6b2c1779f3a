// tlsrpt-query: shows what was reported. Reads only.
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/clock.hpp"
#include "cli/program.hpp"
#include "cli/query.hpp"
#include "tlsrpt/text.hpp"

namespace {

using namespace tlsrpt;

/// libcurl and what it brings would cost every other command as much time to start as all the rest: doctor is a program of its own.
int become_doctor(std::span<const char* const> arguments, Console& console) {
    char path[4096];
    const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    const bool known = size > 0 && size < static_cast<ssize_t>(sizeof path);
    const std::string us = known ? std::string{path, static_cast<std::size_t>(size)} : TLSRPT_BINDIR "/tlsrpt-query";
    const std::string program = us.substr(0, us.rfind('/') + 1) + "tlsrpt-doctor";
    std::vector<char*> words;
    for (const char* const word : arguments) words.push_back(const_cast<char*>(word));
    words.push_back(nullptr);
    execv(program.c_str(), words.data());
    console.note(escape_terminal(program) + " cannot be run: " + std::strerror(errno));
    return exit_error;
}

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
    if (options.command == QueryOptions::Command::Doctor) return become_doctor(arguments, console);
    if (!options.mail.handed_over.empty()) return hand_over(options, console);
    const auto config = settle(options.common, process_environment());
    if (!config) {
        console.note(config.error());
        return exit_error;
    }
    if (options.mail.list_groups) return list_groups(*config, console);
    const auto store = open_store_reader(config->store);
    if (!store) {
        console.note(store.error());
        console.note("--database, TLSRPT_DATABASE or the configuration name the database; tlsrpt-ingest creates it");
        return exit_error;
    }
    return run_query(Query{options, *config, **store, clock_now(), console});
}

}  // namespace

int main(int argc, char** argv) { return run_program("tlsrpt-query", {argv, static_cast<std::size_t>(argc)}, run); }
