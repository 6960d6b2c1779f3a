// The policy file of MTA-STS.
//
//     body of https://mta-sts.DOMAIN/.well-known/mta-sts.txt, or the lines that a report quotes  →  StsPolicy
//
//   1. Lines `key: value` that end with LF or CRLF, blanks after the colon and at the end only              RFC 8461 section 3.2
//   2. version, mode and max_age once each; mx at least once unless the mode is none                        likewise
//   3. Of a key that is there twice the first counts, except mx; unknown keys are ignored                    likewise
//   4. An mx is a host name, or "*." and a host name: the star is the whole first label                      likewise
//      Another one is not fatal: the grammar lets a sender take the line for an extension. But it matches nothing.
//   5. max_age is 0 to 31557600 seconds                                                                      likewise
//   6. A pattern with a star matches names with exactly one label more                                       RFC 8461 section 4.1
//
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tlsrpt::doctor {

inline constexpr std::uint64_t max_sts_age_seconds = 31'557'600;  // RFC 8461 section 3.2: about one year

struct StsPolicy {
    enum class Mode : std::uint8_t { Unknown, None, Testing, Enforce };
    struct Problem {
        std::size_t line{0};  ///< from 1; 0: of the whole
        std::string text;     ///< a sentence's end: "has no colon"
        bool fatal{false};    ///< a sender that follows the RFC sees no valid policy
        bool operator==(const Problem&) const = default;
    };

    bool has_version{false};
    Mode mode{Mode::Unknown};
    std::optional<std::uint64_t> max_age_seconds;
    std::vector<std::string> mx;        ///< good patterns, lower case
    std::vector<std::string> wrong_mx;  ///< as written: they match nothing
    std::vector<std::string> unknown_keys;
    std::vector<Problem> problems;

    [[nodiscard]] bool is_valid() const;
};

StsPolicy read_sts_policy(std::string_view text);

/// "none", "testing", "enforce"; "" for Unknown.
std::string_view mode_name(StsPolicy::Mode mode);

}  // namespace tlsrpt::doctor
