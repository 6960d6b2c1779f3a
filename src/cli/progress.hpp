// A bar on long work, on a terminal's standard error only.
//
//     done, total → "\r[######----] 60 %  1200 of 2000"
#pragma once

#include <chrono>
#include <cstdint>

#include "cli/stream.hpp"

namespace tlsrpt {

class ProgressBar {
public:
    /// @param err  borrowed; must outlive this. Nothing is printed unless it is a terminal.
    explicit ProgressBar(Stream& err) : err_(&err) {}
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() { clear(); }

    /// Cheap: draws ten times a second at most.
    void show(std::uint64_t done, std::uint64_t total);
    void clear();

private:
    Stream* err_;
    std::chrono::steady_clock::time_point drawn_at_{};
    bool drawn_{false};
};

}  // namespace tlsrpt
