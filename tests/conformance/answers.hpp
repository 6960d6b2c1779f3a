// Everything that a store can be asked, as text.
//
//     Place → lines, the same for stores that hold the same
//
// Selections are made of what is in the store: all, some days, names, patterns, signers. Ids are printed as the Place's numbers; what the port leaves
// unordered is sorted.
#pragma once

#include <string>

#include "stores.hpp"

namespace tlsrpt::test {

std::string answers_of(Place& place);

}  // namespace tlsrpt::test
