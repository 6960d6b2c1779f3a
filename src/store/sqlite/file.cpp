#include "store/sqlite/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>

#include "store/sqlite/error.hpp"

namespace tlsrpt::sqlite {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void throw_errno(std::string_view doing, const std::string& path) {
    const int number = errno;
    const Slug slug = number == ENOSPC || number == EDQUOT ? Slug::StoreFull : Slug::StoreUnavailable;
    throw DatabaseError({slug, fmt::format("{} {}: {}", doing, path, std::strerror(number))}, DatabaseError::Kind::Connection);
}

std::string directory_of(const std::string& path) { return std::filesystem::path{path}.parent_path().string(); }

}  // namespace

std::string resolved_path(const std::string& database) {
    std::error_code failed;
    const std::filesystem::path path = std::filesystem::absolute(database, failed);
    if (failed) throw_unavailable(fmt::format("{}: {}", database, failed.message()));
    const std::string directory = path.parent_path().string();
    struct stat status {};
    if (::stat(directory.c_str(), &status) != 0) {
        if (errno == ENOENT) throw_unavailable(fmt::format("the directory {} of the database does not exist", directory));
        throw_errno("look at the directory", directory);
    }
    if (!S_ISDIR(status.st_mode)) throw_unavailable(fmt::format("{} is not a directory", directory));
    return path.string();
}

void create_if_missing(const std::string& path) {
    // Closing any descriptor of a file drops all POSIX locks that this process holds on it. A file that is just being made is
    // locked by nobody, provided that no other thread of ours is between finding it there and opening it.
    static std::mutex one_at_a_time;
    const std::lock_guard lock{one_at_a_time};

    const Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0640)};
    if (file.get() < 0) {
        if (errno == EEXIST) return;
        throw_errno("create", path);
    }
    if (::fchmod(file.get(), 0640) != 0) throw_errno("set the mode of", path);
    const std::string directory = directory_of(path);
    const Descriptor parent{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (parent.get() < 0) return;  // a directory that may be written and not read: SQLite works there, only fsync of it is not ours to do
    struct stat owner {};
    if (::geteuid() == 0 && ::fstat(parent.get(), &owner) == 0 && ::fchown(file.get(), owner.st_uid, owner.st_gid) != 0)
        throw_errno("give away", path);
    if (::fsync(parent.get()) != 0) throw_errno("sync the directory", directory);
}

Space space_around(const std::string& path) {
    struct statvfs status {};
    const std::string directory = directory_of(path);
    if (::statvfs(directory.c_str(), &status) != 0) throw_errno("look at the file system of", directory);
    return {std::uint64_t{status.f_bavail} * status.f_frsize, std::uint64_t{status.f_blocks} * status.f_frsize};
}

bool has_space(const Space& space) {
    return space.total_bytes == 0 || space.free_bytes >= min_free_bytes;  // file systems that cannot say have no size
}

void require_space(const std::string& path) {
    const Space space = space_around(path);
    if (!has_space(space))
        throw DatabaseError({Slug::StoreFull, fmt::format("{} bytes are left on the file system of {}", space.free_bytes, path)},
                            DatabaseError::Kind::Statement);
}

}  // namespace tlsrpt::sqlite
