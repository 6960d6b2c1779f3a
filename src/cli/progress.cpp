#include "cli/progress.hpp"

#include <algorithm>
#include <string>

namespace tlsrpt {
namespace {

constexpr std::chrono::milliseconds between_drawings{100};
constexpr std::uint64_t bar_columns = 30;

}  // namespace

void ProgressBar::show(std::uint64_t done, std::uint64_t total) {
    if (!err_->is_terminal() || total == 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (drawn_ && now - drawn_at_ < between_drawings) return;
    const double share = static_cast<double>(std::min(done, total)) / static_cast<double>(total);
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(bar_columns));
    const auto percent = static_cast<unsigned>(share * 100.0);
    err_->write("\r[" + std::string(filled, '#') + std::string(bar_columns - filled, '-') + "] " + std::to_string(percent) + " %  " +
                std::to_string(done) + " of " + std::to_string(total) + "\x1B[K");
    (void)err_->flush();
    drawn_at_ = now;
    drawn_ = true;
}

void ProgressBar::clear() {
    if (!drawn_) return;
    err_->write("\r\x1B[K");
    (void)err_->flush();
    drawn_ = false;
}

}  // namespace tlsrpt
