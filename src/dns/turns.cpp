#include "dns/turns.hpp"

#include <algorithm>
#include <utility>

namespace tlsrpt {

void Turns::wait(Ticket ticket, std::string group) { waiting_.push_back({ticket, std::move(group)}); }

std::optional<Turns::Ticket> Turns::next() {
    if (started_.size() >= most_in_all_) return std::nullopt;
    const auto may_start = [this](const Waiting& waiting) {
        const auto group = started_of_group_.find(waiting.group);
        return group == started_of_group_.end() || group->second < most_per_group_;
    };
    const auto first = std::ranges::find_if(waiting_, may_start);
    if (first == waiting_.end()) return std::nullopt;
    const Ticket ticket = first->ticket;
    ++started_of_group_[first->group];
    started_.emplace(ticket, std::move(first->group));
    waiting_.erase(first);
    return ticket;
}

void Turns::leave(Ticket ticket) {
    const auto started = started_.find(ticket);
    if (started == started_.end()) {
        waiting_.remove_if([ticket](const Waiting& waiting) { return waiting.ticket == ticket; });
        return;
    }
    const auto group = started_of_group_.find(started->second);
    if (--group->second == 0) started_of_group_.erase(group);
    started_.erase(started);
}

}  // namespace tlsrpt
