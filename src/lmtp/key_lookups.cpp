#include "lmtp/key_lookups.hpp"

#include <asio/post.hpp>
#include <utility>

namespace tlsrpt {

struct KeyLookups::Wait : std::enable_shared_from_this<Wait> {
    Wait(asio::io_context& of, std::unique_ptr<AsyncKeySource> with) : loop(of), source(std::move(with)), readable(loop), due(loop) {
        if (source->fd() >= 0) readable.assign(source->fd());
    }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;
    ~Wait() {
        if (readable.is_open()) readable.release();  // the descriptor is the source's
    }

    void watch() {
        if (!readable.is_open()) return;
        readable.async_wait(asio::posix::descriptor_base::wait_read, [self = shared_from_this()](const asio::error_code& error) {
            if (error || !self->source) return;
            self->advance();
            self->watch();
        });
    }

    void advance() {
        source->advance(AsyncKeySource::Clock::now());
        arm();
    }

    void arm() {
        const auto wake_at = source->wake_at();
        if (!wake_at) {
            due.cancel();
            return;
        }
        due.expires_at(*wake_at);
        due.async_wait([self = shared_from_this()](const asio::error_code& error) {
            if (!error && self->source) self->advance();
        });
    }

    void stop() {
        if (readable.is_open()) readable.release();
        due.cancel();
        const std::unique_ptr<AsyncKeySource> ended = std::move(source);  // whoever waits may hold the rest of this
    }

    asio::io_context& loop;
    std::unique_ptr<AsyncKeySource> source;
    asio::posix::stream_descriptor readable;
    asio::steady_timer due;
};

KeyLookups::KeyLookups(asio::io_context& loop, std::unique_ptr<AsyncKeySource> source)
    : wait_(std::make_shared<Wait>(loop, std::move(source))) {
    wait_->watch();
    wait_->arm();
}

void KeyLookups::stop() { wait_->stop(); }

void KeyLookups::resolve(std::span<const KeyName> names, Done done) {
    // Posted: the source calls from its own midst, and what is done next may be the end of it.
    wait_->source->resolve(names, [&loop = wait_->loop, done = std::move(done)](KeyAnswers answers) mutable {
        asio::post(loop, [done = std::move(done), answers = std::move(answers)]() mutable { done(std::move(answers)); });
    });
    wait_->arm();
}

}  // namespace tlsrpt
