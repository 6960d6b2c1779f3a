#include "store/sqlite/log_file.hpp"

#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>

namespace tlsrpt::sqlite {
namespace {

constexpr std::size_t frame_header_bytes = 24;    // https://www.sqlite.org/fileformat2.html section 4.1
constexpr std::size_t gathered_bytes = 65536;

// What SQLite holds for an open log: this, and behind it the file of the VFS below.
struct LogFile {
    sqlite3_file base{};
    sqlite3_int64 start{0};    // where in the file the gathered octets belong
    std::size_t used{0};
    bool commits{false};       // the page that comes next is the last of its transaction
    std::array<char, gathered_bytes>* gathered{nullptr};
};
constexpr std::size_t file_below_offset = (sizeof(LogFile) + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + file_below_offset); }

// Octets that could not be written are given up: SQLite takes the transaction back, and writes its frames anew.
int flush(sqlite3_file* file) {
    LogFile& log = log_of(file);
    if (log.used == 0) return SQLITE_OK;
    const int octets = static_cast<int>(log.used);
    log.used = 0;
    return below(file)->pMethods->xWrite(below(file), log.gathered->data(), octets, log.start);
}

bool is_frame_header(int octets) { return octets == static_cast<int>(frame_header_bytes); }

// The size of the database after the transaction, big-endian, at octet 4 of its last frame; 0 in the others.
bool is_of_last_frame(const void* header) {
    constexpr std::array<char, 4> none{};
    return std::memcmp(static_cast<const char*>(header) + 4, none.data(), none.size()) != 0;
}

int write(sqlite3_file* file, const void* octets, int count, sqlite3_int64 offset) {
    LogFile& log = log_of(file);
    const auto size = static_cast<std::size_t>(count);
    const bool follows = offset == log.start + static_cast<sqlite3_int64>(log.used);
    if (log.used != 0 && (!follows || log.used + size > gathered_bytes))
        if (const int code = flush(file); code != SQLITE_OK) return code;
    const bool completes = log.commits && !is_frame_header(count);
    log.commits = is_frame_header(count) && is_of_last_frame(octets);
    if (size > gathered_bytes) return below(file)->pMethods->xWrite(below(file), octets, count, offset);
    if (log.used == 0) log.start = offset;
    std::memcpy(log.gathered->data() + log.used, octets, size);
    log.used += size;
    return completes ? flush(file) : SQLITE_OK;
}

int read(sqlite3_file* file, void* octets, int count, sqlite3_int64 offset) {
    const int code = flush(file);
    return code == SQLITE_OK ? below(file)->pMethods->xRead(below(file), octets, count, offset) : code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const int code = flush(file);
    return code == SQLITE_OK ? below(file)->pMethods->xTruncate(below(file), size) : code;
}

int sync(sqlite3_file* file, int flags) {
    const int code = flush(file);
    return code == SQLITE_OK ? below(file)->pMethods->xSync(below(file), flags) : code;
}

int size_of(sqlite3_file* file, sqlite3_int64* size) {
    const int code = flush(file);
    return code == SQLITE_OK ? below(file)->pMethods->xFileSize(below(file), size) : code;
}

int close(sqlite3_file* file) {
    const int written = flush(file);
    const int closed = below(file)->pMethods->xClose(below(file));
    delete log_of(file).gathered;
    return written != SQLITE_OK ? written : closed;
}

int lock(sqlite3_file* file, int level) { return below(file)->pMethods->xLock(below(file), level); }
int unlock(sqlite3_file* file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }
int check_reserved_lock(sqlite3_file* file, int* is_locked) { return below(file)->pMethods->xCheckReservedLock(below(file), is_locked); }
int control(sqlite3_file* file, int operation, void* argument) { return below(file)->pMethods->xFileControl(below(file), operation, argument); }
int sector_size(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int characteristics(sqlite3_file* file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }

const sqlite3_io_methods& log_methods() {
    static const sqlite3_io_methods methods = [] {
        sqlite3_io_methods all{};
        all.iVersion = 1;    // shared memory and maps are of the database itself
        all.xClose = close;
        all.xRead = read;
        all.xWrite = write;
        all.xTruncate = truncate;
        all.xSync = sync;
        all.xFileSize = size_of;
        all.xLock = lock;
        all.xUnlock = unlock;
        all.xCheckReservedLock = check_reserved_lock;
        all.xFileControl = control;
        all.xSectorSize = sector_size;
        all.xDeviceCharacteristics = characteristics;
        return all;
    }();
    return methods;
}

sqlite3_vfs* default_vfs() {
    static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
    return vfs;
}

// Any other file is one of the VFS below, at the same place, and SQLite calls that one's methods.
int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    if ((flags & SQLITE_OPEN_WAL) == 0) return default_vfs()->xOpen(default_vfs(), name, file, flags, flags_out);
    file->pMethods = nullptr;    // nothing to close, until it is open
    auto* gathered = new (std::nothrow) std::array<char, gathered_bytes>;
    if (gathered == nullptr) return SQLITE_NOMEM;
    const int code = default_vfs()->xOpen(default_vfs(), name, below(file), flags, flags_out);
    if (code != SQLITE_OK) {
        if (below(file)->pMethods != nullptr) below(file)->pMethods->xClose(below(file));
        delete gathered;
        return code;
    }
    LogFile& log = *std::construct_at(reinterpret_cast<LogFile*>(file));
    log.base.pMethods = &log_methods();
    log.gathered = gathered;
    return code;
}

// With the data of the VFS below, its methods can be called for this one as they are.
sqlite3_vfs& registered() {
    static sqlite3_vfs vfs = [] {
        if (default_vfs() == nullptr) throw std::runtime_error("SQLite has no VFS");
        sqlite3_vfs gathering = *default_vfs();
        gathering.zName = "tlsrpt-gathering";
        gathering.pNext = nullptr;
        gathering.szOsFile += static_cast<int>(file_below_offset);
        gathering.xOpen = open;
        return gathering;
    }();
    static const int code = sqlite3_vfs_register(&vfs, 0);
    if (code != SQLITE_OK) throw std::runtime_error("SQLite takes no further VFS");
    return vfs;
}

}  // namespace

const char* gathering_vfs() { return registered().zName; }

}  // namespace tlsrpt::sqlite
