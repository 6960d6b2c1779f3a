// What a mail says before its keys are known, in one pass over it.
#pragma once

#include <string_view>

#include "tlsrpt/cell.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

/// Pure, like key_names() and examine(). Never fails: a mail that cannot be read has no keys.
Preview preview(std::string_view bytes, const Limits& limits);

}  // namespace tlsrpt
