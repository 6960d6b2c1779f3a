// Values on their way to the server and back, in libpq's binary format.
//
//     Value  →  type, octets          column of a result  →  integer, truth or octets
//
// Text of a mail may hold what PostgreSQL's text cannot: NUL, and octets that are not UTF-8. storable() puts U+FFFD in their place.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgresql/libpq.hpp"
#include "store/sql/value.hpp"

namespace tlsrpt::postgresql {

bool is_storable(std::string_view text);
std::string storable(std::string_view text);

/// The types of a statement's parameters.
std::vector<Oid> types_of(std::span<const sql::Value> values);

/// Arguments of PQsendQueryPrepared. Borrows the values.
class Parameters {
public:
    explicit Parameters(std::span<const sql::Value> values);
    [[nodiscard]] int count() const { return static_cast<int>(data_.size()); }
    [[nodiscard]] const char* const* data() const { return data_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

private:
    std::vector<const char*> data_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::deque<std::array<char, 8>> integers_;  // where they are does not change
    std::deque<std::string> texts_;
};

/// Of a binary column of type bigint, integer, smallint or boolean.
std::int64_t integer_in(Oid type, std::string_view octets);

}  // namespace tlsrpt::postgresql
