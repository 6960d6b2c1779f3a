// Which resolvers to ask.
//
//     resolv.conf(5) → addresses, as libunbound wants them
//
// Read as the C library does: unknown and malformed lines are passed over, the first three name servers count, and without
// any it is the one on this machine. libunbound's own reader is not used, because it takes every line for an address and
// refuses the file at the first that is none.
//
// Pure but for servers_of().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dns.hpp"

namespace tlsrpt {

/// Never empty.
std::vector<std::string> name_servers_in(std::string_view resolv_conf);

/// The forwarders of the options, else what their resolv_conf says: the only function here that reads a file.
/// @return misconfigured  the file cannot be read
Expected<std::vector<std::string>> servers_of(const ResolverOptions& options);

}  // namespace tlsrpt
