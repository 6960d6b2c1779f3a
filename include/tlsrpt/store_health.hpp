// Is the store well: can it be read, is it whole, does its retention run, is there room.
//
//     StoreOptions  →  StoreHealth
//
// A store that is missing, damaged, older or newer than this program is not an error here but what is found.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "tlsrpt/store.hpp"

namespace tlsrpt {

struct StoreHealth {
    enum class Integrity : std::uint8_t { Unknown, Sound, Damaged, NotFinished };  ///< NotFinished: time was over; nothing bad until then

    std::string path;
    std::string trouble;                 ///< why it cannot be read; "" when it can
    unsigned schema_version{0};          ///< 0: not known
    unsigned current_schema_version{0};  ///< this program's
    Integrity integrity{Integrity::Unknown};
    std::string integrity_detail;
    std::string server;  ///< "PostgreSQL 15.4"; "" for a file
    bool is_durable{true};  ///< false: the server is set to lose what it acknowledged (fsync, full_page_writes)
    std::uint64_t file_bytes{0};  ///< of the file, or of the server's database
    std::uint64_t free_bytes{0};  ///< of its file system, for those who are not root
    std::uint64_t total_bytes{0};
    std::optional<std::chrono::sys_seconds> last_report_at;  ///< receipt of the newest mail that was stored
    std::optional<std::chrono::sys_seconds>
        oldest_raw_at;  ///< receipt of the oldest mail that still has its octets and is not in quarantine
    std::optional<std::chrono::sys_seconds> oldest_quarantined_at;
};

/// A server's integrity is the business of its own tools, and not looked at. SQLite cannot stop a check of a table once it has begun, and a damaged file can crash it. So the check (PRAGMA quick_check: each page is
/// read and its structure looked at, contents of indexes are not compared) runs in a child process that is killed when its time is over.
/// Forks: call it before the program has threads.
/// @param most  for the check alone; zero: it is not made
StoreHealth examine_store(const StoreOptions& options, std::chrono::milliseconds most);

}  // namespace tlsrpt
