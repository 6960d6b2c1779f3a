// The health of an SQLite store; see store_health.hpp.
#pragma once

#include "tlsrpt/store_health.hpp"

namespace tlsrpt::sqlite {

StoreHealth examine_store(const StoreOptions& options, std::chrono::milliseconds most);

}  // namespace tlsrpt::sqlite
