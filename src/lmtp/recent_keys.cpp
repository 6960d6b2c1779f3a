#include "lmtp/recent_keys.hpp"

#include <algorithm>

namespace tlsrpt {

void RecentKeys::remember(const KeyAnswers& answers, Clock::time_point now) {
    for (const auto& [name, answer] : answers) {
        if (answer.kind != KeyAnswer::Kind::Found) continue;
        answers_[name] = answer;
        ages_[name] = {.came = now, .used = ++uses_};
        if (answers_.size() > most) forget_least_used();
        shared_.reset();
    }
}

void RecentKeys::use(std::span<const KeyName> names) {
    for (const KeyName& name : names)
        if (const auto age = ages_.find(name); age != ages_.end()) age->second.used = ++uses_;
}

SharedKeyAnswers RecentKeys::at(Clock::time_point now) {
    if (shared_ && now - oldest_came_ < lifetime) return *shared_;
    std::erase_if(answers_, [&](const auto& answer) { return now - ages_.at(answer.first).came >= lifetime; });
    std::erase_if(ages_, [&](const auto& age) { return !answers_.contains(age.first); });
    oldest_came_ = now;
    for (const auto& [name, age] : ages_) oldest_came_ = std::min(oldest_came_, age.came);
    shared_ = answers_;
    return *shared_;
}

void RecentKeys::forget_least_used() {
    const auto least = std::ranges::min_element(ages_, {}, [](const auto& age) { return age.second.used; });
    answers_.erase(least->first);
    ages_.erase(least);
}

}  // namespace tlsrpt
