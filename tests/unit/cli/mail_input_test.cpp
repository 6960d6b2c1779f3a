#include "cli/mail_input.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>

using namespace tlsrpt;

namespace {

class Pipe {
public:
    explicit Pipe(std::string_view octets) {
        REQUIRE(pipe(ends_.data()) == 0);
        REQUIRE(write(ends_[1], octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()));
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close(ends_[0]);
        end();
    }
    void end() {
        if (ends_[1] >= 0) close(ends_[1]);
        ends_[1] = -1;
    }
    [[nodiscard]] int out() const { return ends_[0]; }

private:
    std::array<int, 2> ends_{};
};

}  // namespace

TEST_CASE("a mail is read to its end, but only one octet over the limit is kept") {
    for (const auto& [octets, kept] : {std::pair{"", ""}, std::pair{"abc", "abc"}, std::pair{"abcd", "abcd"}, std::pair{"abcde", "abcde"}, std::pair{"abcdefgh", "abcde"}}) {
        Pipe pipe{octets};
        pipe.end();
        const auto mail = read_mail(pipe.out(), 4);
        REQUIRE(mail.has_value());
        CHECK(*mail == kept);
        char octet = 0;
        CHECK(read(pipe.out(), &octet, 1) == 0);    // nothing is left: the writer was never blocked
    }
}

TEST_CASE("what cannot be read is an error, not an empty mail") {
    CHECK_FALSE(read_mail(-1, 10).has_value());
    const int folder = open("/", O_RDONLY | O_CLOEXEC);
    CHECK_FALSE(read_mail(folder, 10).has_value());
    close(folder);
    const auto missing = read_mail_file("/nonexistent/mail.eml", 10);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().detail.find("/nonexistent/mail.eml") != std::string::npos);
}

TEST_CASE("whether a mail waits is told by what stands in the pipe") {
    CHECK(mail_is_waiting(Pipe{"x"}.out()));
    Pipe ended{""};
    ended.end();
    CHECK_FALSE(mail_is_waiting(ended.out()));
    const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    CHECK_FALSE(mail_is_waiting(null));
    close(null);
    CHECK_FALSE(mail_is_waiting(-1));
}
