#include "cli/program.hpp"

#include <unistd.h>

#include <csignal>
#include <exception>

namespace tlsrpt {

int run_program(const std::string& name, std::span<const char* const> arguments, Run run) {
    (void)std::signal(SIGPIPE, SIG_IGN);    // Stream sees EPIPE
    Console console{Stream::of(STDOUT_FILENO), Stream::of(STDERR_FILENO), name};
    int status = exit_error;
    try {
        status = run(arguments, console);
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

}  // namespace tlsrpt
