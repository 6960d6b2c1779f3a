// The database file: made with its mode before SQLite sees it.
#pragma once

#include <cstdint>
#include <string>

namespace tlsrpt::sqlite {

/// Where the file is, whatever the working directory becomes later. @throws store-unavailable  its directory does not exist
std::string resolved_path(const std::string& database);

/// Makes an empty file of mode 0640, whatever the umask, unless there is one. Made by root it belongs to the directory's owner and group,
/// so that a store made by an administrator can be used by the service.
/// @throws store-full, store-unavailable
void create_if_missing(const std::string& path);

/// Space on the file system of the database for those who are not root.
struct Space {
    std::uint64_t free_bytes{0};
    std::uint64_t total_bytes{0};
};
Space space_around(const std::string& path);

/// SQLite's WAL index is mapped into memory and is sparse on file systems with small blocks: touching it on a full disk is
/// a SIGBUS, not an error. So below this nothing is opened for writing or written.
inline constexpr std::uint64_t min_free_bytes = 128u << 10;

bool has_space(const Space& space);

/// @throws store-full  below min_free_bytes
void require_space(const std::string& path);

}  // namespace tlsrpt::sqlite
