// Every policy that reporters saw, once: what the rollups' policy_id means.
//
//     policy of a contribution → policy_id
//
// Entries are never taken back: an entry says what a number means, not that anybody counts. They go by age.
#pragma once

#include <chrono>
#include <cstdint>

#include "store/contribution.hpp"
#include "store/sql/connection.hpp"

namespace tlsrpt::sql {

/// What is kept of a policy's lines; a real one has a few hundred octets.
inline constexpr std::size_t max_policy_text_bytes = 16u << 10;

/// 0 when no policy is stated.
std::int64_t policy_id_of(Connection& db, const Contribution::Type& type, std::chrono::sys_days day);

}  // namespace tlsrpt::sql
