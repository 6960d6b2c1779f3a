// Mails examined side by side on the daemon's event loop: the asynchronous counterpart of Intake::judge().
//
//     mail ─preview (cell)─► key names ─lookups─► answers ─examine (cell)─► Judgement, by callback
//
// A cell works on one mail at a time and never waits for DNS; while keys are looked up the mail is in nobody's cell, so mails whose
// keys never come hold up no other. The same rules as intake.hpp: one retry alone in a fresh cell, then examiner-failed.
//
// One thread: the event loop's.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "tlsrpt/expected.hpp"
#include "tlsrpt/intake.hpp"

namespace tlsrpt {

class Examiner {
public:
    using Done = std::function<void(Expected<Judgement>)>;
    virtual ~Examiner() = default;

    /// @param bytes  borrowed until `done` was called
    /// @param done   called once, from the event loop, never from within this call; policy domains and the deferral rule are applied:
    ///               an Error is what the session answers (key-unavailable, internal, misconfigured)
    virtual void judge(std::string_view bytes, Done done) = 0;

    /// How many mails may have their verdict any moment: those that are examined one by one, not those of a group, which take longer together.
    [[nodiscard]] virtual std::size_t at_hand() const = 0;
};

}  // namespace tlsrpt
