// What a policy says, whoever wrote it down: when two reporters saw the same one, and which mode it has.
//
//     policy-string lines  →  one spelling; mode; MX patterns
//
// Reporters differ in blanks, case and order of what is unordered: RFC 8461 section 3.2 lets "mx" lines and keys come in any order, and DNS
// gives TLSA records in any order. One spelling makes one digest of them.
//
// Pure; no recursion, no regular expression: the lines came by mail.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

/// Equal exactly for equal policies; "" when no policy is stated.
std::string canonical_policy(std::string_view policy_type, std::span<const std::string> policy_string);

/// "testing", "enforce" or "none" of an STS policy (RFC 8461 section 3.2); "" when no line says so.
std::string sts_mode(std::span<const std::string> policy_string);

/// The "mx" patterns of an STS policy, lower case.
std::vector<std::string> sts_mx(std::span<const std::string> policy_string);

}  // namespace tlsrpt
