// Key answers of a moment ago. They go along with the next mail, so that a cell can mostly examine it in one exchange.
//
//     answers that came in → those to send along
//
// Rules:
//   - Only keys that were found: what DNS did not give, or gave twice, is asked for anew.
//   - An answer is sent along for `lifetime` after it came, however often it is used: so much longer can a key live here than in the source.
//   - At most `most`; when there are more, those that were used last. A few senders send most of the mails.
//
// One thread: the event loop's.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <span>

#include "tlsrpt/dkim.hpp"

namespace tlsrpt {

class RecentKeys {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t most = 8;
    static constexpr std::chrono::seconds lifetime{5};

    void remember(const KeyAnswers& answers, Clock::time_point now);
    void use(std::span<const KeyName> names);
    SharedKeyAnswers at(Clock::time_point now);

private:
    struct Age {
        Clock::time_point came{};
        unsigned long used{0};
    };
    void forget_least_used();

    KeyAnswers answers_;
    std::optional<SharedKeyAnswers> shared_;    // a copy of them; none: not made since they changed
    Clock::time_point oldest_came_{};           // of them
    std::map<KeyName, Age> ages_;    // of the same names
    unsigned long uses_{0};
};

}  // namespace tlsrpt
