// tlsrpt-doctor: what `tlsrpt-query doctor` becomes. The only program that goes out to the network by itself.
#include "cli/clock.hpp"
#include "cli/doctor.hpp"
#include "cli/program.hpp"
#include "tlsrpt/text.hpp"

namespace {

using namespace tlsrpt;

int run(std::span<const char* const> arguments, Console& console) {
    const auto parsed = parse_query(arguments);
    if (const auto* help = std::get_if<HelpText>(&parsed)) {
        console.out.write(help->text);
        return exit_ok;
    }
    const auto* options = std::get_if<QueryOptions>(&parsed);
    if (options == nullptr || options->command != QueryOptions::Command::Doctor) {
        console.note("this program is a part of tlsrpt-query: run tlsrpt-query doctor");
        return exit_usage;
    }
    const auto config = settle(options->common, process_environment());
    if (!config) {
        console.note(config.error());
        return exit_error;
    }
    return run_doctor(Doctor{*options, *config, clock_now(), console});
}

}  // namespace

int main(int argc, char** argv) { return run_program("tlsrpt-query", {argv, static_cast<std::size_t>(argc)}, run); }
