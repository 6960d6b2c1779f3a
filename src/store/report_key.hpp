// When two reports are the same report: the digests that the store compares.
//
//     Identity + Report → ReportKey
//
// Key: verified sdid, From address, report-id and range. Claims that another sender could copy are in it only together
// with what DKIM proved, so nobody can replace somebody else's report.
//
// Pure.
#pragma once

#include <chrono>
#include <string>

#include "tlsrpt/dkim.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt {

struct ReportKey {
    std::chrono::sys_days day{};
    std::string key_sha256;     ///< of the key's members
    std::string values_sha256;  ///< of the key and every value of the report: equal only for equal reports under equal keys
};

ReportKey report_key(const Identity& identity, const Report& report);

}  // namespace tlsrpt
