#include "dkim/candidate.hpp"

#include <fmt/format.h>

#include <string_view>

#include "dkim/alignment.hpp"
#include "dkim/recent.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt::dkim {

namespace {

constexpr std::string_view service = "tlsrpt";  // RFC 8460 section 3

void judge_record(Candidate& candidate, const KeyRecord& record, const Limits& limits, ReadKey read_key) {
    const SignatureField& signature = *candidate.parsed;
    candidate.verdict.testing = record.testing;
    candidate.verdict.services = fmt::format("{}", fmt::join(record.services, ":"));

    if (record.public_key.empty()) return candidate.refuse(Slug::SignatureFailed, "the key is revoked");
    const std::string_view wanted = signature.algorithm == SignatureField::Algorithm::RsaSha256 ? "rsa" : "ed25519";
    if (record.key_type != wanted)
        return candidate.refuse(Slug::SignatureFailed,
                                fmt::format("the key is of type {}, the signature needs {}", record.key_type, wanted));

    const auto bits = read_key(candidate, record);
    if (!bits) return candidate.refuse(bits.error().slug, bits.error().detail);
    candidate.verdict.key_bits = *bits;

    if (!record.allows_sha256) candidate.refuse(Slug::SignatureFailed, "the key's h= list does not allow sha256");
    // RFC 6376 section 3.6.1, t=s: the domain of i= must be d= itself.
    if (record.strict_subdomain && signature.auid_domain != signature.sdid)
        candidate.refuse(Slug::SignatureFailed, "the key's t=s forbids i= below d=");
    // RFC 6376 section 3.6.1: "Verifiers for a given service type MUST ignore this record if the appropriate type is not listed."
    const bool allowed = limits.require_tlsrpt_service ? record.names_service(service) : record.allows_service(service);
    if (!allowed)
        candidate.refuse(Slug::ServiceNotAllowed, record.services.empty() ? std::string("the key has no s= list that names tlsrpt")
                                                                          : fmt::format("the key is for s={}", candidate.verdict.services));
    // RFC 8301 section 3.2: "Verifiers MUST NOT consider signatures using RSA keys of less than 1024 bits as valid signatures."
    if (wanted == "rsa" && candidate.verdict.key_bits < limits.min_rsa_bits)
        candidate.refuse(Slug::AlgorithmRefused,
                         fmt::format("RSA key of {} bits, under {}", candidate.verdict.key_bits, limits.min_rsa_bits));
}

}  // namespace

SignatureVerdict verdict_on(const SignatureField& signature, const Expected<Mailbox>& author) {
    SignatureVerdict verdict;
    verdict.slug = Slug::Acceptable;
    verdict.sdid = signature.sdid;
    verdict.auid = signature.auid;
    verdict.selector = signature.selector;
    verdict.algorithm = signature.algorithm_name;
    verdict.canonicalization = signature.canonicalization;
    verdict.signed_at = signature.signed_at;
    verdict.expires_at = signature.expires_at;
    verdict.signed_fields = signature.signed_fields;
    verdict.aligned = author && aligned(signature.sdid, author->domain);
    return verdict;
}

void judge_field(Candidate& candidate, const Expected<Mailbox>& author) {
    const SignatureField& signature = *candidate.parsed;
    // RFC 8460 section 3: "DKIM signatures MUST NOT use the "l=" attribute".
    if (signature.has_length) candidate.refuse(Slug::SignatureHasLength, "the signature has an l= tag");
    // RFC 8301 section 3.1 ends rsa-sha1.
    if (signature.algorithm == SignatureField::Algorithm::Other)
        candidate.refuse(Slug::AlgorithmRefused, fmt::format("a={} is not accepted", signature.algorithm_name));
    // RFC 6376 section 5.4: "The From header field MUST be signed".
    if (!signature.signs("from")) candidate.refuse(Slug::SignatureFailed, "From is not signed");
    if (!author)
        candidate.refuse(Slug::SignerNotAligned, author.error().detail);
    else if (!candidate.verdict.aligned)
        candidate.refuse(Slug::SignerNotAligned,
                         fmt::format("d={} and From {} have no organizational domain in common", signature.sdid, author->domain));
}

/// RFC 6376 section 3.5, t= and x=; judged at the time of receipt, so that a mail does not spoil in a queue.
void judge_time(Candidate& candidate, std::chrono::sys_seconds received_at, const Limits& limits) {
    const SignatureField& signature = *candidate.parsed;
    if (signature.signed_at && *signature.signed_at > received_at + limits.clock_drift)
        candidate.refuse(Slug::SignatureFailed, "t= is in the future: " + to_rfc3339(*signature.signed_at));
    if (signature.expires_at && received_at > *signature.expires_at + limits.clock_drift)
        candidate.refuse(Slug::SignatureFailed, "x= expired " + to_rfc3339(*signature.expires_at));
}

void judge_key(Candidate& candidate, const KeyAnswers& keys, const Limits& limits, ReadKey read_key) {
    static const KeyAnswer unasked{KeyAnswer::Kind::Unavailable, {}, "not asked", KeyAnswer::Dnssec::Unavailable};
    const KeyName name = candidate.parsed->key_name();
    const auto found = keys.find(name);
    const KeyAnswer& answer = found == keys.end() ? unasked : found->second;
    candidate.verdict.dnssec = answer.dnssec;
    switch (answer.kind) {
        case KeyAnswer::Kind::Found:
            break;
        case KeyAnswer::Kind::None:
            return candidate.refuse(Slug::SignatureFailed, fmt::format("no key at {} ({})", name, answer.detail));
        case KeyAnswer::Kind::Multiple:
            return candidate.refuse(Slug::SignatureFailed, fmt::format("more than one key record at {}", name));
        case KeyAnswer::Kind::Unavailable:
            return candidate.refuse(Slug::KeyUnavailable, fmt::format("{} ({})", name, answer.detail));
    }
    thread_local Recent<KeyRecord> recent;
    const KeyRecord* record = answer.text.size() <= limits.max_key_record_bytes ? recent.find(answer.text) : nullptr;
    if (record == nullptr) {
        Expected<KeyRecord> parsed = parse_key_record(answer.text, limits);
        if (!parsed) return candidate.refuse(parsed.error().slug, parsed.error().detail);
        record = &recent.keep(answer.text, *std::move(parsed));
    }
    judge_record(candidate, *record, limits, read_key);
}

}  // namespace tlsrpt::dkim
