// Parameters of the structured fields of MIME: name="…", filename*0*=….
//
//     field value + name  →  the parameter's value as text
//
//   1. attribute "=" ( token | quoted-string ), separated by ";"       RFC 2045 section 5.1
//   2. attribute*N, a value in pieces                                  RFC 2231 section 3
//   3. attribute*, charset'language'percent-encoded                    RFC 2231 section 4; ASCII and UTF-8 only, as in words.cpp
// An extended value is taken before a plain one of the same name: whoever writes both means the plain one for old readers.
//
// GMime can do this, too, but asks the locale and iconv about charsets, so that its answer depends on where it runs.
//
// Pure; linear in the size of the value.
#pragma once

#include <string>
#include <string_view>

namespace tlsrpt {

/// "" when there is no such parameter. Bounded by the size of `field_value`; may be hostile text.
std::string parameter(std::string_view field_value, std::string_view name);

/// `text` without white space, folds and comments at its start (RFC 5322 section 3.2.2).
std::string_view skip_comments(std::string_view text);

}  // namespace tlsrpt
