// A digest of a table's rows, the same for every engine.
//
//     rows, in any order → number of rows, 256 bits
//
// Each row is hashed in one canonical form, and the hashes are added up, since engines keep their rows in orders of their own. Nobody chooses rows so
// that sums collide: both sides were written by us. Text is taken as every engine can keep it, with U+FFFD for NUL and for what is no UTF-8.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "store/sql/copy_tables.hpp"
#include "store/sql/rows.hpp"

namespace tlsrpt::sql {

class CopyDigest {
public:
    void add(const Rows& row, const CopyTable& table);
    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    [[nodiscard]] std::string hex() const;

private:
    std::uint64_t rows_{0};
    std::array<std::uint64_t, 4> sum_{};
};

}  // namespace tlsrpt::sql
