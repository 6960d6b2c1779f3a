// What is in the report part: the JSON text, unpacked.
//
//     octets  →  text, and what about the packing was odd; or report-too-large, report-invalid
//
//   - gzip (RFC 1952) is told by its first two octets, whatever media type and name say; anything else is taken as it is.
//   - One absolute cap on the text. A cap on the ratio would refuse legal reports: 20,000 failures pack 1:60.
//   - A gzip file may have several members (RFC 1952 section 2.2): they are one text, joined. Octets after the last member that
//     do not begin another one are ignored and counted.
//   - Every fault of a member is told apart: header, data, checksum, length, end missing.
//
// zlib: windowBits 31 reads gzip only, checks both trailers, and stops after each member.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tlsrpt/expected.hpp"

namespace tlsrpt::report {

struct Inflated {
    std::string text;
    std::size_t members{0};          ///< of gzip; 0: the octets were not gzip
    std::size_t trailing_octets{0};  ///< after the last member
};

/// @return report-too-large  the text has over max_bytes
///         report-invalid    empty, or a fault of gzip
Expected<Inflated> inflate_report(std::string_view octets, std::size_t max_bytes);

}  // namespace tlsrpt::report
