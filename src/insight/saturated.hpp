// Sums of counts that came by mail: they stop at 2^64-1 in place of wrapping.
#pragma once

#include <cstdint>
#include <limits>

namespace tlsrpt {

constexpr std::uint64_t saturated_sum(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    return a > most - b ? most : a + b;
}

}  // namespace tlsrpt
