// Domain names and addresses as they stand in mails and reports.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tlsrpt {

/// A host or domain name: lower case, A-labels, no final dot (RFC 5890 section 2.3.2.1, RFC 1123 section 2.1, underscores tolerated in
/// labels other than the last). None when it is not one. U-labels are not converted: none.
std::optional<std::string> canonical_domain(std::string_view text);
/// Whether it is one.
bool is_domain(std::string_view text);
/// Writes it so; leaves what is none as it is. @return is_domain()
bool make_canonical_domain(std::string& text);

/// `pattern` is an exact name, or "*.example.com" for every name below example.com. Both lower case.
bool domain_matches(std::string_view pattern, std::string_view domain);

/// Whether an "mx" of an MTA-STS policy allows a host (RFC 8461 section 4.1): the same name, or "*.example.com" and exactly one label more.
/// In any case; the host may end with a dot.
bool mx_matches(std::string_view pattern, std::string_view host);

/// An IPv4 or IPv6 address in its canonical text form (RFC 5952). None when it is not one; no zone ids.
std::optional<std::string> canonical_ip(std::string_view text);
/// Whether it is one.
bool is_ip(std::string_view text);
/// Writes it so; leaves what is none as it is. @return is_ip()
bool make_canonical_ip(std::string& text);

}  // namespace tlsrpt
