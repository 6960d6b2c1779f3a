#include "store/sqlite/health.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "store/sql/guard.hpp"
#include "store/sql/health.hpp"
#include "store/sqlite/file.hpp"
#include "store/sqlite/schema.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::sqlite {
namespace {

using Clock = std::chrono::steady_clock;
using Integrity = StoreHealth::Integrity;

constexpr std::size_t max_verdict_bytes = 1024;

// In the child: "ok", or the first thing that is wrong.
std::string quick_check(const StoreOptions& options) {
    const auto verdict = sql::guarded([&] {
        Connection db{resolved_path(options.database), Connection::Access::Read, options.busy_timeout};
        sql::Rows rows = db.query("PRAGMA quick_check(1)");
        return rows.next() ? rows.text(0) : std::string{"no verdict"};
    });
    return cut_text(verdict ? *verdict : verdict.error().detail, max_verdict_bytes);
}

[[noreturn]] void answer(int fd, const StoreOptions& options) {
    const std::string verdict = quick_check(options);
    const ssize_t written = ::write(fd, verdict.data(), verdict.size());  // under PIPE_BUF: whole or not at all
    ::_exit(written == static_cast<ssize_t>(verdict.size()) ? 0 : 1);
}

// What the child said before its time was over; "" when it said nothing.
std::string verdict_from(int fd, Clock::time_point until) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0) return {};
        pollfd readable{fd, POLLIN, 0};
        const int ready = ::poll(&readable, 1, static_cast<int>(left.count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return {};
        std::array<char, max_verdict_bytes + 8> text{};
        const ssize_t got = ::read(fd, text.data(), text.size());
        return got > 0 ? std::string{text.data(), static_cast<std::size_t>(got)} : std::string{};
    }
}

void check_integrity(const StoreOptions& options, std::chrono::milliseconds most, StoreHealth& health) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        health.integrity_detail = std::strerror(errno);
        return;
    }
    const Clock::time_point until = Clock::now() + most;
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        answer(ends[1], options);
    }
    ::close(ends[1]);
    const std::string verdict = child > 0 ? verdict_from(ends[0], until) : std::string{};
    const bool in_time = Clock::now() < until;
    ::close(ends[0]);
    if (child < 0) {
        health.integrity_detail = std::strerror(errno);
        return;
    }
    ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (verdict == "ok") {
        health.integrity = Integrity::Sound;
    } else if (!verdict.empty() || in_time) {
        health.integrity = Integrity::Damaged;
        health.integrity_detail = verdict.empty() ? "the check crashed" : verdict;
    } else {
        health.integrity = Integrity::NotFinished;
    }
}

unsigned version_of(const StoreOptions& options) {
    const auto version = sql::guarded([&] {
        Connection db{resolved_path(options.database), Connection::Access::Read, options.busy_timeout};
        return db.integer("PRAGMA application_id") == application_id ? db.integer("PRAGMA user_version") : 0;
    });
    return version && *version > 0 ? static_cast<unsigned>(*version) : 0;
}

}  // namespace

StoreHealth examine_store(const StoreOptions& options, std::chrono::milliseconds most) {
    StoreHealth health;
    health.path = options.database;
    health.current_schema_version = current_version();
    std::error_code missing;
    health.file_bytes = std::filesystem::file_size(options.database, missing);
    if (missing) health.file_bytes = 0;
    if (const auto space = sql::guarded([&] { return space_around(options.database); })) {
        health.free_bytes = space->free_bytes;
        health.total_bytes = space->total_bytes;
    }
    if (!missing) health.schema_version = version_of(options);
    if (health.schema_version > 0 && most.count() > 0) check_integrity(options, most, health);
    const auto read = sql::guarded([&] {
        Connection db = open_for_reading(options);
        sql::read_ages(db, health);
        return true;
    });
    if (!read) health.trouble = read.error().detail;
    return health;
}

}  // namespace tlsrpt::sqlite
