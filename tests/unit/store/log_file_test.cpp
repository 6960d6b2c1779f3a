// The write-ahead log: few calls, and nothing that was committed is ever anywhere but in the file.
#include "store/sqlite/log_file.hpp"

#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "fixture.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

struct Close {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Database = std::unique_ptr<sqlite3, Close>;

Database open(const std::string& path, const char* vfs) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs) == SQLITE_OK);
    return Database{db};
}

void run(const Database& db, const std::string& sql) {
    const int code = sqlite3_exec(db.get(), sql.c_str(), nullptr, nullptr, nullptr);
    REQUIRE_MESSAGE(code == SQLITE_OK, sql, ": ", sqlite3_errmsg(db.get()));
}

std::string text(const Database& db, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(db.get(), sql, -1, &statement, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    std::string value{reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))};
    sqlite3_finalize(statement);
    return value;
}

/// How many calls of write(2) and its like this process has made.
long writes_so_far() {
    std::ifstream io{"/proc/self/io"};
    for (std::string name; io >> name;) {
        long value = 0;
        io >> value;
        if (name == "syscw:") return value;
    }
    FAIL("/proc/self/io does not count writes");
    return 0;
}

/// Some 130 pages.
std::string many_rows(int first) {
    return "WITH RECURSIVE n(i) AS (SELECT " + std::to_string(first) + " UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(first + 499) +
           ") INSERT INTO t SELECT i, hex(zeroblob(500)) FROM n;";
}

Database in_log_mode(const std::string& path, const char* vfs) {
    Database db = open(path, vfs);
    run(db, "PRAGMA journal_mode = WAL; CREATE TABLE t (i INTEGER PRIMARY KEY, x TEXT)");
    return db;
}

long writes_of_a_transaction(const char* vfs) {
    const TemporaryDirectory directory;
    const Database db = in_log_mode(directory.file("test.db"), vfs);
    const long before = writes_so_far();
    run(db, "BEGIN; " + many_rows(1) + " COMMIT");
    return writes_so_far() - before;
}

}  // namespace

TEST_CASE("the frames of a transaction go into the log in few calls") {
    const long one_by_one = writes_of_a_transaction(nullptr);
    CHECK(one_by_one > 200);
    CHECK(writes_of_a_transaction(sqlite::gathering_vfs()) < one_by_one / 10);
}

TEST_CASE("what is committed is there for everybody at once, however durable it is to be") {
    for (const char* synchronous : {"OFF", "NORMAL", "FULL", "EXTRA"}) {
        CAPTURE(synchronous);
        const TemporaryDirectory directory;
        const Database writer = in_log_mode(directory.file("test.db"), sqlite::gathering_vfs());
        run(writer, std::string{"PRAGMA synchronous = "} + synchronous);
        const Database reader = open(directory.file("test.db"), nullptr);
        for (int round = 0; round < 40; ++round) {
            run(writer, "INSERT INTO t VALUES (" + std::to_string(round) + ", 'x')");
            REQUIRE(text(reader, "SELECT count(*) FROM t") == std::to_string(round + 1));
        }
        // Another process's place in the log is found by reading the log itself.
        std::filesystem::copy_file(directory.file("test.db"), directory.file("copy.db"));
        std::filesystem::copy_file(directory.file("test.db-wal"), directory.file("copy.db-wal"));
        CHECK(text(open(directory.file("copy.db"), nullptr), "SELECT count(*) FROM t") == "40");
    }
}

TEST_CASE("a transaction larger than the cache reads its own pages back, changes them again, and goes or stays as a whole") {
    const TemporaryDirectory directory;
    const Database db = in_log_mode(directory.file("test.db"), sqlite::gathering_vfs());
    const Database reader = open(directory.file("test.db"), nullptr);
    run(db, "PRAGMA cache_size = 10; PRAGMA wal_autocheckpoint = 50");
    for (int round = 0; round < 4; ++round) {
        CAPTURE(round);
        run(db, "BEGIN; " + many_rows(1) + " UPDATE t SET x = x || i WHERE i % 7 = 0; DELETE FROM t WHERE i % 5 = 0;");
        CHECK(text(db, "SELECT count(*) FROM t") == "400");
        CHECK(text(db, "SELECT sum(length(x)) FROM t WHERE i % 7 = 0") == text(db, "SELECT sum(1000 + length(i)) FROM t WHERE i % 7 = 0"));
        CHECK(text(reader, "SELECT count(*) FROM t") == "0");
        run(db, "ROLLBACK");
        run(db, "BEGIN; " + many_rows(1) + " SAVEPOINT s; " + many_rows(501) + " ROLLBACK TO s; COMMIT");
        CHECK(text(reader, "SELECT count(*) FROM t") == "500");
        CHECK(text(reader, "PRAGMA integrity_check") == "ok");
        run(db, "DELETE FROM t");
    }
}

TEST_CASE("a write that fails takes its transaction back, and the next one is written") {
    const TemporaryDirectory directory;
    const Database db = in_log_mode(directory.file("test.db"), sqlite::gathering_vfs());
    run(db, "INSERT INTO t VALUES (0, 'kept')");

    const auto of_old = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &old) == 0);
    const rlimit low{100'000, old.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &low) == 0);
    const int code = sqlite3_exec(db.get(), many_rows(1).c_str(), nullptr, nullptr, nullptr);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &old) == 0);
    std::signal(SIGXFSZ, of_old);
    CHECK(code != SQLITE_OK);

    const Database reader = open(directory.file("test.db"), nullptr);
    CHECK(text(reader, "SELECT count(*) FROM t") == "1");
    run(db, many_rows(1));
    CHECK(text(reader, "SELECT count(*) FROM t") == "501");
    CHECK(text(reader, "PRAGMA integrity_check") == "ok");
}
