// One mail from bytes to outcome: the trusted half of the flow.
//
//     bytes + envelope ─preview (cell)─► key names ─resolve─► answers ─examine (cell)─► Examination ─judge─► record
//
// Rules:
//   - A cell that fails is replaced and the mail tried once more alone; failing again it is quarantined as examiner-failed.
//   - Time of receipt: the topmost Received field's date, clamped to [now − 7 d, now]; without one, now.
//   - key-unavailable defers while the mail is younger than 4 h by its time of receipt; an older one is quarantined.
//   - policy_domains are judged here: examine() knows no configuration.
//   - A clock before the program's build date is misconfigured: nothing could be judged.
//
// I/O: the cell, the key source, the store. One Intake per thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "tlsrpt/cell.hpp"
#include "tlsrpt/dns.hpp"
#include "tlsrpt/store.hpp"

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

class Intake {
public:
    /// @param keys  borrowed; must outlive this
    static Expected<Intake> start(const Limits& limits, IntakeRules rules, KeySource& keys);

    /// Examines as of `at`, or of the time of receipt found in the mail when `at` is empty. Never throws the mail away: a
    /// cell that failed twice gives examiner-failed with what the prescan-free parent knows.
    /// @return misconfigured (clock), internal (no cell could be started)
    Expected<Judgement> judge(std::string_view bytes, std::optional<std::chrono::sys_seconds> at, std::chrono::sys_seconds now);

    /// judge, then record. @return the errors of both, and key-unavailable while the mail shall be deferred
    Expected<Recorded> deliver(std::string_view bytes, const Envelope& envelope, std::string_view transport, std::chrono::sys_seconds now, Store& store);

private:
    Intake(Cell cell, const Limits& limits, IntakeRules rules, KeySource& keys);
    Cell cell_;
    Limits limits_;
    IntakeRules rules_;
    KeySource* keys_;
};

/// The time of receipt from what the Received field says.
std::chrono::sys_seconds receipt_time(std::optional<std::chrono::sys_seconds> received, std::chrono::sys_seconds now, std::chrono::days max_age);

}  // namespace tlsrpt
