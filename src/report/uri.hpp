// Whether a text is a URI, by its characters.
#pragma once

#include <string_view>

namespace tlsrpt::report {

/// RFC 3986 section 3: a scheme, ":", and nothing but what a URI may hold.
bool is_uri(std::string_view text);

}  // namespace tlsrpt::report
