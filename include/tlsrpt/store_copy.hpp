// A store moved to another place, from one kind of database to the other or to the same.
//
//     store → the same store elsewhere: ids, marks and numbers that will be given out next included
//
// Rules:
//   - The source is only read, from one snapshot: what is written to it meanwhile is not copied. So nobody should be writing when the programs are
//     to go on with the copy; their mails wait in the MTA's queue.
//   - The target is empty, or a copy of this source: one that was not finished is gone on with, a complete one is compared again. Anything else in it is refused and not touched.
//     Until the copy is complete and compared, no other program opens it.
//   - At the end each table is read again on both sides and compared by number of rows and by a digest.
//   - What the target cannot keep as text, NUL and octets that are no UTF-8, becomes U+FFFD there; the digest is of that. Raw mails are octets anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tlsrpt/store.hpp"

namespace tlsrpt {

struct CopiedTable {
    std::string name;
    std::uint64_t rows{0};
    std::string digest;    ///< hex, of the rows in any order
};

struct Copied {
    bool resumed{false};      ///< it was begun before
    bool was_there{false};    ///< it was complete before
    std::vector<CopiedTable> tables;
};

/// How much one transaction of the target's holds.
struct CopyBatch {
    std::int64_t rows{1000};
    std::int64_t bytes{4 << 20};    ///< of raw mails
};

/// @param progress  rows copied, then rows compared
/// @return misconfigured      the target holds something else, or the source is not as it was when the copy began
///         store-unavailable  either cannot be opened, or they are not equal in the end
Expected<Copied> copy_store(const StoreOptions& from, const StoreOptions& to, const Progress& progress, const CopyBatch& batch = {});

}  // namespace tlsrpt
