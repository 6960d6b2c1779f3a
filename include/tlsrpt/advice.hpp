// May this domain enforce, and if not, what stands in the way.
//
//     days of one policy domain and policy type  →  verdict with its evidence
//
// Only what a policy in mode enforce would refuse stands in the way: a policy that a sender could not fetch or parse refuses nothing
// (RFC 8461). DANE has no testing mode: what failed under it was refused already.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/incident.hpp"
#include "tlsrpt/rows.hpp"

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

struct AdviceOptions {
    std::size_t days{14};
    std::size_t reporters{2};
};

/// The last `days` report days among the rows, newest first.
/// @param rows  of one policy domain and type
std::vector<std::chrono::sys_days> advice_days(std::span<const DailyPolicyRow> rows, std::size_t days);

/// What is known of one policy domain and policy type. All rows are of believed reporters: an unproven one changes no advice.
struct AdviceEvidence {
    std::string policy_domain;
    std::string policy_type;
    std::vector<DailyPolicyRow> rows;              ///< of the days that advice_days() gives
    std::vector<FailureSumRow> failures;      ///< likewise
    std::vector<Incident> incidents;          ///< of the domain
    std::vector<std::string> policy_string;   ///< the STS policy in force
};
Advice advise(const AdviceEvidence& evidence, const AdviceOptions& options);

std::string_view name_of(Advice::Verdict verdict);    ///< "enforcing", "ready", "not-ready", "not-enough-evidence"

}  // namespace tlsrpt
