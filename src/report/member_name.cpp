#include "report/member_name.hpp"

#include <array>

namespace tlsrpt::report {
namespace {

// RFC 8460 section 4.4, and what some members were called before it (normalise.cpp).
constexpr std::array<std::string_view, 28> names{
    "organization-name",  "date-range",          "start-datetime",         "end-datetime",
    "contact-info",       "report-id",           "policies",               "policy",
    "policy-type",        "policy-string",       "policy-domain",          "mx-host",
    "mx-host-pattern",    "summary",             "total-successful-session-count", "total-failure-session-count",
    "failure-details",    "result-type",         "sending-mta-ip",         "receiving-mx-hostname",
    "receiving-mx-host-name", "receiving-mx-helo", "receiving-ip",         "failed-session-count",
    "additional-information", "additional-info-uri", "failure-reason-code", "failure-error-code",
};

constexpr std::size_t places = 64;

/// No two of the names have the same place.
constexpr std::size_t place_of(std::string_view name) {
    const auto octet = [](char c) { return static_cast<unsigned char>(c); };
    return (name.size() + octet(name.front()) + octet(name.back()) * std::size_t{48}) % places;
}

constexpr std::array<std::string_view, places> by_place = [] {
    std::array<std::string_view, places> table{};
    for (const std::string_view name : names) table[place_of(name)] = name;
    return table;
}();

constexpr bool all_have_places() {
    for (const std::string_view name : names)
        if (by_place[place_of(name)] != name) return false;
    return true;
}
static_assert(all_have_places());

}  // namespace

const char* find_known_name(std::string_view text) {
    if (text.empty()) return "";
    const std::string_view known = by_place[place_of(text)];
    return known == text ? known.data() : nullptr;
}

}  // namespace tlsrpt::report
