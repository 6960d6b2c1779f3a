// One mail from bytes to outcome: the trusted half of the flow.
//
//     bytes + envelope ─preview (cell)─► key names ─resolve─► answers ─examine (cell)─► Examination ─judge─► record
//
// The rules are those of inquiry.hpp; here they are run for one mail after the other, waiting at each step.
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
#include "tlsrpt/inquiry.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

/// Where cells come from.
using CellStarter = std::function<Expected<Cell>(const Limits&)>;

class Intake {
public:
    /// @param keys  borrowed; must outlive this
    /// @return internal  no cell could be started
    static Expected<Intake> start(const Limits& limits, IntakeRules rules, KeySource& keys, CellStarter start_cell = Cell::start);

    /// Examines as of `at`, or of the time of receipt found in the mail when `at` is empty. Never throws the mail away: a
    /// cell that failed twice gives examiner-failed with the little that the parent knows, which never opens a mail itself.
    /// @return misconfigured (clock), internal (no cell could be started)
    Expected<Judgement> judge(std::string_view bytes, std::optional<std::chrono::sys_seconds> at, std::chrono::sys_seconds now);

    /// judge, then record. @return the errors of both, and key-unavailable while the mail shall be deferred
    Expected<Recorded> deliver(std::string_view bytes, const Envelope& envelope, std::string_view transport, std::chrono::sys_seconds now, Store& store);

private:
    Intake(const Limits& limits, IntakeRules rules, KeySource& keys, CellStarter start_cell);
    Expected<Examination> attempt(std::string_view bytes, Inquiry& inquiry);
    Expected<void> need_cell();

    Limits limits_;
    IntakeRules rules_;
    KeySource* keys_;
    CellStarter start_cell_;
    std::optional<Cell> cell_;    // none after a failure, until the next attempt
};

}  // namespace tlsrpt
