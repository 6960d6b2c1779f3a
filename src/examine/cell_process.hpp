// The inside of a cell: what the forked child does from its first instruction to its last.
//
//     fork ─► give up: descriptors, signals, limits ─► one octet "ready" ─► request ─► work ─► answer ─► request …
//
// What it gives up, in this order:
//   - every descriptor but its own end of the socket; 0, 1 and 2 are /dev/null, since C libraries write there
//   - the parent's signal handlers; SIGINT, SIGTERM and SIGHUP are ignored: they reach a whole process group or control group, and
//     a parent that finishes what it accepted needs its cells for it. A cell ends when its socket closes or its parent dies
//   - being traced or dumped, core files, writing to files, forking, and memory over max_cell_memory_bytes
//   - files, sockets and programs, by the lock of sandbox.hpp
// CPU time is limited for each mail anew by the parent, with prlimit(2), so that a captured cell cannot give itself more.
//
// A cell ends itself when memory runs out or an exception escapes: its state is worth nothing then. The exit status says why.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <string>

#include "examine/wire.hpp"
#include "tlsrpt/cell.hpp"
#include "tlsrpt/fork_server.hpp"

namespace tlsrpt {

/// From a request to the octets of the answer. Runs in the child.
using CellWork = std::function<std::string(const CellRequest&)>;

/// A cell that does this work; Cell::start() gives it the examiner's. Waits until the cell is ready.
/// @return internal
Expected<Cell> start_cell(const Limits& limits, const CellWork& work);

/// A fork server whose cells do the work that this gives for their limits; ForkServer::start() gives them the examiner's.
/// @return internal
Expected<ForkServer> start_fork_server(const std::function<CellWork(const Limits&)>& work_under);

/// The work of every cell outside the tests.
CellWork examiner_work(const Limits& limits);

/// Exit statuses of a cell.
enum class CellExit : int { ParentGone = 0, SetUpFailed = 1, OutOfMemory = 2, Exception = 3, BadRequest = 4, LockFailed = 5 };

/// The first octet that a cell sends, once it has given up everything.
inline constexpr char cell_is_ready = '+';

/// Address space of this process; 0 when /proc does not say.
std::size_t mapped_bytes();

/// A cell that may not be ready yet.
struct ForkedCell {
    pid_t pid{-1};
    int fd{-1};  ///< the parent's end of the socket
};

/// @return internal
Expected<ForkedCell> fork_cell(const Limits& limits, const CellWork& work);

/// @param fd            the cell's end of the socket
/// @param parent        who must be alive
/// @param mapped        mapped_bytes() of the parent: what the program itself takes
[[noreturn]] void run_cell(int fd, int parent, std::size_t mapped, const Limits& limits, const CellWork& work) noexcept;

}  // namespace tlsrpt
