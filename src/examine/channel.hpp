// Frames over a socket: eight octets of length, then as many octets; all of it before a deadline, or not at all.
//
// The other side may be hostile or dead: a length is checked before memory is taken for it, a peer that went away is a value
// and never SIGPIPE, and a peer that dribbles meets the deadline, which is for the whole frame. EINTR is nobody's business.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tlsrpt {

/// None: wait for ever.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

enum class Transfer : std::uint8_t { Done, Closed, TimedOut, TooLarge, Failed };  ///< Failed: errno says why

/// What stands before a frame's octets.
using FrameLength = std::array<char, 8>;
FrameLength encode_length(std::uint64_t octets);
std::uint64_t decode_length(const FrameLength& length);

struct Frame {
    Transfer transfer{Transfer::Failed};
    std::unique_ptr<char[]> octets;  ///< when Done
    std::size_t size{0};
    [[nodiscard]] std::string_view view() const { return {octets.get(), size}; }
};

/// Exactly as many octets, outside any frame.
Transfer receive_exactly(int fd, std::span<char> octets, const Deadline& deadline);

/// One frame of `head` and `tail` together, so that neither is copied.
Transfer send_frame(int fd, std::string_view head, std::string_view tail, const Deadline& deadline);
Frame receive_frame(int fd, std::size_t max_bytes, const Deadline& deadline);

/// Frames one after another; those that are not the last of several wait for each other, so that the other side is woken once. Waits.
class FrameWriter {
public:
    explicit FrameWriter(int fd) : fd_(fd) {}
    Transfer send(std::string_view octets, bool more_follow);

private:
    static constexpr std::size_t most_kept_bytes = 64u << 10;
    int fd_;
    std::string kept_;    // frames
};

/// Frames one after another: small ones cost one call of recv(2), for as many of them as have come, and no memory of their own.
class FrameReader {
public:
    explicit FrameReader(int fd) : fd_(fd), buffer_(std::make_unique_for_overwrite<char[]>(buffer_bytes)) {}
    /// Waits. @param octets  when Done; borrowed until the next call
    Transfer next(std::string_view& octets);
    /// Whether the next frame is here already, all of it.
    [[nodiscard]] bool has_next() const;

private:
    static constexpr std::size_t buffer_bytes = 64u << 10;
    [[nodiscard]] std::optional<std::uint64_t> size_of_next() const;    // none: its length is not here yet
    Transfer receive_large(std::uint64_t size, std::string_view& octets);

    int fd_;
    std::unique_ptr<char[]> buffer_;
    std::size_t begin_{0};             // of what was received and not handed out
    std::size_t end_{0};
    std::unique_ptr<char[]> large_;    // a frame that does not fit into the buffer
};

}  // namespace tlsrpt
