// The record at _mta-sts: that there is a policy, and which.
//
//     TXT record  →  StsRecord          "v=STSv1" 1*( *WSP ";" *WSP field ) [ *WSP ";" *WSP ],  field = id / extension
//
// id is required, 1 to 32 letters and digits; of a field that is there twice the first counts (RFC 8461 section 3.1).
//
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt::doctor {

inline constexpr std::string_view sts_record_version = "v=STSv1";

struct StsRecord {
    std::string id;                       ///< "" when there is none
    std::string wrong_id;                 ///< one that breaks the rules; senders then see no policy
    std::vector<std::string> violations;  ///< phrases
    std::vector<std::string> unknown_fields;
};

/// @param text  begins with "v=STSv1;"
StsRecord read_sts_record(std::string_view text);

}  // namespace tlsrpt::doctor
