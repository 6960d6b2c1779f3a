// The language between the trusted parent and a cell: a bounded binary format, strictly decoded.
//
//     request: what is asked, time of receipt, key answers, the mail      parent → cell
//     answer : a Preview, an Examination, or an Attempt at both           cell → parent
//
// Decoding an answer is where trust begins: a captured cell writes what it likes. It can lie within the values that an
// honest cell could have sent (docs/threat-model.md), and no further. Refused are: a length or count over its limit or over
// what is there, an enum or truth value out of range, a time or number out of bounds, octets left over, an Examination
// that contradicts itself (acceptable without identity or report, say), and one that names a signer whose key it was not given.
//
// Pure. Both ends are the same program, forked, so the format has no versions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "examine/preview.hpp"
#include "tlsrpt/cell.hpp"
#include "tlsrpt/examination.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt {

struct CellRequest {
    enum class Kind : std::uint8_t { Preview, Attempt, Examine };
    Kind kind{Kind::Preview};
    std::chrono::sys_seconds earliest{};     ///< attempt only
    std::chrono::sys_seconds received_at{};  ///< examine; the latest that it can be for an attempt
    SharedKeyAnswers keys{};                 ///< not for a preview
    std::string_view mail{};                 ///< borrowed; must outlive this
};

/// The keys of the request that a cell had before: most mails come with the same ones, which need not be sent again then.
using KeysBefore = std::optional<SharedKeyAnswers>;

/// Everything but the mail, whose octets follow directly: so a large mail is not copied to be sent.
std::string encode_without_mail(const CellRequest& request);
/// @param before  of the cell that is asked next; set anew
std::string encode_without_mail(const CellRequest& request, KeysBefore& before);
/// The mail stays in `octets`. @return examiner-failed
Expected<CellRequest> decode_request(std::string_view octets, const Limits& limits);
/// @param before  used, and set anew
Expected<CellRequest> decode_next_request(std::string_view octets, const Limits& limits, KeysBefore& before);

std::string encode(const Preview& preview);
std::string encode(const Attempt& attempt);
std::string encode(const Examination& examination);
/// @return examiner-failed
Expected<Preview> decode_preview(std::string_view octets, const Limits& limits);
Expected<Attempt> decode_attempt(std::string_view octets, const Limits& limits);
Expected<Examination> decode_examination(std::string_view octets, const Limits& limits);
/// The same, and what it says of signers follows from the request that it answers (follows_from() of claims.hpp). What every program takes an
/// answer with.
Expected<Examination> decode_answer_to(const CellRequest& request, std::string_view octets, const Limits& limits);
Expected<Attempt> decode_attempt_at(const CellRequest& request, std::string_view octets, const Limits& limits);

}  // namespace tlsrpt
