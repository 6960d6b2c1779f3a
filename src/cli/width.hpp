// How many columns of a terminal a text takes.
//
// Near enough for names and domains: East Asian wide characters and emoji take two, combining marks none, everything else one. Text is
// expected to have gone through escape_terminal(), so no control character and no invalid UTF-8 is left in it.
#pragma once

#include <string>
#include <string_view>

namespace tlsrpt {

std::size_t display_width(std::string_view text);

/// How many octets of the text fit into so many columns; at least one character.
std::size_t columns_prefix(std::string_view text, std::size_t columns);

/// The text, or as much of it as fits before an ellipsis.
std::string fit(std::string_view text, std::size_t columns);

}  // namespace tlsrpt
