// What a signature signed: the two hashes of RFC 6376 section 3.7, computed by libopendkim.
//
//     header fields, body, signatures that our parsers let through  →  SHA-256 of header and body for each
//
// libopendkim canonicalises and hashes, nothing more: its judgement of keys, services, time and l= is wrong for us (key_record.hpp,
// verify.cpp), and it decodes each key anew. So the key lookup that it calls answers "no such key", and the hashes are taken with
// dkim_sig_gethashes().
// It is given the fields that some h= names, and From; no other is in a hash.
//
// Surprises, and what is done here about each:
//   - Selecting header fields writes one pointer past its array when every field is named in h=: one more field that no h= names follows
//   the real ones.
//   - Its relaxed body drops a CR that stands alone, its simple body loses bytes after an LF that stands alone: such bodies get no hash.
//   - It takes VT and FF in a header for blanks, and a NUL for the end: signatures over such fields get no hash.
//   - It wants the final CRLF that RFC 6376 section 3.4.3 adds: it is added here.
//   - x= and t= are compared with the clock: CLOCKDRIFT of 31 years gets that out of the way.
//   - A signature whose set-up failed has no hashes to be asked for: its error is looked at first.
//   - dkim_init() reads /etc/resolv.conf: the library is made once, at the first call, which a cell must make before it locks itself.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "dkim/signature_field.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/mail.hpp"

namespace tlsrpt::dkim {

struct SignedHashes {
    std::string header;  ///< 32 octets: what b= signs
    std::string body;    ///< 32 octets: what bh= must be
};

/// One signature to hash for. Borrowed.
struct SignatureInMail {
    const Field* field{nullptr};
    const SignatureField* parsed{nullptr};
};

/// One result for each signature, in their order.
/// @return signature-failed  the mail is not what a signature can be computed over, or libopendkim refused it
std::vector<Expected<SignedHashes>> hash_signed(const Prescan& mail, std::span<const SignatureInMail> signatures);

}  // namespace tlsrpt::dkim
