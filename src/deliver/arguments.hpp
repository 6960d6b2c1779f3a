// The command line of tlsrpt-deliver: its own flags, and behind "--" those of `tlsrpt-ingest deliver`, which also hold the envelope.
//
//     argv, SENDER and RECIPIENT → where to connect, whom the mail is from and for, what to run instead
//
// The envelope is found as tlsrpt-ingest finds it: --sender and --recipient, else TLSRPT_SENDER and TLSRPT_RECIPIENT, else what Exim sets. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

struct DeliverArguments {
    std::string socket = "/run/tlsrpt/lmtp.sock";
    std::string ingest;                         ///< the program to run when no daemon takes the mail; "": the one beside ours
    std::vector<const char*> for_ingest;        ///< as given
    std::string sender;
    std::vector<std::string> recipients;
    bool help{false};
    bool version{false};
    std::string wrong;                          ///< what is wrong with the command line; "": nothing
};

/// @param variable  of the environment; "" when it is not set
DeliverArguments read_arguments(int argc, const char* const* argv, const std::function<std::string(const char*)>& variable);

/// Whether an address can stand in a command: no control characters that would end it.
bool fits_command(std::string_view address);

}  // namespace tlsrpt
