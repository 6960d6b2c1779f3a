#include "report/uri.hpp"

#include <algorithm>
#include <array>

namespace tlsrpt::report {
namespace {

/// A set of octets.
constexpr std::array<bool, 256> set_of(std::string_view octets) {
    std::array<bool, 256> set{};
    for (const char c : octets) set[static_cast<unsigned char>(c)] = true;
    return set;
}

constexpr auto letters = set_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
constexpr auto in_scheme = set_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");
constexpr auto in_rest = set_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

}  // namespace

bool is_uri(std::string_view text) {
    const auto is_in = [](const std::array<bool, 256>& set) { return [&set](char c) { return set[static_cast<unsigned char>(c)]; }; };
    const auto colon = std::ranges::find_if_not(text, is_in(in_scheme));
    return colon != text.end() && *colon == ':' && colon != text.begin() && is_in(letters)(text.front()) && std::all_of(colon, text.end(), is_in(in_rest));
}

}  // namespace tlsrpt::report
