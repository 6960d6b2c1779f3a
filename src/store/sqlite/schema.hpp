// Which schema a file has, and how it comes to ours.
//
//     file → is it ours, how old is it → Connection that may be written or read
//
// Rules:
//   - application_id tells our databases from others, user_version is the schema's number. Both are read before anything is
//     written; a file that is not ours, or newer than this program, is left exactly as it was found.
//   - Each migration is one transaction, and looks at the version again inside it: two programs may start at once.
#pragma once

#include "store/sqlite/connection.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sqlite {

/// "tls1" as a big-endian number; file(1) can know it.
inline constexpr std::int64_t application_id = 0x746c7331;

/// The schema of this program.
unsigned current_version();

/// For writing; makes the file when it is missing and fills an empty one.
/// @throws store-unavailable  not our database, damaged, newer, or older (needs migrate)
Connection open_for_writing(const StoreOptions& options);

/// The same for a copy: a file that holds one which is not finished is for nobody else.
Connection open_for_copying(const StoreOptions& options);

/// The same for a file that was there before; a missing one is not made again, since whoever took it away had a reason.
Connection open_existing(const StoreOptions& options);

/// For reading. @throws store-unavailable  likewise, and when the file is missing or empty
Connection open_for_reading(const StoreOptions& options);

/// Brings the file to the current schema, making it when it is missing.
Migrated migrate(const StoreOptions& options);

}  // namespace tlsrpt::sqlite
