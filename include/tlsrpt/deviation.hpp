// What a sender did that RFC 8460 does not allow, and that we forgave.
#pragma once

#include <string>

namespace tlsrpt {

struct Deviation {
    std::string name;       ///< of the rule in src/report/deviations.cpp or src/mail/message.cpp: "date-without-zone"
    std::string pointer;    ///< JSON pointer (RFC 6901) into the report as received; "" for the mail or the whole document
    std::string detail;     ///< the value as received, cut to 200 bytes; may be hostile text
    bool operator==(const Deviation&) const = default;
};

}  // namespace tlsrpt
