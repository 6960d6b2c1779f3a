// Frames over a socket: what a dead, slow or lying peer looks like. Both ends live in this process.
#include "examine/channel.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>
#include <utility>

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

class Pair {
public:
    Pair() { REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_) == 0); }
    ~Pair() {
        close_left();
        ::close(ends_[1]);
    }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    [[nodiscard]] int left() const { return ends_[0]; }
    [[nodiscard]] int right() const { return ends_[1]; }
    void close_left() {
        if (const int fd = std::exchange(ends_[0], -1); fd >= 0) ::close(fd);
    }
    void write_left(std::string_view octets) const {
        REQUIRE(::write(left(), octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    }

private:
    int ends_[2] = {-1, -1};
};

Deadline at_once() { return std::chrono::steady_clock::now(); }
Deadline in_good_time() { return std::chrono::steady_clock::now() + 60s; }

std::string length_of(std::uint64_t size) {
    std::string octets;
    for (int i = 0; i < 8; ++i) octets.push_back(static_cast<char>(size >> (8 * i) & 0xff));
    return octets;
}

}  // namespace

TEST_CASE("a frame arrives whole, head before tail") {
    const Pair pair;
    REQUIRE(send_frame(pair.left(), "head", std::string_view{"ta\0il", 5}, in_good_time()) == Transfer::Done);
    REQUIRE(send_frame(pair.left(), "", "", in_good_time()) == Transfer::Done);
    const Frame frame = receive_frame(pair.right(), 9, in_good_time());
    REQUIRE(frame.transfer == Transfer::Done);
    CHECK(frame.view() == std::string_view{"headta\0il", 9});
    const Frame empty = receive_frame(pair.right(), 0, in_good_time());
    CHECK(empty.transfer == Transfer::Done);
    CHECK(empty.view().empty());
}

TEST_CASE("a frame larger than any socket buffer arrives whole") {
    const Pair pair;
    std::string mail(8u << 20, '\0');
    for (std::size_t i = 0; i < mail.size(); ++i) mail[i] = static_cast<char>(i * 31 >> 4);
    Transfer sent = Transfer::Failed;
    std::thread sender{[&] { sent = send_frame(pair.left(), "head", mail, in_good_time()); }};
    const Frame frame = receive_frame(pair.right(), mail.size() + 4, in_good_time());
    sender.join();
    CHECK(sent == Transfer::Done);
    REQUIRE(frame.transfer == Transfer::Done);
    CHECK(frame.view() == "head" + mail);
}

TEST_CASE("a length over the limit is refused before memory is taken") {
    for (const std::uint64_t size : {std::uint64_t{11}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
        const Pair pair;
        pair.write_left(length_of(size));
        CHECK(receive_frame(pair.right(), 10, in_good_time()).transfer == Transfer::TooLarge);
    }
}

TEST_CASE("a peer that goes away in the middle of a frame") {
    const std::string octets = length_of(3) + "abc";
    for (std::size_t size = 0; size < octets.size(); ++size) {
        CAPTURE(size);
        Pair pair;
        pair.write_left(octets.substr(0, size));
        pair.close_left();
        CHECK(receive_frame(pair.right(), 10, in_good_time()).transfer == Transfer::Closed);
        CHECK(receive_frame(pair.right(), 10, std::nullopt).transfer == Transfer::Closed);
    }
}

TEST_CASE("a peer that falls silent in the middle of a frame meets the deadline") {
    const std::string octets = length_of(3) + "abc";
    for (std::size_t size = 0; size < octets.size(); ++size) {
        CAPTURE(size);
        const Pair pair;
        pair.write_left(octets.substr(0, size));
        CHECK(receive_frame(pair.right(), 10, at_once()).transfer == Transfer::TimedOut);
    }
}

TEST_CASE("a peer that does not read meets the deadline, one that is gone raises no signal") {
    Pair pair;
    CHECK(send_frame(pair.right(), "", std::string(8u << 20, 'x'), at_once()) == Transfer::TimedOut);
    pair.close_left();
    CHECK(send_frame(pair.right(), "a", "b", in_good_time()) == Transfer::Closed);
    CHECK(send_frame(pair.right(), "a", "b", std::nullopt) == Transfer::Closed);
}

TEST_CASE("a descriptor that is no socket fails") {
    CHECK(send_frame(-1, "a", "b", in_good_time()) == Transfer::Failed);
    CHECK(receive_frame(-1, 10, in_good_time()).transfer == Transfer::Failed);
}

TEST_CASE("a reader of frames: small and large ones by turns, in pieces, and none after the end") {
    Pair pair;
    FrameReader reader{pair.right()};
    for (const std::size_t size : {0u, 3u, (64u << 10) - 8u, (64u << 10) - 7u, 1u << 20, 5u}) {
        CAPTURE(size);
        const std::string octets(size, 'x');
        Transfer sent = Transfer::Failed;
        std::thread sender{[&] {
            pair.write_left(length_of(size).substr(0, 3));
            pair.write_left(length_of(size).substr(3));
            sent = Transfer::Done;
            for (std::size_t at = 0; at < size && sent == Transfer::Done; at += 100'000)
                if (const std::string piece = octets.substr(at, 100'000); ::send(pair.left(), piece.data(), piece.size(), 0) < 0) sent = Transfer::Failed;
        }};
        std::string_view heard;
        const Transfer received = reader.next(heard);
        sender.join();
        CHECK(sent == Transfer::Done);
        REQUIRE(received == Transfer::Done);
        CHECK(heard == octets);
    }
    pair.write_left(length_of(3) + "ab");
    pair.close_left();
    std::string_view heard;
    CHECK(reader.next(heard) == Transfer::Closed);
}

TEST_CASE("a reader of frames knows which have come") {
    const Pair pair;
    FrameReader reader{pair.right()};
    CHECK_FALSE(reader.has_next());
    pair.write_left(length_of(1) + "a" + length_of(0) + length_of(2) + "b");
    std::string_view heard;
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == "a");
    CHECK(reader.has_next());
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard.empty());
    CHECK_FALSE(reader.has_next());    // half of it
    pair.write_left("b" + length_of(1));
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == "bb");
    CHECK_FALSE(reader.has_next());
    pair.write_left("c");
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == "c");
}

TEST_CASE("a reader of frames: a large one after small ones that came with its beginning") {
    const Pair pair;
    FrameReader reader{pair.right()};
    const std::string large(100'000, 'l');
    pair.write_left(length_of(1) + "a" + length_of(large.size()) + large.substr(0, 10));
    std::string_view heard;
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == "a");
    CHECK_FALSE(reader.has_next());
    pair.write_left(large.substr(10));
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == large);
}

TEST_CASE("a writer of frames keeps small ones until the last of them, and large ones never") {
    const Pair pair;
    FrameWriter writer{pair.left()};
    const auto is_there = [&] {
        char octet = 0;
        return ::recv(pair.right(), &octet, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
    };
    REQUIRE(writer.send("a", true) == Transfer::Done);
    REQUIRE(writer.send("", true) == Transfer::Done);
    CHECK_FALSE(is_there());
    REQUIRE(writer.send("bc", false) == Transfer::Done);
    FrameReader reader{pair.right()};
    std::string_view heard;
    for (const std::string_view expected : {"a", "", "bc"}) {
        REQUIRE(reader.next(heard) == Transfer::Done);
        CHECK(heard == expected);
    }
    CHECK_FALSE(reader.has_next());
    REQUIRE(writer.send("d", true) == Transfer::Done);
    const std::string large(80'000, 'l');
    REQUIRE(writer.send(large, true) == Transfer::Done);
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == "d");
    REQUIRE(reader.next(heard) == Transfer::Done);
    CHECK(heard == large);
}
