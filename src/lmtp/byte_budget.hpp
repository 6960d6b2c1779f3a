// How many octets of mails may be in the daemon at once: one budget for all sessions.
//
//     a session's octets → may it read on?
//
// Over the budget sessions stop reading until mails are done. Half-read mails alone could fill the budget and would then wait for each other for
// ever: so one session at a time, the first that asked, may read on all the same, and the memory taken is at most the budget and one mail.
//
// One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace tlsrpt {

class ByteBudget {
public:
    /// What one session holds; given back when it ends. Its budget must outlive it.
    class Share {
    public:
        explicit Share(ByteBudget& budget) : budget_(&budget) {}
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        ~Share() { set(0); }

        void set(std::size_t bytes);
        [[nodiscard]] bool may_read();

    private:
        ByteBudget* budget_;
        std::size_t bytes_{0};
    };

    /// @param freed  called when sessions that were told to wait may ask again; must not call back
    explicit ByteBudget(std::size_t most, std::function<void()> freed = {}) : most_(most), freed_(std::move(freed)) {}
    [[nodiscard]] std::size_t used() const { return used_; }
    void set_most(std::size_t most) { most_ = most; }

private:
    std::size_t most_;
    std::function<void()> freed_;
    std::size_t used_{0};
    const Share* first_{nullptr};    // may read over the budget, until it holds nothing
};

inline void ByteBudget::Share::set(std::size_t bytes) {
    ByteBudget& budget = *budget_;
    const bool was_over = budget.used_ >= budget.most_;
    budget.used_ = budget.used_ - bytes_ + bytes;
    bytes_ = bytes;
    const bool steps_back = bytes == 0 && budget.first_ == this;
    if (steps_back) budget.first_ = nullptr;
    if ((steps_back || (was_over && budget.used_ < budget.most_)) && budget.freed_) budget.freed_();
}

inline bool ByteBudget::Share::may_read() {
    ByteBudget& budget = *budget_;
    if (budget.used_ < budget.most_) return true;
    if (budget.first_ == nullptr) budget.first_ = this;
    return budget.first_ == this;
}

}  // namespace tlsrpt
