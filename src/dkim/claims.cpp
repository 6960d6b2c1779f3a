#include "tlsrpt/claims.hpp"

#include <algorithm>
#include <string>

#include "dkim/candidate.hpp"
#include "dkim/rsa_key.hpp"
#include "tlsrpt/domain.hpp"

namespace tlsrpt {

namespace {

using dkim::Candidate;
using dkim::Mailbox;
using dkim::SignatureField;

constexpr std::size_t ed25519_key_bytes = 32;

/// The size without the key.
Expected<unsigned> count_bits(Candidate& candidate, const dkim::KeyRecord& record) {
    if (candidate.parsed->algorithm != SignatureField::Algorithm::RsaSha256) {
        if (record.public_key.size() != ed25519_key_bytes) return Error{Slug::SignatureFailed, "malformed ed25519 key"};
        return 256U;
    }
    const auto key = dkim::parse_rsa_key(record.public_key);
    if (!key) return key.error();
    return key->modulus_bits;
}

std::string auid_domain_of(const std::string& auid) {
    const std::size_t at = auid.rfind('@');
    return at == std::string::npos ? std::string{} : canonical_domain(auid.substr(at + 1)).value_or("");
}

/// The field that would have led to this verdict, as far as the rules look at it.
SignatureField field_of(const SignatureVerdict& verdict) {
    SignatureField field;
    field.algorithm_name = verdict.algorithm;
    field.algorithm = dkim::algorithm_named(verdict.algorithm);
    field.sdid = verdict.sdid;
    field.auid = verdict.auid;
    field.auid_domain = auid_domain_of(verdict.auid);
    field.selector = verdict.selector;
    field.canonicalization = verdict.canonicalization;
    field.signed_fields = verdict.signed_fields;
    field.signed_at = verdict.signed_at;
    field.expires_at = verdict.expires_at;
    return field;
}

bool is_within(const std::string& domain, const std::string& sdid) { return domain == sdid || domain.ends_with("." + sdid); }

bool acceptable_again(const SignatureVerdict& said, const Mailbox& author, const KeyAnswers& keys, std::chrono::sys_seconds received_at,
                      const Limits& limits) {
    Candidate candidate;
    candidate.parsed = field_of(said);
    if (!is_within(candidate.parsed->auid_domain, said.sdid)) return false;
    candidate.verdict = dkim::verdict_on(*candidate.parsed, author);
    judge_field(candidate, author);
    judge_time(candidate, received_at, limits);
    judge_key(candidate, keys, limits, count_bits);
    return candidate.verdict == said;
}

bool follows(const SignatureVerdict& said, const Mailbox& author, const KeyAnswers& keys, std::chrono::sys_seconds received_at,
             const Limits& limits) {
    const auto found = keys.find(said.selector + "._domainkey." + said.sdid);
    const KeyAnswer answer = found == keys.end() ? KeyAnswer{} : found->second;
    if (said.dnssec != KeyAnswer::Dnssec::Unavailable && said.dnssec != answer.dnssec) return false;
    if (said.slug == Slug::KeyUnavailable) return answer.kind == KeyAnswer::Kind::Unavailable;
    return said.slug != Slug::Acceptable || acceptable_again(said, author, keys, received_at, limits);
}

bool is_of_its_signature(const Identity& identity) {
    return canonical_domain(identity.from_domain) == identity.from_domain && identity.from_address.ends_with("@" + identity.from_domain) &&
           organizational_domain(identity.signature.sdid) == identity.organizational_domain;
}

}  // namespace

bool follows_from(const std::optional<Identity>& identity, const std::vector<SignatureVerdict>& signatures, const KeyAnswers& keys,
                  std::chrono::sys_seconds received_at, const Limits& limits) {
    Mailbox author;
    if (identity) {
        if (!is_of_its_signature(*identity) || std::ranges::find(signatures, identity->signature) == signatures.end()) return false;
        author = {identity->from_address, identity->from_domain};
    }
    // Without an identity nobody is the author, and no signature can be acceptable.
    return std::ranges::all_of(signatures, [&](const SignatureVerdict& said) { return follows(said, author, keys, received_at, limits); });
}

}  // namespace tlsrpt
