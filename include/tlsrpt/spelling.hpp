// How far apart two names are, to guess which one was meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace tlsrpt {

/// Letters to add, drop, change or swap with their neighbour (optimal string alignment).
std::size_t edits_between(std::string_view a, std::string_view b);

}  // namespace tlsrpt
