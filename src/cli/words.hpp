// Prose of our own over as many lines as it needs.
#pragma once

#include <string>
#include <string_view>

namespace tlsrpt {

/// Lines of at most `columns`, each with its line end, broken at blanks; a word that is longer stands alone.
/// @param first, later  what the first line and the others begin with
std::string wrapped(std::string_view text, std::size_t columns, std::string_view first, std::string_view later);

}  // namespace tlsrpt
