// How stores over PostgreSQL are opened, and whether they are well. See tlsrpt/store.hpp and tlsrpt/store_health.hpp for the contracts.
#pragma once

#include <memory>

#include "tlsrpt/store.hpp"
#include "tlsrpt/store_health.hpp"

namespace tlsrpt::postgresql {

Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options);
Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options);
Expected<Migrated> migrate_store(const StoreOptions& options);
StoreHealth examine_store(const StoreOptions& options);

}  // namespace tlsrpt::postgresql
