// The process that reads hostile bytes, so that a crash or an exploit in a C library is one quarantined mail.
//
//     mail ──► [cell: key_names, examine] ──► bounded, strictly decoded answer
//
// A cell is a forked child with one descriptor, rlimits on memory and CPU, no core dump, and a seccomp lock: no file, socket
// or program is within its reach (src/examine/cell_process.hpp, sandbox.hpp). It does not wait for DNS: it is asked for the
// key names first, and then given the mail again with the answers. The parent never parses MIME, gzip or JSON that came by
// mail; what it decodes is the wire format of src/examine/wire.hpp, and a malformed answer counts as a crash.
//
// One Cell per thread. Start it before other threads exist and before a store is open: the child is a fork of the caller.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/examination.hpp"
#include "tlsrpt/expected.hpp"

namespace tlsrpt {

/// What a cell says of a mail before its keys are known.
struct Preview {
    std::vector<KeyName> key_names{};
    std::optional<std::chrono::sys_seconds> received{};    ///< time_in_received()
    bool report_like{false};                               ///< by the prescan: what is kept longer should examine() fail
};

/// When a mail can have been received, whatever it says: not after it is looked at, and not long before.
struct ReceiptBounds {
    std::chrono::sys_seconds earliest{};
    std::chrono::sys_seconds latest{};
};
/// The time of receipt from what the Received field says, within the bounds; without one, the latest.
std::chrono::sys_seconds receipt_time(std::optional<std::chrono::sys_seconds> received, const ReceiptBounds& bounds);

struct CellRequest;    // src/examine/wire.hpp

class Cell {
public:
    /// @return internal  fork or socketpair failed
    static Expected<Cell> start(const Limits& limits);
    Cell(Cell&&) noexcept;
    Cell& operator=(Cell&&) noexcept;
    Cell(const Cell&) = delete;
    Cell& operator=(const Cell&) = delete;
    ~Cell();    ///< ends the child and reaps it

    /// @return examiner-failed  the child crashed, ran into a limit, took too long or answered nonsense. The cell is then
    ///                          dead: start another one.
    Expected<Preview> preview(std::string_view bytes);
    Expected<Examination> examine(std::string_view bytes, const KeyAnswers& keys, std::chrono::sys_seconds received_at);

    [[nodiscard]] pid_t pid() const { return child_; }

private:
    // src/examine/cell_process.hpp: a cell that does other work, for the tests of what happens when it fails
    friend Expected<Cell> start_cell(const Limits& limits, const std::function<std::string(const CellRequest&)>& work);
    Cell(pid_t child, int fd, const Limits& limits) : child_(child), fd_(fd), limits_(limits) {}
    int stop() noexcept;    // its wait status, -1 when nobody knows
    pid_t child_{-1};
    int fd_{-1};
    Limits limits_;
};

}  // namespace tlsrpt
