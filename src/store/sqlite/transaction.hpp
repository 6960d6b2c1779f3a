// A transaction, and a part of one: what is not committed is rolled back, also by an exception.
#pragma once

#include "store/sqlite/connection.hpp"

namespace tlsrpt::sqlite {

/// BEGIN IMMEDIATE: a deferred transaction that reads and then writes fails at once when somebody else wrote in between, whatever the
/// busy timeout says.
class Transaction {
public:
    explicit Transaction(Connection& db);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();
    void commit();

private:
    Connection& db_;
};

/// A snapshot to read from.
class ReadTransaction {
public:
    explicit ReadTransaction(Connection& db);
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction();

private:
    Connection& db_;
};

/// Within a Transaction. Not nested.
class Savepoint {
public:
    explicit Savepoint(Connection& db);
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint();
    void release();

private:
    Connection& db_;
    bool open_{true};
};

}  // namespace tlsrpt::sqlite
