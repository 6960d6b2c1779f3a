#include "store/sqlite/transaction.hpp"

#include <exception>

namespace tlsrpt::sqlite {
namespace {

// Used in destructors. A failure leaves the connection inside a transaction or broken; the next BEGIN on it says so.
void try_run(Connection& db, std::string_view sql) noexcept {
    try {
        db.run(sql);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
    }
}

}  // namespace

Transaction::Transaction(Connection& db) : db_(db) { db_.run("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
    if (db_.in_transaction()) try_run(db_, "ROLLBACK");  // some errors have rolled it back already
}

void Transaction::commit() { db_.run("COMMIT"); }

ReadTransaction::ReadTransaction(Connection& db) : db_(db) { db_.run("BEGIN"); }

ReadTransaction::~ReadTransaction() {
    if (db_.in_transaction()) try_run(db_, "COMMIT");
}

Savepoint::Savepoint(Connection& db) : db_(db) { db_.run("SAVEPOINT mail"); }

Savepoint::~Savepoint() {
    if (!open_ || !db_.in_transaction()) return;
    try_run(db_, "ROLLBACK TO mail");
    try_run(db_, "RELEASE mail");
}

void Savepoint::release() {
    db_.run("RELEASE mail");
    open_ = false;
}

}  // namespace tlsrpt::sqlite
