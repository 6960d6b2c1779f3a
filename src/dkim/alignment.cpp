#include "dkim/alignment.hpp"

#include <libpsl.h>

#include <string>

#include "dkim/recent.hpp"
#include "tlsrpt/dkim.hpp"

namespace tlsrpt {

std::string organizational_domain(std::string_view domain) {
    thread_local dkim::Recent<std::string> recent;
    if (const std::string* known = recent.find(domain)) return *known;
    std::string name(domain);
    // Null for a public suffix, and from a libpsl that was built without a list: then only equal domains are aligned.
    const char* registrable = psl_registrable_domain(psl_builtin(), name.c_str());
    return recent.keep(domain, registrable == nullptr ? name : std::string(registrable));
}

}  // namespace tlsrpt

namespace tlsrpt::dkim {

bool aligned(std::string_view sdid, std::string_view from_domain) {
    return !sdid.empty() && (sdid == from_domain || organizational_domain(sdid) == organizational_domain(from_domain));
}

std::size_t common_labels(std::string_view a, std::string_view b) {
    std::size_t count = 0;
    while (!a.empty() && !b.empty()) {
        const std::size_t dot_a = a.rfind('.');
        const std::size_t dot_b = b.rfind('.');
        if (a.substr(dot_a + 1) != b.substr(dot_b + 1)) break;  // npos + 1 is 0
        ++count;
        a = a.substr(0, dot_a == std::string_view::npos ? 0 : dot_a);
        b = b.substr(0, dot_b == std::string_view::npos ? 0 : dot_b);
    }
    return count;
}

}  // namespace tlsrpt::dkim
