// A verdict in plain words, step by step.
//
//     facts → "  Signature   1: accepted; google.com vouches for this mail\n              selector 2024, …\n"
//
// Each step has a label and one or more lines. `check` explains an Examination, `show` what the store knows of a mail; the steps that both
// have are here, so that they read alike. Every text that came by mail is escaped and cut here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tlsrpt/deviation.hpp"
#include "tlsrpt/dkim.hpp"
#include "tlsrpt/outcome.hpp"
#include "tlsrpt/report.hpp"

namespace tlsrpt {

class Explanation {
public:
    explicit Explanation(bool colour) : colour_(colour) {}

    /// What the explanation is of, and how it ended; green or red on a terminal with colour.
    void heading(std::string_view what, Slug slug);
    void step(std::string_view label, std::string_view line);    ///< the line is safe to print
    void more(std::string_view line);                            ///< belongs to the step before
    void paragraph(std::string_view label, std::string_view words);    ///< our own words, over as many lines as they need

    void signatures(std::span<const SignatureVerdict> verdicts, std::optional<std::size_t> accepted);
    void deviations(std::span<const Deviation> deviations);
    void violations(std::span<const Violation> violations);
    void report(const Report& report);

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    bool colour_;
    std::string text_;
};

/// Text that came by mail, fit to stand in a line: escaped for a terminal and cut.
std::string shown(std::string_view hostile);

/// What a person may do about a mail with this outcome; "" when there is nothing to do.
std::string_view advice_on(Slug slug);

}  // namespace tlsrpt
