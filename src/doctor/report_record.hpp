// The record at _smtp._tls: who gets the reports.
//
//     TXT record  →  ReportRecord, with everything in it that is not as RFC 8460 section 3 writes it
//
//     tlsrpt-record = "v=TLSRPTv1" 1*( *WSP ";" *WSP field ) [ *WSP ";" *WSP ]        field = rua / extension; rua is required
//     rua           = "rua=" uri *( *WSP "," *WSP uri )
//
// Unknown fields are tolerated (MUST).
//
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doctor/report_uri.hpp"

namespace tlsrpt::doctor {

inline constexpr std::string_view report_record_version = "v=TLSRPTv1";

struct ReportRecord {
    std::vector<ReportUri> rua;
    std::vector<std::string> unknown_fields;  ///< names
    std::vector<std::string> violations;      ///< phrases
    bool has_rua{false};
};

/// @param text  begins with "v=TLSRPTv1;"
ReportRecord read_report_record(std::string_view text);

}  // namespace tlsrpt::doctor
