// A mail from a file descriptor, in bounded memory.
#pragma once

#include <string>

#include "tlsrpt/expected.hpp"

namespace tlsrpt {

/// Reads to the end whatever the size, because an MTA that cannot write its mail sees a broken pipe; but keeps only the first
/// `most_bytes` + 1 octets, so that the examiner sees that the mail is too large.
/// @return misconfigured  the descriptor cannot be read
Expected<std::string> read_mail(int fd, std::size_t most_bytes);

/// The same for a named file; "-" is standard input.
Expected<std::string> read_mail_file(const std::string& name, std::size_t most_bytes);

/// Whether a mail waits on this descriptor, or comes within a second: `deliver --help` in an MTA's configuration must not end with
/// exit status 0, which would say that the mail is stored.
bool mail_is_waiting(int fd);

}  // namespace tlsrpt
