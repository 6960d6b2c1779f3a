// Statements, transactions and the meaning of SQLite's errors.
#include "store/sqlite/connection.hpp"

#include "fixture.hpp"
#include "store/sql/guard.hpp"
#include "store/sql/transaction.hpp"
#include "store/sqlite/error.hpp"
#include "store/sqlite/schema.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using sqlite::Connection;
using sqlite::DatabaseError;

namespace {

class Database {
public:
    Database() {
        StoreOptions options;
        options.database = directory_.file("test.db");
        db.emplace(sqlite::open_for_writing(options));
        db->execute("CREATE TABLE t (a TEXT, b BLOB, c INTEGER CHECK (c < 100)) STRICT");
    }

private:
    TemporaryDirectory directory_;

public:
    std::optional<Connection> db;  // closed before its directory goes
};

std::int64_t rows_in(Connection& db) { return db.integer("SELECT count(*) FROM t"); }

template <typename Call>
DatabaseError error_of(Call call) {
    try {
        call();
    } catch (const DatabaseError& error) {
        return error;
    }
    FAIL("no error");
    return DatabaseError{{}, DatabaseError::Kind::Statement};
}

}  // namespace

TEST_CASE("values come back as they were bound") {
    Database database;
    Connection& db = *database.db;
    const std::string octets{"\0a\xff\0", 4};
    db.run("INSERT INTO t VALUES (?, ?, ?)", octets, sql::Blob{octets}, -5);
    db.run("INSERT INTO t VALUES (?, ?, ?)", std::string_view{}, sql::Blob{}, std::optional<std::int64_t>{});
    sql::Rows rows = db.query("SELECT a, b, c, typeof(a), typeof(b) FROM t ORDER BY rowid");
    REQUIRE(rows.next());
    CHECK(rows.text(0) == octets);
    CHECK(rows.text(1) == octets);
    CHECK(rows.integer(2) == -5);
    REQUIRE(rows.next());
    CHECK(rows.text(3) == "text");  // an empty view is text, not NULL
    CHECK(rows.text(4) == "blob");
    CHECK(rows.maybe_integer(2) == std::nullopt);
    CHECK_FALSE(rows.next());
}

TEST_CASE("a statement can be used again after an error, and not within its own rows") {
    Database database;
    Connection& db = *database.db;
    constexpr std::string_view insert = "INSERT INTO t (c) VALUES (?)";
    const DatabaseError refused = error_of([&] { db.run(insert, 100); });
    CHECK(refused.kind() == DatabaseError::Kind::Bound);
    CHECK(error_of([&] { db.run(insert, ~std::uint64_t{0}); }).kind() == DatabaseError::Kind::Bound);
    db.run(insert, 1);
    CHECK(rows_in(db) == 1);
    constexpr std::string_view select = "SELECT c FROM t";
    sql::Rows rows = db.query(select);
    CHECK_THROWS_AS(static_cast<void>(db.query(select)), std::logic_error);
}

TEST_CASE("what is not committed is rolled back") {
    Database database;
    Connection& db = *database.db;
    {
        sql::Transaction transaction{db};
        db.run("INSERT INTO t (c) VALUES (1)");
    }
    CHECK(rows_in(db) == 0);
    sql::Transaction transaction{db};
    db.run("INSERT INTO t (c) VALUES (1)");
    {
        sql::Savepoint savepoint{db};
        db.run("INSERT INTO t (c) VALUES (2)");
    }
    {
        sql::Savepoint savepoint{db};
        db.run("INSERT INTO t (c) VALUES (3)");
        savepoint.release();
    }
    transaction.commit();
    CHECK(rows_in(db) == 2);
    CHECK(db.integer("SELECT sum(c) FROM t") == 4);
}

TEST_CASE("a full database is store-full, and what was there stays") {
    Database database;
    Connection& db = *database.db;
    db.run("INSERT INTO t (c) VALUES (1)");
    db.execute("PRAGMA max_page_count = 60");
    const std::string much(1 << 20, 'x');
    const DatabaseError full = error_of([&] {
        sql::Transaction transaction{db};
        db.run("INSERT INTO t (a) VALUES (?)", much);
        transaction.commit();
    });
    CHECK(full.error().slug == Slug::StoreFull);
    CHECK_FALSE(db.in_transaction());
    CHECK(rows_in(db) == 1);
}

TEST_CASE("result codes and what they mean") {
    struct Case {
        int code;
        Slug slug;
        DatabaseError::Kind kind;
    };
    using Kind = DatabaseError::Kind;
    for (const Case& c :
         {Case{SQLITE_BUSY, Slug::StoreBusy, Kind::Statement}, Case{SQLITE_BUSY_SNAPSHOT, Slug::StoreBusy, Kind::Statement},
          Case{SQLITE_LOCKED, Slug::StoreBusy, Kind::Statement}, Case{SQLITE_FULL, Slug::StoreFull, Kind::Statement},
          Case{SQLITE_IOERR_FSYNC, Slug::StoreUnavailable, Kind::Connection},
          Case{SQLITE_CORRUPT, Slug::StoreUnavailable, Kind::Connection}, Case{SQLITE_NOTADB, Slug::StoreUnavailable, Kind::Connection},
          Case{SQLITE_CANTOPEN, Slug::StoreUnavailable, Kind::Connection},
          Case{SQLITE_READONLY_DBMOVED, Slug::StoreUnavailable, Kind::Connection},
          Case{SQLITE_CONSTRAINT_CHECK, Slug::Internal, Kind::Bound}, Case{SQLITE_CONSTRAINT_FOREIGNKEY, Slug::Internal, Kind::Statement},
          Case{SQLITE_ERROR, Slug::Internal, Kind::Statement}}) {
        CAPTURE(c.code);
        const DatabaseError error = error_of([&] { sqlite::throw_error(nullptr, c.code, "test"); });
        CHECK(error.error().slug == c.slug);
        CHECK(error.kind() == c.kind);
    }
}

TEST_CASE("after an error of the connection the next call opens the file again") {
    TemporaryDirectory directory;
    StoreOptions options;
    options.database = directory.file("test.db");
    const auto own = [](Connection db) { return std::make_unique<Connection>(std::move(db)); };
    sql::Guard guard{[&] { return own(sqlite::open_existing(options)); }, own(sqlite::open_for_writing(options))};
    const auto changes = [&] { return must(guard([](sql::Connection& db) { return db.integer("SELECT total_changes()"); })); };
    must(guard([](sql::Connection& db) { return db.change("INSERT INTO reporter_day (sdid, day) VALUES ('a', 1)"); }));
    CHECK(changes() > 0);  // of this connection
    const auto failed = guard([](sql::Connection& db) -> int { sqlite::throw_error(dynamic_cast<Connection&>(db).handle(), SQLITE_IOERR_FSYNC, "commit"); });
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().slug == Slug::StoreUnavailable);
    CHECK(changes() == 0);  // of another one
}
