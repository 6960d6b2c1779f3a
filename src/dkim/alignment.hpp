// Which domains belong together: the public suffix list that is built into libpsl.
//
// psl_latest() is not used: it opens a file, which a locked cell cannot, and a verdict must not depend on what is installed.
#pragma once

#include <cstddef>
#include <string_view>

namespace tlsrpt::dkim {

/// Whether both have one organizational domain. Lower case, A-labels.
bool aligned(std::string_view sdid, std::string_view from_domain);

/// How many labels the two names share, counted from the right.
std::size_t common_labels(std::string_view a, std::string_view b);

}  // namespace tlsrpt::dkim
