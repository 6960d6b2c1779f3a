// The DKIM decision: which signatures are tried, what each is worth, and whose the mail is.
//
// The rules for one signature are in candidate.hpp, but for the last, which needs the mail:
//   the hashes        bh= is the body's; b= is good under the key
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>

#include "dkim/alignment.hpp"
#include "dkim/candidate.hpp"
#include "dkim/hashes.hpp"
#include "dkim/public_key.hpp"
#include "dkim/signature_field.hpp"
#include "tlsrpt/dkim.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {

namespace {

using dkim::Candidate;
using dkim::Mailbox;
using dkim::PublicKey;
using dkim::SignatureField;

/// How near a signature is to being acceptable; the lowest is the one to try, to name as the reason, and to show first.
///
/// One of the author's own domain comes before a stranger's, whatever its fault: it is the one that the sender can repair. Among those, a
/// reason that names what to change (the key's services, its size, the l= tag) says more than "does not verify", which is also what every
/// forged or damaged mail says. A key that is not to be had for now comes before all of them, since the next attempt may make the signature
/// acceptable.
int distance(const SignatureVerdict& verdict) {
    if (verdict.slug == Slug::Acceptable) return 0;
    if (verdict.slug == Slug::KeyUnavailable) return 1;
    if (!verdict.aligned) return verdict.slug == Slug::SignerNotAligned ? 6 : 7;
    switch (verdict.slug) {
        case Slug::ServiceNotAllowed:
            return 2;
        case Slug::AlgorithmRefused:
            return 3;
        case Slug::SignatureHasLength:
            return 4;
        default:
            return 5;
    }
}

/// d= equal to the From domain, then sharing most labels with it, then by name: nothing that depends on the order of the fields or on DNS.
bool more_promising(const Candidate& a, const Candidate& b, std::string_view from_domain) {
    const auto key = [from_domain](const Candidate& candidate) {
        const SignatureVerdict& verdict = candidate.verdict;
        const auto distant_labels = ~dkim::common_labels(verdict.sdid, from_domain);
        return std::make_tuple(distance(verdict), verdict.sdid != from_domain, distant_labels, std::string_view(verdict.sdid),
                               std::string_view(verdict.selector), candidate.position);
    };
    return key(a) < key(b);
}

void sort_by_promise(std::vector<Candidate>& candidates, std::string_view from_domain) {
    std::sort(candidates.begin(), candidates.end(),
              [&](const Candidate& a, const Candidate& b) { return more_promising(a, b, from_domain); });
}

/// The From field of the mail; an error when there is not exactly one usable author.
Expected<Mailbox> author_of(const Prescan& mail) {
    const Field* from = nullptr;
    for (const Field& field : mail.fields) {
        if (!equal_ignoring_case(field.name, "From")) continue;
        if (from != nullptr) return Error{Slug::SignerNotAligned, "more than one From field"};
        from = &field;
    }
    if (from == nullptr) return Error{Slug::SignerNotAligned, "no From field"};
    return dkim::parse_from_field(from->value);
}

Candidate make_candidate(const Field& field, std::size_t position, const Expected<Mailbox>& author, const Limits& limits) {
    Candidate candidate;
    candidate.field = &field;
    candidate.position = position;
    candidate.verdict.slug = Slug::Acceptable;
    auto parsed = dkim::parse_signature_field(field.value, limits);
    if (!parsed) {
        candidate.refuse(parsed.error().slug, parsed.error().detail);
        return candidate;
    }
    candidate.verdict = dkim::verdict_on(*parsed, author);
    candidate.parsed = std::move(*parsed);
    judge_field(candidate, author);
    return candidate;
}

/// Kept with the candidate: judge_hashes() verifies with it.
Expected<unsigned> keep_key(Candidate& candidate, const dkim::KeyRecord& record) {
    const bool rsa = candidate.parsed->algorithm == SignatureField::Algorithm::RsaSha256;
    auto key = rsa ? PublicKey::rsa(record.public_key) : PublicKey::ed25519(record.public_key);
    if (!key) return key.error();
    candidate.key = std::move(*key);
    return candidate.key->bits();
}

/// At most max_signatures, the most promising first.
std::vector<Candidate> candidates_of(const Prescan& mail, const Expected<Mailbox>& author, const Limits& limits) {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < mail.fields.size(); ++i)
        if (equal_ignoring_case(mail.fields[i].name, "DKIM-Signature"))
            candidates.push_back(make_candidate(mail.fields[i], i, author, limits));
    sort_by_promise(candidates, author ? author->domain : std::string_view());
    if (candidates.size() > limits.max_signatures)
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(limits.max_signatures), candidates.end());
    return candidates;
}

void judge_hashes(Candidate& candidate, const Expected<dkim::SignedHashes>& hashes) {
    const SignatureField& signature = *candidate.parsed;
    if (!hashes || hashes->body != signature.body_hash) {
        // This outdoes "key unavailable": the key could not make this mail good, so nobody needs to wait for it.
        candidate.verdict.slug = Slug::SignatureFailed;
        candidate.verdict.detail = hashes ? "the body is not the one that was signed" : hashes.error().detail;
    } else if (candidate.open() && !candidate.key->verifies(hashes->header, signature.signature)) {
        candidate.refuse(Slug::SignatureFailed, "the signature does not fit the header and the key");
    }
}

void judge_hashes(std::vector<Candidate>& candidates, const Prescan& mail) {
    std::vector<Candidate*> left;
    std::vector<dkim::SignatureInMail> signatures;
    for (Candidate& candidate : candidates) {
        if (!candidate.open() && candidate.verdict.slug != Slug::KeyUnavailable) continue;
        left.push_back(&candidate);
        signatures.push_back({candidate.field, &*candidate.parsed});
    }
    const auto hashes = dkim::hash_signed(mail, signatures);
    for (std::size_t i = 0; i < left.size(); ++i) judge_hashes(*left[i], hashes[i]);
}

/// The candidates are judged and in order of promise.
Verification conclude(std::vector<Candidate> candidates, const Expected<Mailbox>& author) {
    Verification verification;
    if (author) verification.from_domain = author->domain;
    if (candidates.empty()) {
        verification.slug = Slug::NoSignature;
        verification.detail = "no DKIM-Signature field";
        return verification;
    }
    const SignatureVerdict& best = candidates.front().verdict;
    verification.slug = best.slug;
    verification.detail = best.sdid.empty() ? best.detail : fmt::format("d={} s={}: {}", best.sdid, best.selector, best.detail);
    if (best.slug == Slug::Acceptable) {
        verification.detail = fmt::format("d={} s={}", best.sdid, best.selector);
        verification.identity = Identity{best, author->address, author->domain, organizational_domain(best.sdid)};
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.position < b.position; });
    for (Candidate& candidate : candidates) verification.signatures.push_back(std::move(candidate.verdict));
    return verification;
}

}  // namespace

struct MailSignatures::Parsed {
    Parsed(const Prescan& mail_, const Limits& limits_)
        : mail(mail_),
          limits(limits_),
          author(mail.refusal ? Expected<Mailbox>{*mail.refusal} : author_of(mail)),
          candidates(mail.refusal ? std::vector<Candidate>{} : candidates_of(mail, author, limits)) {}

    const Prescan& mail;
    const Limits& limits;
    Expected<Mailbox> author;
    std::vector<Candidate> candidates;
};

MailSignatures::MailSignatures(const Prescan& mail, const Limits& limits) : parsed_(std::make_unique<Parsed>(mail, limits)) {}
MailSignatures::MailSignatures(MailSignatures&&) noexcept = default;
MailSignatures& MailSignatures::operator=(MailSignatures&&) noexcept = default;
MailSignatures::~MailSignatures() = default;

std::vector<KeyName> MailSignatures::key_names() const {
    std::vector<KeyName> names;
    for (const Candidate& candidate : parsed_->candidates) {
        if (!candidate.open()) continue;
        KeyName name = candidate.parsed->key_name();
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

Verification MailSignatures::verify(const KeyAnswers& keys, std::chrono::sys_seconds received_at) {
    auto& [mail, limits, author, candidates] = *parsed_;
    // A doubled From, a NUL or a bare CR in the header: nobody vouches for what cannot be read in one way only.
    if (mail.refusal) return Verification{{}, std::nullopt, mail.refusal->slug, mail.refusal->detail, {}};

    for (Candidate& candidate : candidates) {
        if (!candidate.open()) continue;
        judge_time(candidate, received_at, limits);
        judge_key(candidate, keys, limits, keep_key);  // an expired signature too: people want to see its key
    }
    judge_hashes(candidates, mail);
    sort_by_promise(candidates, author ? author->domain : std::string_view());
    return conclude(std::move(candidates), author);
}

std::vector<KeyName> key_names_of(const Prescan& mail, const Limits& limits) { return MailSignatures{mail, limits}.key_names(); }

Verification verify(const Prescan& mail, const KeyAnswers& keys, std::chrono::sys_seconds received_at, const Limits& limits) {
    return MailSignatures{mail, limits}.verify(keys, received_at);
}

}  // namespace tlsrpt
