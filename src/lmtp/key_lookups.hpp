// A key source on the event loop: waits for its descriptor and its time, and calls it.
//
//     key names ─► AsyncKeySource ─► KeyAnswers, by callback from the event loop
//
// One thread: the event loop's.
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <span>

#include "tlsrpt/dns.hpp"

namespace tlsrpt {

class KeyLookups {
public:
    using Done = std::function<void(KeyAnswers)>;

    KeyLookups(asio::io_context& loop, std::unique_ptr<AsyncKeySource> source);
    KeyLookups(const KeyLookups&) = delete;
    KeyLookups& operator=(const KeyLookups&) = delete;
    ~KeyLookups() { stop(); }    // NOLINT(bugprone-exception-escape): neither a timer nor an open descriptor refuses to be let go

    /// @param done  called once, from the event loop, never from within this call; it may end this
    void resolve(std::span<const KeyName> names, Done done);
    /// Whoever waits is not called any more, and let go of. No resolve() after this.
    void stop();

private:
    struct Wait;    // what outlives this in handlers that the loop has not called yet
    std::shared_ptr<Wait> wait_;
};

}  // namespace tlsrpt
