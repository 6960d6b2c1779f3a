// What somebody says that verify() said, held against what verify() was given.
//
//     identity, verdicts + key answers, time of receipt  →  may that be so?
//
// A cell reads hostile bytes and may be captured: then it writes what it likes. The mail itself cannot be asked without doing the cell's work again,
// but the rules that need no mail can: an acceptable signature is judged a second time from the fields that it is said to have. So nobody is
// named whose key was not handed in, or whose key, time or domain would have refused him. That the mail fits the signature stays the cell's
// word (docs/threat-model.md).
//
// Pure. No third-party library sees the key here; libpsl sees domain names.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

/// Whether verify() may have given this identity and these signatures under these keys at that time.
bool follows_from(const std::optional<Identity>& identity, const std::vector<SignatureVerdict>& signatures, const KeyAnswers& keys,
                  std::chrono::sys_seconds received_at, const Limits& limits);

/// Whether a signature's key was asked for: not when the field alone speaks against it (RFC 6376 section 6.1.1 comes before 6.1.2).
inline bool needs_key(const SignatureVerdict& verdict) {
    const bool known_algorithm = verdict.algorithm == "rsa-sha256" || verdict.algorithm == "ed25519-sha256";
    const bool signs_from = std::ranges::find(verdict.signed_fields, "from") != verdict.signed_fields.end();
    return !verdict.selector.empty() && verdict.aligned && known_algorithm && signs_from && verdict.slug != Slug::SignatureHasLength;
}

}  // namespace tlsrpt
