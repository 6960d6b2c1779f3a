// A store without a database: what the others are compared with, and what tests use that are not about storing.
//
//     MemoryDatabase → any number of Store and StoreReader on it
//
// Written for clarity, from the rules and not from the SQL: it keeps mails and reports, and adds up afresh whenever somebody asks, so there is
// no sum that could go wrong while reports come and go. Grouping, sums and spells are those of the headers that state the rules.
// Not modelled: failures of a disk, the share of a file system that stays free, and a spell's bound of 2^62 sessions.
//
// Calls of several threads are taken one after the other.
#pragma once

#include <memory>

#include "tlsrpt/store.hpp"

namespace tlsrpt::test {

struct MemoryState;

class MemoryDatabase {
public:
    explicit MemoryDatabase(QuarantineBudget budget = {});
    [[nodiscard]] std::unique_ptr<Store> store() const;
    [[nodiscard]] std::unique_ptr<StoreReader> reader() const;

private:
    std::shared_ptr<MemoryState> state_;
};

}  // namespace tlsrpt::test
