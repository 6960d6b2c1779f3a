// A report whose every text PostgreSQL can keep.
//
//     Report → the same with U+FFFD for NUL and for octets that are not UTF-8; none when nothing is to be replaced
//
// The whole report at once, before anything is computed from it: what is taken out of the rollups later is computed from what was read back, and
// must be what was added. Its key and digests are of the report as it was sent.
//
// Pure.
#pragma once

#include <optional>

#include "tlsrpt/report.hpp"

namespace tlsrpt::postgresql {

std::optional<Report> storable_report(const Report& report);

}  // namespace tlsrpt::postgresql
