// What a forked child gives up before it does anything else, be it a cell or the fork server.
#pragma once

#include <sys/types.h>

#include <csignal>

namespace tlsrpt {

/// Where keep_only() puts the one descriptor that stays.
inline constexpr int child_fd = 3;

/// Ends with the parent, which may have died before the order to die with it was given; and cannot be traced or dumped.
bool bind_to(pid_t parent);

/// `fd` becomes child_fd, 0 to 2 are /dev/null, since C libraries write there; all others are closed.
bool keep_only(int fd);

/// The parent's handlers are gone. SIGINT, SIGTERM and SIGHUP are ignored: they reach a whole process group or control group, and a parent
/// that finishes what it accepted needs its children for it.
bool reset_signals();

/// While it lives no handler runs: the child must not run one of the parent's before it has given them up.
class SignalsBlocked {
public:
    SignalsBlocked();
    ~SignalsBlocked();
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

}  // namespace tlsrpt
