// The lock of a cell: which system calls the process may make from now on.
//
// An allow-list for seccomp(2), irrevocable and inherited by whatever the process might start:
//   - allowed: its socket and /dev/null as they are open, memory that is not executable, signals of its own, the clock, randomness
//   - refused with an error: files. Libraries ask for theirs when they are first used (openssl.cnf, resolv.conf, locales) and
//     go on with what is built in, so that a verdict does not depend on them; nothing has to be warmed up before the lock
//   - everything else ends the process with SIGSYS: sockets, programs, processes, ptrace, executable memory, raising a limit
#pragma once

namespace tlsrpt {

/// @return false when the kernel refuses; then the process must not go on.
bool lock_process();

}  // namespace tlsrpt
