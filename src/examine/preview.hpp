// What a mail says before its keys are known, and all that it says when they are: one pass over it either way.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "tlsrpt/cell.hpp"
#include "tlsrpt/examination.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

/// Pure, like key_names() and examine(). Never fails: a mail that cannot be read has no keys.
Preview preview(std::string_view bytes, const Limits& limits);

/// A preview, and the examination as of receipt_time() where `keys` answers every name that the preview has: then exactly that of examine().
struct Attempt {
    Preview preview{};
    std::optional<Examination> examination{};
};
Attempt attempt(std::string_view bytes, const KeyAnswers& keys, const ReceiptBounds& bounds, const Limits& limits);

}  // namespace tlsrpt
