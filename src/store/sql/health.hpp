// The part of a store's health that every engine can tell; see tlsrpt/store_health.hpp.
#pragma once

#include "store/sql/connection.hpp"
#include "tlsrpt/store_health.hpp"

namespace tlsrpt::sql {

/// Each is one step into an index.
void read_ages(Connection& db, StoreHealth& health);

}  // namespace tlsrpt::sql
