#include "lmtp/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

std::string taken(const char* name) {
    const char* value = std::getenv(name);
    std::string text = value == nullptr ? "" : value;
    unsetenv(name);
    return text;
}

}  // namespace

Notifier Notifier::from_environment() {
    std::string socket = taken("NOTIFY_SOCKET");
    const auto microseconds = parse_count(taken("WATCHDOG_USEC"));
    const std::string pid = taken("WATCHDOG_PID");
    std::optional<std::chrono::microseconds> watchdog;
    if (microseconds && *microseconds > 0 && (pid.empty() || pid == std::to_string(getpid())))
        watchdog = std::chrono::microseconds{static_cast<std::chrono::microseconds::rep>(*microseconds)};
    return Notifier{std::move(socket), watchdog};
}

void Notifier::tell(std::string_view state) const {
    sockaddr_un address{};
    if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, socket_.data(), socket_.size());
    if (socket_.front() == '@') address.sun_path[0] = '\0';    // unix(7): an abstract name begins with NUL
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
    (void)!sendto(fd, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), size);
    close(fd);
}

}  // namespace tlsrpt
