// The list of what was forgiven, kept short whatever a report does.
//
// At most `most` entries are recorded; the rest is counted in one more entry "deviations-left-out" by close().
// A rule that fires again at the same place is one entry, and the value as received is the one that the first rule there saw.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/deviation.hpp"

namespace tlsrpt::report {

inline constexpr std::size_t max_detail_bytes = 200;
inline constexpr std::string_view left_out_name = "deviations-left-out";

class DeviationLog {
public:
    /// Appends to `deviations`, which is borrowed.
    DeviationLog(std::vector<Deviation>& deviations, std::size_t most) : deviations_(deviations), most_(most) {}

    [[nodiscard]] bool is_full() const { return deviations_.size() >= most_; }
    void add(std::string_view name, std::string pointer, std::string_view detail);
    /// Instead of add() when is_full(), to spare the writing of a pointer that nobody will read.
    void leave_out() { ++left_out_; }
    void close();

private:
    std::vector<Deviation>& deviations_;
    std::size_t most_;
    std::size_t left_out_{0};
};

}  // namespace tlsrpt::report
