// A reverse-path or forward-path with its parameters, as MAIL and RCPT carry them (RFC 5321 section 4.1.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt {

struct PathArgument {
    std::string path;                         // without < >; a source route is dropped (RFC 5321 appendix C)
    std::vector<std::string_view> parameters; // "SIZE=1234", into the text given
};

/// `text` follows "FROM:" or "TO:". None when it is not a path. What the address means is not our business: the MTA accepted it.
std::optional<PathArgument> parse_path(std::string_view text, std::size_t max_path_bytes);

}  // namespace tlsrpt
