// One signature on its way to a verdict: the rules that need no mail, only what the field says, the time, and the key.
//
//     SignatureField, author, time of receipt, key answers  →  SignatureVerdict: acceptable so far, or the first reason against it
//
// A signature starts as acceptable and keeps the first reason against it. The rules run from cheap to costly:
//   the field alone   no l=; a modern algorithm; From is signed; d= aligned with From
//   the time          t= not ahead of the time of receipt, x= not before it
//   the key           there; fits the signature; allows tlsrpt; large enough
//
// verify() asks them of a mail's fields, and claims.cpp asks them again of what somebody says that a mail's fields were.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "dkim/from_field.hpp"
#include "dkim/key_record.hpp"
#include "dkim/public_key.hpp"
#include "dkim/signature_field.hpp"
#include "tlsrpt/dkim.hpp"

namespace tlsrpt::dkim {

struct Candidate {
    const Field* field{nullptr};
    std::size_t position{0};               // of the field in the mail
    std::optional<SignatureField> parsed;  // none when malformed
    std::optional<PublicKey> key;
    SignatureVerdict verdict;

    [[nodiscard]] bool open() const { return verdict.slug == Slug::Acceptable; }

    /// Keeps the first reason only.
    void refuse(Slug slug, std::string detail) {
        if (!open()) return;
        verdict.slug = slug;
        verdict.detail = std::move(detail);
    }
};

/// What the field says, as an open verdict. `aligned` is set.
SignatureVerdict verdict_on(const SignatureField& signature, const Expected<Mailbox>& author);

void judge_field(Candidate& candidate, const Expected<Mailbox>& author);
void judge_time(Candidate& candidate, std::chrono::sys_seconds received_at, const Limits& limits);

/// How large the record's key is, of the type that the signature needs; what else is made of it is the caller's matter.
using ReadKey = Expected<unsigned> (*)(Candidate& candidate, const KeyRecord& record);
void judge_key(Candidate& candidate, const KeyAnswers& keys, const Limits& limits, ReadKey read_key);

}  // namespace tlsrpt::dkim
