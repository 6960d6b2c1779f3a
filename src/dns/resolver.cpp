// The DNS as a KeySource: the resolver of async_resolver.cpp, waited for.
//
//     key names → KeyAnswers within mail_deadline
#include <poll.h>

#include <algorithm>
#include <utility>

#include "tlsrpt/dnssec_path.hpp"

namespace tlsrpt {
namespace {

using Clock = AsyncKeySource::Clock;

/// Waits until the descriptor is readable or the time has come; a signal ends the wait too.
void wait_for(int fd, std::optional<Clock::time_point> until) {
    int timeout_ms = -1;
    if (until) {
        const Clock::time_point now = Clock::now();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(std::max(*until, now) - now);
        timeout_ms = static_cast<int>(left.count());
    }
    pollfd readable{fd, POLLIN, 0};
    ::poll(&readable, 1, timeout_ms);
}

class Resolver final : public KeySource {
public:
    explicit Resolver(std::unique_ptr<AsyncKeySource> source) : source_(std::move(source)) {}

    KeyAnswers resolve(std::span<const KeyName> names) override {
        std::optional<KeyAnswers> answers;
        source_->resolve(names, [&answers](KeyAnswers found) { answers = std::move(found); });
        for (;;) {
            source_->advance(Clock::now());
            if (answers) return *std::move(answers);
            wait_for(source_->fd(), source_->wake_at());
        }
    }

private:
    std::unique_ptr<AsyncKeySource> source_;
};

}  // namespace

Expected<std::unique_ptr<KeySource>> open_resolver(const ResolverOptions& options, PathWatch watch) {
    auto source = open_async_resolver(options, std::move(watch));
    if (!source) return source.error();
    return std::unique_ptr<KeySource>{std::make_unique<Resolver>(*std::move(source))};
}

Expected<std::unique_ptr<KeySource>> open_resolver(const ResolverOptions& options) { return open_resolver(options, PathWatch{}); }

}  // namespace tlsrpt
