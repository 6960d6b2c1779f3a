// One report's word on one policy domain, added up so that no session counts twice.
//
//     (policy type, sessions, failures) … → Counts
//
// A sender may count one session under sts and again under tlsa (RFC 8460 section 4.2 has a policy for each), so those two
// and every type we do not know are taken to overlap: the largest counts. Sessions without a policy stand apart and are
// added. Sums stop at 2^64-1 in place of wrapping: the numbers came by mail.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "insight/saturated.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

/// Sums of one figure by policy type. The types are borrowed and must outlive this.
class TypeSums {
public:
    void add(std::string_view policy_type, std::uint64_t figure) {
        std::uint64_t& sum = sums_[policy_type];
        sum = saturated_sum(sum, figure);
    }
    [[nodiscard]] std::uint64_t at_least() const;  ///< overlaps counted once
    [[nodiscard]] std::uint64_t at_most() const;   ///< the plain sum

private:
    std::map<std::string_view, std::uint64_t> sums_;
};

/// The policies of one report and one policy domain.
class DomainTally {
public:
    void add(std::string_view policy_type, std::uint64_t successful, std::uint64_t failure) {
        sessions_.add(policy_type, saturated_sum(successful, failure));
        failures_.add(policy_type, failure);
    }
    [[nodiscard]] Counts counts() const { return {sessions_.at_least(), failures_.at_least(), sessions_.at_most()}; }

private:
    TypeSums sessions_;
    TypeSums failures_;
};

}  // namespace tlsrpt
