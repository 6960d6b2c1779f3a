// What TXT records say about a DKIM key name, and which names may be asked at all.
//
//     name → legal or not        TXT rdata → text        texts found under one name → KeyAnswer
//
//   1. A name is `<selector>._domainkey.<sdid>` of letters, digits, hyphens and underscores      RFC 6376 section 3.6.2.1
//   2. The character-strings of a record are joined, with nothing in between                      RFC 6376 section 3.6.2.2
//   3. One record is the answer; two or more are not                                              RFC 6376 section 3.6.2.2
//   4. A record longer than any key record that we would read is no answer: it is cut off here, not in the cell
//
// The names come from a cell that read hostile bytes. Nothing but a key's name leaves this machine in a query.
//
// Pure. The DNS and the key file share it, so that they answer alike.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tlsrpt/dkim.hpp"

namespace tlsrpt {

/// Labels of 1 to 63 octets, 253 in all (RFC 1035 section 2.3.4), with a "_domainkey" label that is neither first nor last.
bool is_key_name(std::string_view name);

/// @param rdata  length-prefixed character-strings (RFC 1035 section 3.3.14). None when a length runs past the end.
std::optional<std::string> join_character_strings(std::string_view rdata);

/// Found, None or Multiple; the DNSSEC status is the caller's.
KeyAnswer answer_from_texts(std::span<const std::string> texts);

KeyAnswer no_key(std::string detail);
KeyAnswer key_unavailable(std::string detail);

}  // namespace tlsrpt
