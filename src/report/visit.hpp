// One place in the document, as a rule of deviations.hpp sees it: what stands there, what surrounds it, and how to forgive it.
//
// A rule looks, says forgive(), and only then changes the document. A Visit lives as long as the call of a rule; all is borrowed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "report/deviation_log.hpp"
#include "report/json.hpp"
#include "report/pointer.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt::report {

/// Kinds of places, in the order in which normalise() comes to them.
enum class Where : std::uint8_t {
    Octets,  // no place in the document
    Member,  // every member that RFC 8460 names, present or not; then, by the kind of its value:
    Text,    // without rules of its own
    Contact,
    Date,
    Count,
    PolicyType,
    Domain,
    PolicyLines,   // policy-string
    PolicyLine,    // a string in policy-string
    HostPatterns,  // mx-host
    HostPattern,   // a string in mx-host
    ResultType,
    Ip,
    Host,
    Greeting,
    Uri,
    Failures,  // failure-details
    Failure,   // objects, after their members
    PolicyResult,
    Document,
};

/// What the rules may know beside the document.
struct Sender {
    std::string_view signed_report_domain;  ///< TLS-Report-Domain when the accepted signature covers it, else ""
    std::string_view submitter;             ///< TLS-Report-Submitter; "" when absent
};

struct DeviationRule;  // deviations.hpp

struct Visit {
    Json* object{nullptr};  ///< that has, or could have, the member; the same as value where the place is an object; null in arrays
    Json* value{nullptr};   ///< at this place as it stands now; null when absent
    std::string_view name;  ///< the member's name in RFC 8460; "" when the place is no member
    std::string_view received_name;  ///< as received: the same, an older name, or "" when absent
    std::string_view older_name;     ///< a name that the member had before RFC 8460; "" when it had none
    bool may_be_absent{false};
    const Pointer* pointer{nullptr};  ///< into the document as received
    const Sender* sender{nullptr};
    const Limits* limits{nullptr};
    DeviationLog* log{nullptr};
    const DeviationRule* rule{nullptr};

    [[nodiscard]] std::string* text() const { return text_of(value); }
    void erase() {
        object->erase(std::string{name});
        value = nullptr;
    }
    void insert(Json what) { value = &((*object)[std::string{name}] = std::move(what)); }

    /// Records that the rule fires here, with the value as it stands; before changing it.
    void forgive() const;
    void forgive(const Pointer& where, const Json* original) const;
};

}  // namespace tlsrpt::report
