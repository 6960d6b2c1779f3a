// The header fields of MIME parts, as octets: what the body holds in them, and whether a library may read them.
//
//     body  →  how many lines may be delimiters; do the lines after each of them keep the limits
//
// A delimiter starts with "--" at the beginning of a line (RFC 2046 section 5.1.1). Whether it really is one depends on
// boundaries that only a MIME parser knows, so every such line counts, and the lines after it, up to an empty one, are
// taken for header fields. Lines end with LF here, because that is all that GMime asks for.
//
// Pure; linear in the size of the body.
#pragma once

#include <optional>

#include "tlsrpt/mail.hpp"

namespace tlsrpt {

/// Sets boundary_lines, and report_like when a part's header names the media type application/tlsrpt….
/// @return false when there are more than Limits::max_boundary_lines; the scan stopped there
bool scan_boundary_lines(Prescan& mail, const Limits& limits);

/// message-unreadable when the header of a part breaks a limit that the header of a mail has, too; or holds a NUL.
std::optional<Error> check_part_headers(const Prescan& mail, const Limits& limits);

/// The structured fields of MIME are the ones that begin with "Content-" (RFC 2045 section 3); GMime parses all of their
/// parameters as soon as it sees them, at quadratic cost.
bool has_too_many_parameters(const Field& field, const Limits& limits);

}  // namespace tlsrpt
