#include "doctor/installation.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "doctor/characters.hpp"
#include "tlsrpt/doctor.hpp"
#include "tlsrpt/file.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace doctor {
namespace {

constexpr std::size_t max_file_bytes = 1u << 20;
constexpr std::size_t max_files = 200;
constexpr std::size_t max_line_bytes = 200;

bool is_word_octet(char c) { return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~.@"}.find(c) != std::string_view::npos; }

bool has_word(std::string_view line, std::string_view word) {
    for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
        const bool begins = at == 0 || !is_word_octet(line[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end == line.size() || !is_word_octet(line[end]))) return true;
    }
    return false;
}

/// Calls `use` for each line; a final backslash is left as it is.
template <typename Use>
void for_each_line(std::string_view text, const Use& use) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

std::vector<std::string> map_files_in(std::string_view main_cf) {
    std::vector<std::string> files;
    bool is_maps = false;
    for_each_line(main_cf, [&](std::string_view line) {
        if (line.empty() || line.front() == '#') return;
        if (!is_blank(line.front())) {  // a line that begins with a blank goes on with the parameter before
            const std::size_t equals = line.find('=');
            if (equals == std::string_view::npos) return;
            is_maps = trim(line.substr(0, equals)).ends_with("_maps");
            line.remove_prefix(equals + 1);
        }
        if (!is_maps) return;
        while (!line.empty()) {
            const std::size_t start = line.find_first_not_of(" \t,{}");
            if (start == std::string_view::npos) return;
            line.remove_prefix(start);
            const std::string_view word = line.substr(0, line.find_first_of(" \t,{}"));
            line.remove_prefix(word.size());
            const std::size_t colon = word.find(":/");
            if (colon == std::string_view::npos) continue;
            const std::string file{word.substr(colon + 1)};
            if (files.size() < max_files && std::ranges::find(files, file) == files.end()) files.push_back(file);
        }
    });
    return files;
}

std::string line_with(std::string_view file, std::string_view address) {
    const std::string wanted = lower_ascii(address);
    const std::string local = wanted.substr(0, wanted.find('@'));
    std::string found;
    for_each_line(file, [&](std::string_view line) {
        const std::string_view text = trim(line);
        if (!found.empty() || text.empty() || text.front() == '#') return;
        const std::string lower = lower_ascii(text);
        if (has_word(lower, wanted) || (lower.starts_with("local_part") && has_word(lower, local))) found = cut_text(text, max_line_bytes);
    });
    return found;
}

namespace {

void look_into(const std::string& root, const std::string& path, Installation& installation) {
    if (installation.mta_files.size() >= max_files) return;
    const auto text = read_file(root + path, max_file_bytes);
    if (!text) return;
    installation.mta_files.push_back(path);
    for (const std::string& address : installation.report_addresses)
        if (std::string line = line_with(*text, address); !line.empty()) installation.mentions.push_back({address, path, std::move(line)});
}

void look_below(const std::string& root, const std::string& folder, Installation& installation) {
    std::error_code ended;
    std::vector<std::string> files;
    for (std::filesystem::recursive_directory_iterator it{root + folder, ended}, end; !ended && it != end && files.size() < max_files;
         it.increment(ended))
        if (std::error_code unknown; it->is_regular_file(unknown)) files.push_back(it->path().string().substr(root.size()));
    std::ranges::sort(files);
    for (const std::string& file : files) look_into(root, file, installation);
}

}  // namespace
}  // namespace doctor

void look_into_mta(const std::string& root, Installation& installation) {
    doctor::look_into(root, "/etc/postfix/master.cf", installation);  // a command that names the recipient
    doctor::look_into(root, "/etc/postfix/main.cf", installation);
    if (const auto main_cf = read_file(root + "/etc/postfix/main.cf", doctor::max_file_bytes))
        for (const std::string& file : doctor::map_files_in(*main_cf)) doctor::look_into(root, file, installation);
    for (const char* file : {"/etc/exim4/exim4.conf", "/etc/exim4/exim4.conf.template", "/etc/exim4/exim4.conf.localmacros",
                             "/etc/exim/exim.conf", "/etc/exim.conf"})
        doctor::look_into(root, file, installation);
    doctor::look_below(root, "/etc/exim4/conf.d", installation);
}

namespace {

using Listener = Installation::Listener;

class Socket {
public:
    explicit Socket(int family) : fd_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int fd() const { return fd_; }

private:
    int fd_;
};

Listener ended(Listener listener, int error) {
    listener.detail = std::strerror(error);
    listener.state = error == ENOENT                     ? Listener::State::Missing
                     : error == EACCES || error == EPERM ? Listener::State::Forbidden
                                                         : Listener::State::Refused;
    return listener;
}

Listener greet(Listener listener, const sockaddr* target, socklen_t length, std::chrono::milliseconds most) {
    const Socket socket{target->sa_family};
    const auto wait = [&](short events) {
        pollfd ready{socket.fd(), events, 0};
        return ::poll(&ready, 1, static_cast<int>(most.count())) > 0;
    };
    if (socket.fd() < 0) return ended(std::move(listener), errno);
    if (::connect(socket.fd(), target, length) != 0) {
        if (errno != EINPROGRESS) return ended(std::move(listener), errno);
        int error = wait(POLLOUT) ? 0 : ETIMEDOUT;
        socklen_t size = sizeof error;
        if (error == 0) ::getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return ended(std::move(listener), error);
    }
    std::array<char, 256> greeting{};
    const ssize_t got = wait(POLLIN) ? ::recv(socket.fd(), greeting.data(), greeting.size(), 0) : -1;
    const std::string_view text{greeting.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
    listener.state = text.starts_with("220") ? Listener::State::Answers : Listener::State::Silent;
    listener.detail = cut_text(trim(text.substr(0, text.find('\n'))), 100);
    (void)::send(socket.fd(), "QUIT\r\n", 6, MSG_NOSIGNAL);
    return listener;
}

}  // namespace

Listener reach_daemon(const std::string& address, std::chrono::milliseconds most) {
    Listener listener{.address = address, .state = Listener::State::Refused, .detail = "not an address"};
    if (address.starts_with("unix:")) {
        sockaddr_un target{};
        const std::string path = address.substr(5);
        if (path.size() >= sizeof target.sun_path) return listener;
        target.sun_family = AF_UNIX;
        std::ranges::copy(path, target.sun_path);
        return greet(std::move(listener), reinterpret_cast<const sockaddr*>(&target), sizeof target, most);
    }
    const std::size_t colon = address.rfind(':');
    if (colon == std::string::npos) return listener;
    const auto port = parse_count(std::string_view{address}.substr(colon + 1));
    std::string host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost" || host == "*") host = "127.0.0.1";
    if (!port || *port == 0 || *port > 65535) return listener;
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(static_cast<std::uint16_t>(*port));
    v6.sin6_family = AF_INET6;
    v6.sin6_port = v4.sin_port;
    if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1)
        return greet(std::move(listener), reinterpret_cast<const sockaddr*>(&v4), sizeof v4, most);
    if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1)
        return greet(std::move(listener), reinterpret_cast<const sockaddr*>(&v6), sizeof v6, most);
    return listener;
}

}  // namespace tlsrpt
