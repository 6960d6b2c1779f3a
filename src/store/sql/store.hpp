// The Store over any engine. See tlsrpt/store.hpp for the contract.
#pragma once

#include <memory>

#include "store/sql/guard.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::sql {

std::unique_ptr<Store> make_store(Guard guard, const QuarantineBudget& budget);

}  // namespace tlsrpt::sql
