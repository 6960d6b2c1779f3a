// The normalised, valid, checked document as values.
//
//     document  →  Report
//
// Here equal things become equal text: domain and host names in lower case without final dot, addresses in the form of RFC 5952.
// What is no name or address stays verbatim. The document is used up.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "report/json.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt::report {

/// An instant in UTC that to_rfc3339() can write again.
std::optional<std::chrono::sys_seconds> to_time(std::string_view text);

Report map_report(Json&& document);

}  // namespace tlsrpt::report
