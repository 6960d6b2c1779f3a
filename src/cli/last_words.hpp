// What `deliver` says when something ends it: one status line, then exit status 75.
//
//     signal → "4.3.2 shutting-down: …\n" on standard output → _exit(75)
//
// Exim bounces the mail of a handler that a signal kills, and Postfix the mail of one that exits with most other statuses (a
// time-out included). So a crash of ours, a deadline, an operator's kill: all must end in 75.
//
// Surprises: Exim starts a handler with SIGTERM, SIGHUP, SIGINT and SIGUSR1 ignored, Postfix with SIGPIPE and SIGXFSZ ignored; both
// dispositions and the signal mask survive exec. Standard descriptors may be closed: the next socket would become
// "standard output". A handler inherited by a forked cell must not speak for its parent.
#pragma once

#include <chrono>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

/// RFC 5321 gives the sender ten minutes, Postfix pipe(8) a handler 1000 s; ours comes first.
inline constexpr std::chrono::seconds delivery_deadline{60};

/// Call first. Puts /dev/null in the place of closed standard descriptors, keeps libraries' chatter on standard error out of the MTA's pipe,
/// sets every signal's disposition, and starts the deadline.
void prepare_last_words(std::chrono::seconds deadline);

// Both print the status line and end the process without destructors: after a COMMIT nothing may change the answer any more, neither a
// signal nor a standard output that is closed.

/// Exit status 0: the mail is kept durably.
[[noreturn]] void leave_kept(Slug slug, std::string_view detail);

/// Exit status 75, whatever slug the error has: nothing is kept, so the MTA must keep the mail.
[[noreturn]] void leave_deferred(const Error& error);

}  // namespace tlsrpt
