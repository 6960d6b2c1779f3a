// A mail as a pipe hands it over, made into what LMTP sends: line ends are CRLF, dots are stuffed.
//
//     octets of standard input, piece by piece → octets for the wire … ".CRLF"
//
// RFC 5321 section 2.3.8: only CRLF ends a line, so a lone LF becomes CRLF; a lone CR stays what it is. Section 4.5.2: a line that begins with a dot
// gets one more. Any size, constant memory.
#pragma once

#include <string>
#include <string_view>

namespace tlsrpt {

class WireText {
public:
    /// Appends to `out` what becomes of these octets.
    void add(std::string_view octets, std::string& out);
    /// Ends the last line if it is not, and the mail.
    void finish(std::string& out) const;

private:
    bool at_line_start_{true};
    bool after_cr_{false};
};

}  // namespace tlsrpt
