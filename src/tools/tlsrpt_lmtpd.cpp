// tlsrpt-lmtpd: takes mails from an MTA over LMTP, until it is told to stop.
#include <sysexits.h>
#include <unistd.h>

#include <exception>

#include "cli/options.hpp"
#include "cli/stream.hpp"
#include "lmtp/daemon.hpp"
#include "tlsrpt/text.hpp"

namespace {

using namespace tlsrpt;

int run(std::span<const char* const> arguments, Console& console) {
    const auto parsed = parse_lmtpd(arguments);
    if (const auto* help = std::get_if<HelpText>(&parsed)) {
        console.out.write(help->text);
        return EX_OK;
    }
    if (const auto* wrong = std::get_if<UsageError>(&parsed)) {
        console.note(escape_terminal(wrong->text) + " (see tlsrpt-lmtpd --help)");
        return EX_CONFIG;
    }
    const auto& options = std::get<LmtpdOptions>(parsed);
    const Environment environment = process_environment();
    const auto read_config = [&]() -> Expected<Config> {
        auto config = settle(options.common, environment);
        if (config && !options.listen.empty()) config->lmtp.listen = options.listen;
        return config;
    };
    auto config = read_config();
    if (!config) {
        console.note(config.error());
        return EX_CONFIG;
    }
    const DaemonSettings settings{*std::move(config), flag_or_variable(options.keys, environment, "TLSRPT_KEYS"), read_config};
    if (!options.check_config) return run_daemon(settings);
    if (const auto checked = check_settings(settings); !checked) {
        console.note(checked.error());
        return EX_CONFIG;
    }
    console.out.write("the configuration is right\n");
    return EX_OK;
}

}  // namespace

int main(int argc, char** argv) {
    Console console{Stream::of(STDOUT_FILENO), Stream::of(STDERR_FILENO), "tlsrpt-lmtpd"};
    int status = EX_SOFTWARE;
    try {
        status = run({argv, static_cast<std::size_t>(argc)}, console);
        if (const auto flushed = console.out.flush(); !flushed) console.note(flushed.error());
    } catch (const std::exception& exception) {
        console.note(Error{Slug::Internal, exception.what()});
    }
    (void)console.err.flush();
    return status;
}
