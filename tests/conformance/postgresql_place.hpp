// A database on a PostgreSQL server for one test, removed with it.
#pragma once

#include <memory>
#include <string>

#include "stores.hpp"

namespace tlsrpt::test {

/// @param url  of a superuser
std::unique_ptr<Place> new_postgresql_place(const std::string& url, const QuarantineBudget& budget);

}  // namespace tlsrpt::test
