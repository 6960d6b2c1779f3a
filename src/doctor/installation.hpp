// The local side: what surrounds the store on this machine.
//
//     listen addresses → does a daemon answer          report addresses + the MTA's files → where they stand
//
// Files are read only where they can be; at most 1 MiB each. Blocks for a second or two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt::doctor {

/// The files that `name = type:/path, …` parameters ending in "_maps" of a main.cf name, once each.
std::vector<std::string> map_files_in(std::string_view main_cf);

/// The first line, comments aside, in which an address stands: as a whole word, or its local part as a whole word of a local_parts line.
/// @return "" when none does
std::string line_with(std::string_view file, std::string_view address);

}  // namespace tlsrpt::doctor
