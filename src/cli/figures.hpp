// Numbers as people read them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tlsrpt {

/// "0.54 %", "<0.01 %", "0 %"; "" where there is nothing to divide by.
std::string rate_text(std::uint64_t failures, std::uint64_t sessions);
/// "at least 1100" where types overlap unequally.
std::string sessions_text(std::uint64_t sessions, bool at_least);
/// Bars of eight heights, one for each value, or for several where there are more than `most`; a value above 0 is never the lowest bar.
std::string sparkline(std::span<const std::uint64_t> values, std::size_t most);
/// "1 day", "2 days".
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural);

}  // namespace tlsrpt
