#include "cli/mail_input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace tlsrpt {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) close(fd_);
    }
    [[nodiscard]] int number() const { return fd_; }

private:
    int fd_;
};

std::string reason(int error) { return std::generic_category().message(error); }

}  // namespace

Expected<std::string> read_mail(int fd, std::size_t most_bytes) {
    std::string mail;
    std::array<char, 64u << 10> buffer{};
    for (;;) {
        const ssize_t count = read(fd, buffer.data(), buffer.size());
        if (count == 0) return mail;
        if (count > 0) {
            const std::size_t room = most_bytes + 1 - mail.size();
            mail.append(buffer.data(), std::min(room, static_cast<std::size_t>(count)));
            continue;
        }
        if (errno == EAGAIN) {    // somebody left the descriptor non-blocking
            pollfd readable{fd, POLLIN, 0};
            (void)poll(&readable, 1, -1);
            continue;
        }
        if (errno != EINTR) return Error{Slug::Misconfigured, "cannot read the mail: " + reason(errno)};
    }
}

Expected<std::string> read_mail_file(const std::string& name, std::size_t most_bytes) {
    if (name == "-") return read_mail(STDIN_FILENO, most_bytes);
    const Descriptor file{open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)};
    if (file.number() < 0) return Error{Slug::Misconfigured, name + ": " + reason(errno)};
    auto mail = read_mail(file.number(), most_bytes);
    if (!mail) return Error{mail.error().slug, name + ": " + mail.error().detail};
    return mail;
}

bool mail_is_waiting(int fd) {
    constexpr int wait_ms = 1000;
    struct stat what {};
    if (fstat(fd, &what) != 0 || S_ISCHR(what.st_mode)) return false;    // closed, a terminal, /dev/null
    if (S_ISREG(what.st_mode)) return lseek(fd, 0, SEEK_CUR) < what.st_size;
    pollfd readable{fd, POLLIN, 0};
    if (poll(&readable, 1, wait_ms) <= 0) return false;
    int waiting = 0;
    return ioctl(fd, FIONREAD, &waiting) == 0 && waiting > 0;
}

}  // namespace tlsrpt
