// Many key lookups at once on one libunbound context, each with its deadline.
//
//     key name, give-up time → KeyAnswer, by callback from advance()
//
// A lookup waits for its turn (turns.hpp), is asked, and then has `lookup_deadline`, but never longer than its mail has.
// Whoever owns it waits for fd() or wake_at(), whichever comes first, and calls advance(): a loop with one mail and an event
// loop with hundreds do the same.
//
// One thread at a time. No clock is read here.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "dns/context.hpp"
#include "dns/turns.hpp"
#include "tlsrpt/dkim.hpp"

namespace tlsrpt {

using Clock = std::chrono::steady_clock;

/// Lookups in flight for one organizational domain.
inline constexpr std::size_t most_lookups_per_domain = 4;

class Lookups {
public:
    using Answered = std::function<void(KeyAnswer)>;

    /// @param validates  the context has an anchor and the path to the resolver lets it work: answers are secure, insecure or bogus
    Lookups(std::unique_ptr<UnboundContext> context, bool validates, std::chrono::milliseconds lookup_deadline)
        : context_(std::move(context)), validates_(validates), lookup_deadline_(lookup_deadline) {}

    /// @param name      one that is_key_name() allows
    /// @param until     the mail's deadline
    /// @param answered  called once, from advance(); it must not throw and must not call advance()
    void ask(const KeyName& name, Clock::time_point until, Answered answered);

    /// Hands out what has come in, ends what is late, starts what may start.
    void advance(Clock::time_point now);

    [[nodiscard]] int fd() const { return context_->fd(); }
    /// The next time at which a lookup is late; none when there is nothing to wait for.
    [[nodiscard]] std::optional<Clock::time_point> wake_at() const;
    [[nodiscard]] bool idle() const { return lookups_.empty(); }

private:
    struct Lookup {
        KeyName name;
        Clock::time_point late_at;
        Answered answered;
        std::optional<int> question;  ///< of the context, while in flight
    };
    using Ticket = Turns::Ticket;
    void start(Ticket ticket, Clock::time_point now);
    void finish(Ticket ticket, KeyAnswer answer);

    std::unique_ptr<UnboundContext> context_;
    bool validates_;
    std::chrono::milliseconds lookup_deadline_;
    Turns turns_{most_lookups_per_domain, most_lookups_in_flight};
    std::map<Ticket, Lookup> lookups_;
    Ticket next_ticket_{0};
};

}  // namespace tlsrpt
