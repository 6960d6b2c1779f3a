// A transaction, and a part of one: what is not committed is rolled back, also by an exception.
#pragma once

#include "store/sql/connection.hpp"

namespace tlsrpt::sql {

/// To write.
class Transaction {
public:
    explicit Transaction(Connection& db) : db_(db) { db_.begin_to_write(); }
    Transaction(Connection& db, const RecordingBatch& batch) : db_(db) { db_.begin_to_record(batch); }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction() {
        if (db_.in_transaction()) db_.roll_back();  // some errors have rolled it back already
    }
    void commit() { db_.commit(); }

private:
    Connection& db_;
};

/// A snapshot to read from.
class ReadTransaction {
public:
    explicit ReadTransaction(Connection& db) : db_(db) { db_.begin_to_read(); }
    enum class Mark { OfAll };
    ReadTransaction(Connection& db, Mark) : db_(db) { db_.begin_to_mark(); }
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction() {
        if (db_.in_transaction()) db_.roll_back();
    }

private:
    Connection& db_;
};

/// Within a Transaction. Not nested.
class Savepoint {
public:
    explicit Savepoint(Connection& db) : db_(db) { db_.set_savepoint(); }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint() {
        if (open_ && db_.in_transaction()) db_.roll_back_to_savepoint();
    }
    void release() {
        db_.release_savepoint();
        open_ = false;
    }

private:
    Connection& db_;
    bool open_{true};
};

}  // namespace tlsrpt::sql
