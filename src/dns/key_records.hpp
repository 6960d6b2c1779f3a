// DKIM key records written in a file, in place of the DNS.
//
//     text of the file → KeySource
//
// Rules, one record a line: `selector._domainkey.domain <space> TXT text`; "#" starts a comment line, empty lines are passed over. Names
// match in any case. The text TEMPERROR simulates a DNS failure; a missing name is NXDOMAIN; a name twice has two records.
//
// Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tlsrpt/dns.hpp"

namespace tlsrpt {

/// @param file_name  for messages
/// @return misconfigured  a line has no text, or its name is not a key's
Expected<std::unique_ptr<KeySource>> read_key_records(std::string_view text, const std::string& file_name);

/// For an event loop: a source that answers at once.
std::unique_ptr<AsyncKeySource> without_waiting(std::unique_ptr<KeySource> source);

}  // namespace tlsrpt
