// How the files of a store over SQLite are opened. See tlsrpt/store.hpp for the contract.
#pragma once

#include <memory>

#include "tlsrpt/store.hpp"

namespace tlsrpt::sqlite {

Expected<std::unique_ptr<Store>> open_store(const StoreOptions& options);
Expected<std::unique_ptr<StoreReader>> open_store_reader(const StoreOptions& options);
Expected<Migrated> migrate_store(const StoreOptions& options);

}  // namespace tlsrpt::sqlite
