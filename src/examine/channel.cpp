#include "examine/channel.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <utility>

namespace tlsrpt {
namespace {

/// Waits until `fd` is ready for `events`. Done also when the peer is gone: the next call on the socket says so.
Transfer wait_for(int fd, short events, const Deadline& deadline) {
    for (;;) {
        int timeout_ms = -1;
        if (deadline) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now()).count();
            timeout_ms = static_cast<int>(std::clamp<decltype(left)>(left, 0, std::numeric_limits<int>::max()));
        }
        pollfd waiting{.fd = fd, .events = events, .revents = 0};
        const int ready = ::poll(&waiting, 1, timeout_ms);
        if (ready > 0) return Transfer::Done;
        if (ready == 0) return Transfer::TimedOut;
        if (errno != EINTR) return Transfer::Failed;
    }
}

/// What a failed call on the socket means: Done when it is worth trying again.
Transfer after_failure(int fd, short events, const Deadline& deadline) {
    switch (errno) {
        case EINTR:
            return Transfer::Done;
        case EAGAIN:
            return wait_for(fd, events, deadline);
        case EPIPE:
        case ECONNRESET:
            return Transfer::Closed;
        default:
            return Transfer::Failed;
    }
}

iovec part(std::string_view octets) { return {.iov_base = const_cast<char*>(octets.data()), .iov_len = octets.size()}; }

Transfer send_parts(int fd, std::array<iovec, 3> parts, const Deadline& deadline) {
    std::span<iovec> left{parts};
    while (!left.empty()) {
        msghdr message{};
        message.msg_iov = left.data();
        message.msg_iovlen = left.size();
        const ssize_t result = ::sendmsg(fd, &message, MSG_NOSIGNAL | (deadline ? MSG_DONTWAIT : 0));
        if (result < 0) {
            if (const Transfer next = after_failure(fd, POLLOUT, deadline); next != Transfer::Done) return next;
            continue;
        }
        auto sent = static_cast<std::size_t>(result);
        while (!left.empty() && sent >= left.front().iov_len) {
            sent -= left.front().iov_len;
            left = left.subspan(1);
        }
        if (!left.empty()) left.front() = part({static_cast<char*>(left.front().iov_base) + sent, left.front().iov_len - sent});
    }
    return Transfer::Done;
}

}  // namespace

FrameLength encode_length(std::uint64_t octets) {
    FrameLength length{};
    for (char& octet : length) {
        octet = static_cast<char>(octets & 0xff);
        octets >>= 8;
    }
    return length;
}

std::uint64_t decode_length(const FrameLength& length) {
    std::uint64_t octets = 0;
    for (auto octet = length.rbegin(); octet != length.rend(); ++octet) octets = octets << 8 | static_cast<unsigned char>(*octet);
    return octets;
}

Transfer receive_exactly(int fd, std::span<char> octets, const Deadline& deadline) {
    while (!octets.empty()) {
        const ssize_t received = ::recv(fd, octets.data(), octets.size(), deadline ? MSG_DONTWAIT : 0);
        if (received == 0) return Transfer::Closed;
        if (received > 0) {
            octets = octets.subspan(static_cast<std::size_t>(received));
        } else if (const Transfer next = after_failure(fd, POLLIN, deadline); next != Transfer::Done) {
            return next;
        }
    }
    return Transfer::Done;
}

Transfer send_frame(int fd, std::string_view head, std::string_view tail, const Deadline& deadline) {
    const FrameLength length = encode_length(head.size() + tail.size());
    return send_parts(fd, {part({length.data(), length.size()}), part(head), part(tail)}, deadline);
}

Transfer FrameWriter::send(std::string_view octets, bool more_follow) {
    const FrameLength length = encode_length(octets.size());
    if (more_follow && kept_.size() + octets.size() < most_kept_bytes) {
        kept_.append(length.data(), length.size()).append(octets);
        return Transfer::Done;
    }
    const Transfer transfer = send_parts(fd_, {part(kept_), part({length.data(), length.size()}), part(octets)}, std::nullopt);
    kept_.clear();
    return transfer;
}

Frame receive_frame(int fd, std::size_t max_bytes, const Deadline& deadline) {
    Frame frame;
    FrameLength length{};
    frame.transfer = receive_exactly(fd, length, deadline);
    if (frame.transfer != Transfer::Done) return frame;

    const std::uint64_t size = decode_length(length);
    if (size > max_bytes) {
        frame.transfer = Transfer::TooLarge;
        return frame;
    }
    // Not zeroed: pages of a large frame that never comes are never touched.
    frame.octets = std::make_unique_for_overwrite<char[]>(size);
    frame.size = size;
    frame.transfer = receive_exactly(fd, {frame.octets.get(), frame.size}, deadline);
    return frame;
}

std::optional<std::uint64_t> FrameReader::size_of_next() const {
    FrameLength length;
    if (end_ - begin_ < length.size()) return std::nullopt;
    std::copy_n(buffer_.get() + begin_, length.size(), length.begin());
    return decode_length(length);
}

bool FrameReader::has_next() const {
    const std::optional<std::uint64_t> size = size_of_next();
    return size && end_ - begin_ - sizeof(FrameLength) >= *size;
}

Transfer FrameReader::next(std::string_view& octets) {
    large_.reset();
    while (!has_next()) {
        if (const auto size = size_of_next(); size && *size > buffer_bytes - sizeof(FrameLength)) return receive_large(*size, octets);
        std::copy(buffer_.get() + begin_, buffer_.get() + end_, buffer_.get());
        end_ -= std::exchange(begin_, 0);
        const ssize_t received = ::recv(fd_, buffer_.get() + end_, buffer_bytes - end_, 0);
        if (received == 0) return Transfer::Closed;
        if (received > 0) {
            end_ += static_cast<std::size_t>(received);
        } else if (const Transfer next = after_failure(fd_, POLLIN, std::nullopt); next != Transfer::Done) {
            return next;
        }
    }
    const auto size = static_cast<std::size_t>(*size_of_next());
    octets = {buffer_.get() + begin_ + sizeof(FrameLength), size};
    begin_ += sizeof(FrameLength) + size;
    return Transfer::Done;
}

/// What is here of it is all that is here.
Transfer FrameReader::receive_large(std::uint64_t size, std::string_view& octets) {
    large_ = std::make_unique_for_overwrite<char[]>(size);
    const std::size_t here = end_ - begin_ - sizeof(FrameLength);
    std::copy_n(buffer_.get() + begin_ + sizeof(FrameLength), here, large_.get());
    begin_ = end_ = 0;
    octets = {large_.get(), size};
    return receive_exactly(fd_, {large_.get() + here, size - here}, std::nullopt);
}

}  // namespace tlsrpt
