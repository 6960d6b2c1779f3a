// What systemd is told about the daemon: the three messages of sd_notify(3) that we need, without its library.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tlsrpt {

class Notifier {
public:
    /// From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, which are taken out of the environment: what we fork shall not speak for us.
    static Notifier from_environment();

    explicit Notifier(std::string socket, std::optional<std::chrono::microseconds> watchdog = {}) : socket_(std::move(socket)), watchdog_(watchdog) {}

    /// "READY=1"; nothing happens when nobody asked for it.
    void tell(std::string_view state) const;
    /// How often systemd wants to hear "WATCHDOG=1"; none when it does not.
    [[nodiscard]] std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

private:
    std::string socket_;    // a path, or "@" and an abstract name
    std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace tlsrpt
