// Who vouches for this report: the DKIM decision of RFC 8460 section 3.
//
//     header fields, body + DKIM key records  →  the verdict on each signature, and the Identity if one is acceptable
//
// A mail can carry several signatures; one acceptable signature is enough. Acceptable means:
//   1. it verifies at the time of receipt                        RFC 6376 section 6.1
//   2. it has no "l=" tag, so it covers the whole body           RFC 8460 section 3 (MUST NOT)
//   3. its key record's "s=" list allows "tlsrpt"                RFC 8460 section 3 (SHOULD), RFC 6376 section 3.6.1
//   4. a= is rsa-sha256 or ed25519-sha256, RSA ≥ 1024 bits       RFC 8301, RFC 8463
//   5. its d= and the RFC5322.From domain share an organizational domain, and it signs From
//
// libopendkim canonicalises and hashes, and sees nothing that our own strict parsers did not let through. It would turn away a
// key whose "s=" says exactly what RFC 8460 asks for, and take weak and contradictory ones: so keys, time and 2 to 5 are judged here,
// and OpenSSL is asked whether the signature fits.
//
// Pure: key answers and time are parameters; nothing here does I/O or reads a clock. Memory safety of libopendkim is
// the cell's business (cell.hpp). One call at a time per thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"
#include "tlsrpt/mail.hpp"

namespace tlsrpt {

/// Where a signature's key is published: `<selector>._domainkey.<sdid>`, lower case, no final dot.
using KeyName = std::string;

/// What DNS said about one key name.
struct KeyAnswer {
    enum class Kind : std::uint8_t { Found, None, Multiple, Unavailable };
    ///< None: NXDOMAIN or no TXT. Multiple: two or more TXT records (RFC 6376 section 3.6.2.2: undefined, so refused).
    ///< Unavailable: SERVFAIL, bogus on a validating path, or deadline; a retry may help.
    Kind kind{Kind::Unavailable};
    std::string text;      ///< The one TXT record, its character-strings joined; empty unless Found.
    std::string detail;    ///< "NXDOMAIN", "SERVFAIL", "deadline" …: for a person.
    enum class Dnssec : std::uint8_t { Unavailable, Insecure, Secure };
    Dnssec dnssec{Dnssec::Unavailable};    ///< Unavailable: the path to the resolver does not validate, so nothing is known.
    bool operator==(const KeyAnswer&) const = default;
};

/// A name that is missing here counts as Unavailable.
using KeyAnswers = std::map<KeyName, KeyAnswer>;

/// The same, to be handed on without a copy: a mail's keys go through several hands, and most mails have those of the one before.
class SharedKeyAnswers {
public:
    SharedKeyAnswers() : answers_(nothing()) {}
    SharedKeyAnswers(KeyAnswers answers) : answers_(std::make_shared<const KeyAnswers>(std::move(answers))) {}    // NOLINT(google-explicit-constructor)

    const KeyAnswers& operator*() const { return *answers_; }
    const KeyAnswers* operator->() const { return answers_.get(); }

private:
    static const std::shared_ptr<const KeyAnswers>& nothing() {
        static const auto none = std::make_shared<const KeyAnswers>();
        return none;
    }
    std::shared_ptr<const KeyAnswers> answers_;    // never null
};

/// All that is known about one DKIM-Signature field, whether it is acceptable or not.
struct SignatureVerdict {
    Slug slug{Slug::SignatureFailed};    ///< Acceptable, or the reason why not
    std::string detail;                  ///< for a person: "x= expired 2026-11-01T00:00:00Z"
    std::string sdid;                    ///< d=, lower case; "" when the field could not be parsed
    std::string auid;                    ///< i= as written, or "@" + sdid
    std::string selector;
    std::string algorithm;               ///< a=, lower case
    std::string canonicalization;        ///< c=, lower case, both halves: "relaxed/simple"
    std::uint32_t key_bits{0};           ///< RSA modulus counted by us; 256 for ed25519; 0 when unknown
    std::string services;                ///< s= of the key record, normalised "tlsrpt:email"; "" when the record has none or is unknown
    bool testing{false};                 ///< t=y in the key record: accepted, recorded
    bool aligned{false};
    KeyAnswer::Dnssec dnssec{KeyAnswer::Dnssec::Unavailable};
    std::optional<std::chrono::sys_seconds> signed_at;     ///< t=
    std::optional<std::chrono::sys_seconds> expires_at;    ///< x=
    std::vector<std::string> signed_fields;                ///< h=, lower case, in order
    bool operator==(const SignatureVerdict&) const = default;
};

/// The verified signer. The reporter of a stored report is `signature.sdid`, never a name in the JSON.
struct Identity {
    SignatureVerdict signature;
    std::string from_address;             ///< RFC5322.From, the one address; domain lower case
    std::string from_domain;              ///< lower case, A-labels
    std::string organizational_domain;    ///< of signature.sdid, by the public suffix list
    bool operator==(const Identity&) const = default;
};

struct Verification {
    std::vector<SignatureVerdict> signatures;    ///< in the order of the fields, at most max_signatures
    std::optional<Identity> identity;            ///< of the acceptable signature: d= equal to the From domain, then the longest, then lexical order
    Slug slug{Slug::NoSignature};                ///< Acceptable, the best candidate's reason, or key-unavailable
    std::string detail;
    std::string from_domain;                     ///< as parsed, even when nothing is acceptable; "" when From is unusable
};

/// The keys that verify() will want: of signatures that nothing in their field speaks against, at most max_signatures, each name once.
std::vector<KeyName> key_names_of(const Prescan& mail, const Limits& limits);

/// @param received_at  judges x= and t= with limits.clock_drift
/// slug is key-unavailable only when nothing is acceptable and a signature that could be lacks its key for now.
Verification verify(const Prescan& mail, const KeyAnswers& keys, std::chrono::sys_seconds received_at, const Limits& limits);

/// Both of a mail, whose fields are parsed once.
class MailSignatures {
public:
    /// Both borrowed; must outlive this.
    MailSignatures(const Prescan& mail, const Limits& limits);
    MailSignatures(MailSignatures&&) noexcept;
    MailSignatures& operator=(MailSignatures&&) noexcept;
    ~MailSignatures();

    [[nodiscard]] std::vector<KeyName> key_names() const;
    /// Once, as the last call.
    Verification verify(const KeyAnswers& keys, std::chrono::sys_seconds received_at);

private:
    struct Parsed;
    std::unique_ptr<Parsed> parsed_;
};

/// The organizational domain by the public suffix list built into libpsl; the domain itself when it is a public suffix.
std::string organizational_domain(std::string_view domain);

}  // namespace tlsrpt
