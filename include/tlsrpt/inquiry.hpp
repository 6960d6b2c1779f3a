// The rules for one mail on its way through cells and lookups, whoever waits for them: the pipe handler (intake.hpp) or the daemon's event loop.
//
//     Preview → key names      KeyAnswers, time of receipt → examine()      Examination → Judgement → record it, or defer
//
//   - A cell that fails is replaced and the mail tried once more in a fresh one; failing again it is quarantined as examiner-failed.
//   - Time of receipt: the topmost Received field's date, clamped to [now − 7 d, now]; without one, now.
//   - key-unavailable defers while the mail is younger than 4 h by its time of receipt; an older one is quarantined.
//   - policy_domains are judged here: examine() knows no configuration.
//   - A clock before the program's release is misconfigured: signatures, ranges and receipts could not be judged.
//
// Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "tlsrpt/cell.hpp"
#include "tlsrpt/examination.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt {

struct IntakeRules {
    PolicyDomains policy_domains;
    std::chrono::hours defer_for{4};             ///< key-unavailable younger than this goes back to the MTA's queue
    std::chrono::days max_receipt_age{7};        ///< Received dates are clamped to this
};

/// What examining a mail as of some moment gave.
struct Judgement {
    Examination examination;
    std::chrono::sys_seconds received_at{};
};

/// @return misconfigured  the clock is certainly wrong
Expected<void> check_clock(std::chrono::sys_seconds now);

/// For a mail that is looked at now.
ReceiptBounds receipt_bounds(const IntakeRules& rules, std::chrono::sys_seconds now);

/// key-unavailable, when the mail shall go back to the MTA's queue; none: record it.
std::optional<Error> deferral(const Judgement& judgement, const IntakeRules& rules, std::chrono::sys_seconds now);

class Inquiry {
public:
    /// @param rules  borrowed; must outlive this
    /// @param at     when the mail counts as received; none: as it says itself
    Inquiry(const IntakeRules& rules, std::optional<std::chrono::sys_seconds> at, std::chrono::sys_seconds now)
        : rules_(&rules), received_at_(at), now_(now) {}

    /// @return whether keys are to be looked up; a second attempt need not wait for the same answers again.
    [[nodiscard]] bool previewed(Preview preview);
    void resolved(KeyAnswers answers) { answers_ = std::move(answers); }

    [[nodiscard]] const std::vector<KeyName>& key_names() const { return key_names_; }
    [[nodiscard]] const KeyAnswers& answers() const { return answers_; }
    [[nodiscard]] std::chrono::sys_seconds received_at() const { return received_at_.value_or(now_); }

    /// A cell failed at this mail. @return true: begin again, in a fresh cell; false: given_up() says what becomes of it
    [[nodiscard]] bool may_try_again() { return ++failures_ < max_attempts; }
    [[nodiscard]] Judgement given_up(const Error& error) const;
    [[nodiscard]] Judgement judged(Examination examination) const;

private:
    static constexpr int max_attempts = 2;

    const IntakeRules* rules_;
    std::optional<std::chrono::sys_seconds> received_at_;    // given, or found in the mail
    std::chrono::sys_seconds now_;
    std::vector<KeyName> key_names_;
    KeyAnswers answers_;
    bool report_like_{true};    // until a preview says otherwise: junk is thrown away first, and this may be a report
    int failures_{0};
};

}  // namespace tlsrpt
