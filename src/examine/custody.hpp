// What a parent owes a cell and says about it, whether it waits for the answer itself (cell.cpp) or an event loop does (src/lmtp).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "examine/channel.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

/// For a new cell to be ready; needs milliseconds.
inline constexpr std::chrono::seconds max_start_wait{10};

/// As much CPU time from now on as one mail may take. From outside, with prlimit(2): the cell itself must not be able to.
/// @return false when there is no such process
bool allow_cpu_time(pid_t cell, std::chrono::seconds more);

/// The same for a cell that is asked again and again. A process with one thread cannot use more CPU time than passes: an allowance with a second to
/// spare is good for all questions of that second, and costs its system calls once.
class CpuAllowance {
public:
    /// @return false when there was reason to ask, and there is no such process
    bool renew(pid_t cell, std::chrono::seconds more);

private:
    std::optional<std::chrono::steady_clock::time_point> renewed_;
};

/// What of a mail goes to the cell: one over the limit is cut one octet beyond it. Prescan refuses it just the same, and the cell's memory
/// is not at stake.
std::string_view handed_over(std::string_view bytes, const Limits& limits);

/// How a child ended, for a person. @param status  of waitpid(2), -1 when nobody knows
std::string describe_end(int status);

/// examiner-failed: no whole answer came. @param status  how the cell ended, or was ended
Error no_answer(Transfer transfer, int status, const Limits& limits);

/// internal
Error cannot_start(std::string_view why);
/// internal, with errno's reason
Error cannot_start_since(std::string_view call, int error);

}  // namespace tlsrpt
