// Is this text JSON that we dare to hold in memory? RFC 8460 section 4 asks for I-JSON (RFC 7493).
//
//     text  →  document, or report-invalid with what is wrong and where
//
//   - UTF-8 without NUL, neither as octet nor as \u0000             RFC 7493 section 2.1
//   - no member name twice in an object                             RFC 7493 section 2.3
//   - integers within ±(2^53 - 1); 5.0 and 5e0 are the integer 5    RFC 7493 section 2.2
//   - depth, number of values and names, length of each string      limits.hpp
//
// One pass: the events of the parser are judged and become the document at once, so nothing is built that was not allowed. Plain text is read by
// quick_scan.hpp; what that does not take is read from its beginning by nlohmann/json, which alone says what is wrong.
//
// Surprises of nlohmann/json: its own document parser keeps the last of two equal names, makes a double of an integer over 2^64, and
// takes a NUL after the document for its end. A byte order mark is skipped by the parser; the caller records it.
#pragma once

#include <string_view>

#include "report/json.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt::report {

Expected<Json> read_json(std::string_view text, const Limits& limits);

}  // namespace tlsrpt::report
