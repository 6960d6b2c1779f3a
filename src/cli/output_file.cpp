#include "cli/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace tlsrpt {
namespace {

constexpr mode_t usual_mode = 0666;    // less the umask, like a redirection

std::string reason() { return std::generic_category().message(errno); }

mode_t current_umask() {
    const mode_t mask = umask(077);
    umask(mask);
    return mask;
}

}  // namespace

Expected<OutputFile> OutputFile::create(std::string path) {
    std::string temporary = path + ".XXXXXX";
    const int fd = mkostemp(temporary.data(), O_CLOEXEC);
    if (fd < 0) return Error{Slug::Misconfigured, "--output " + path + ": " + reason()};
    (void)fchmod(fd, usual_mode & ~current_umask());
    return OutputFile{std::move(path), std::move(temporary), fd};
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, "")), fd_(std::exchange(other.fd_, -1)) {}

OutputFile::~OutputFile() {
    if (fd_ >= 0) close(fd_);
    if (!temporary_.empty()) unlink(temporary_.c_str());
}

Expected<void> OutputFile::keep() {
    if (fsync(fd_) != 0 && errno != EINVAL) return Error{Slug::Internal, path_ + ": " + reason()};
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return Error{Slug::Internal, path_ + ": " + reason()};
    temporary_.clear();
    return {};
}

}  // namespace tlsrpt
