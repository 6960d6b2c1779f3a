#include "cli/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tlsrpt {

std::string rate_text(std::uint64_t failures, std::uint64_t sessions) {
    if (failures == 0 || sessions == 0) return failures == 0 ? "0 %" : "";
    const double percent = 100.0 * static_cast<double>(failures) / static_cast<double>(sessions);
    if (percent < 0.01) return "<0.01 %";
    return fmt::format("{:.2f} %", percent);
}

std::string sessions_text(std::uint64_t sessions, bool at_least) { return (at_least ? "at least " : "") + std::to_string(sessions); }

std::string sparkline(std::span<const std::uint64_t> values, std::size_t most) {
    constexpr std::array<std::string_view, 8> bars{"\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
    if (values.empty() || most == 0) return {};
    const std::size_t of_each = (values.size() + most - 1) / most;
    std::vector<std::uint64_t> sums;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i % of_each == 0) sums.push_back(0);
        sums.back() += values[i];
    }
    const std::uint64_t highest = *std::max_element(sums.begin(), sums.end());
    std::string line;
    for (const std::uint64_t sum : sums) {
        const double share = highest == 0 ? 0.0 : static_cast<double>(sum) / static_cast<double>(highest);
        const auto height = static_cast<std::size_t>(share * static_cast<double>(bars.size() - 1));
        line += bars[sum > 0 ? std::max<std::size_t>(1, height) : 0];
    }
    return line;
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", number, number == 1 ? singular : plural);
}

}  // namespace tlsrpt
