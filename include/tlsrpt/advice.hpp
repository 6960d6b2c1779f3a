// May this domain enforce, and if not, what stands in the way.
//
//     days of one policy domain and policy type  →  verdict with its evidence
//
// Only what a policy in mode enforce would refuse stands in the way: a policy that a sender could not fetch or parse refuses nothing
// (RFC 8461). DANE has no testing mode: what failed under it was refused already.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tlsrpt {

struct Advice {
    enum class Verdict : std::uint8_t { Enforcing, Ready, NotReady, NotEnoughEvidence };
    struct Cause {
        std::string result_type;
        std::string receiving_mx_hostname;    ///< "" when no report names it
        std::uint64_t failed_session_count{0};
        bool would_refuse{true};              ///< false: policy not seen, or its incident is resolved; listed, does not block
        bool resolved{false};
    };

    std::string policy_domain;
    std::string policy_type;                  ///< "sts" or "tlsa"
    Verdict verdict{Verdict::NotEnoughEvidence};
    std::string mode;                         ///< the newest mode seen in sts policies: "testing", "enforce", "none"; "" when unknown
    std::uint64_t days{0};                    ///< report days with that policy type, in the window
    std::vector<std::string> reporters;       ///< established ones among those that saw it, sorted
    std::uint64_t sessions{0};                ///< exact for the type
    std::uint64_t would_fail{0};              ///< sessions that enforce would refuse
    std::vector<Cause> causes;                ///< most sessions first
    std::string next_step;                    ///< what to do first, one sentence
};

}  // namespace tlsrpt
