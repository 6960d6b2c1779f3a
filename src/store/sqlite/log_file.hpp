// The write-ahead log, written in few calls.
//
//     frames of one transaction, 24 and 4096 octets at a time  →  pwrite(2) of up to 64 KiB
//
// SQLite writes the header and the page of each frame by calls of their own: some 140 for a few mails, which cost more than the octets do. This
// VFS passes everything on to SQLite's own, but collects what is appended to a log until the frame that commits is complete, or somebody wants to
// read, sync, cut or close the file. SQLite publishes a transaction in the log's index after that, so nobody looks for a frame that is not in the file.
#pragma once

namespace tlsrpt::sqlite {

/// Name of the VFS for connections that write. Registered at the first call, which must come after sqlite3_config().
/// @throws std::runtime_error  SQLite has no default VFS, or no memory
const char* gathering_vfs();

}  // namespace tlsrpt::sqlite
