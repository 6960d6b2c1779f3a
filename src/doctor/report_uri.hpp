// Where a TLSRPT record says that reports go.
//
//     one element of rua=  →  ReportUri
//
//   1. A URI whose "!", "," and ";" are percent-encoded                     RFC 8460 section 3
//   2. Schemes: mailto and https, in any case                               RFC 8460 section 3, RFC 3986 section 3.1
//   3. mailto: one address, percent-encoding undone, up to "?"              RFC 6068 section 2
//   4. https: a host name or address, perhaps a port                        RFC 9110 section 4.2.2
//
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tlsrpt::doctor {

struct ReportUri {
    enum class Kind : std::uint8_t { Mailto, Https, Unusable };
    Kind kind{Kind::Unusable};
    std::string text;     ///< as published
    std::string address;  ///< of mailto, decoded, the domain in lower case
    std::string host;     ///< of https, lower case
    std::string problem;  ///< what is wrong with it; "" when nothing is
};

/// @param text  without the blanks around it
ReportUri read_report_uri(std::string_view text);

/// Whether two addresses are one: the domain in any case, the local part as it is (RFC 5321 section 2.4).
bool is_same_address(std::string_view a, std::string_view b);

}  // namespace tlsrpt::doctor
