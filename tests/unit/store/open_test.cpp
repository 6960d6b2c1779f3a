// How the database file is made, checked and refused.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "fixture.hpp"
#include "store/sqlite/schema.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

mode_t mode_of(const std::string& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

std::string contents(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_file(const std::string& path, const std::string& text) { std::ofstream{path, std::ios::binary} << text; }

void with_sqlite(const std::string& path, const char* sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
}

StoreOptions options_for(const std::string& path) {
    StoreOptions options;
    options.database = path;
    return options;
}

class Umask {
public:
    explicit Umask(mode_t mask) : before_(::umask(mask)) {}
    ~Umask() { ::umask(before_); }
    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;

private:
    mode_t before_;
};

}  // namespace

TEST_CASE("a missing file is made with its mode and the current schema, whatever the umask") {
    for (const mode_t mask : {mode_t{077}, mode_t{022}, mode_t{0}}) {
        CAPTURE(mask);
        const Umask umask{mask};
        StoreFixture fixture;
        fixture.must_record(accepted(report("r", {policy("sts", "a.example", 1, 0)})));
        for (const char* suffix : {"", "-wal", "-shm"}) CHECK(mode_of(fixture.options.database + suffix) == 0640);
        CHECK(fixture.number("PRAGMA user_version") == sqlite::current_version());
        CHECK(fixture.number("PRAGMA application_id") == sqlite::application_id);
    }
}

TEST_CASE("the files of a group reader stay when nobody writes, and hold nothing back") {
    StoreFixture fixture;
    fixture.must_record(accepted(report("r", {policy("sts", "a.example", 1, 0)})));
    fixture.store.reset();
    CHECK(std::filesystem::exists(fixture.options.database + "-wal"));
    CHECK(std::filesystem::exists(fixture.options.database + "-shm"));
    CHECK(std::filesystem::file_size(fixture.options.database + "-wal") == 0);
    CHECK(daily_text(*fixture.reader()) == "2026-11-19 a.example sender.example: 1 reports, 1 sessions, 0 failures, at most 1\n");
}

TEST_CASE("what is not our database is refused and not touched") {
    struct Case {
        std::string what;
        std::function<void(const std::string&)> make;
        const char* detail;
    };
    const std::vector<Case> cases{
        {"text", [](const std::string& path) { write_file(path, "not a database, and longer than nothing\n"); }, "not a database"},
        {"one octet", [](const std::string& path) { write_file(path, "x"); }, "not a database"},
        {"zeros", [](const std::string& path) { write_file(path, std::string(8192, '\0')); }, "not a database"},
        {"another program's", [](const std::string& path) { with_sqlite(path, "CREATE TABLE policy (id);"); }, "another program"},
        {"another program's, marked", [](const std::string& path) { with_sqlite(path, "PRAGMA application_id = 7;"); }, "another program"},
        {"newer",
         [](const std::string& path) {
             must(migrate_store(options_for(path)));
             with_sqlite(path, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 9999;");
         },
         "newer"},
        {"older", [](const std::string& path) { with_sqlite(path, "PRAGMA application_id = 1953264433; PRAGMA user_version = -1;"); },
         "never was"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const TemporaryDirectory directory;
        const std::string path = directory.file("tlsrpt.db");
        c.make(path);
        const std::string before = contents(path);
        const auto refuses = [&](const auto& opened) {
            REQUIRE_FALSE(opened.has_value());
            CHECK(opened.error().slug == Slug::StoreUnavailable);
            CHECK(opened.error().detail.find(c.detail) != std::string::npos);
        };
        refuses(open_store(options_for(path)));
        refuses(migrate_store(options_for(path)));
        refuses(open_store_reader(options_for(path)));
        CHECK(contents(path) == before);
    }
}

TEST_CASE("a newer store in WAL mode keeps its file and its log as they are") {
    StoreFixture fixture;
    fixture.must_record(accepted(report("r", {policy("sts", "a.example", 1, 0)})));
    fixture.execute("PRAGMA user_version = 9999");  // stays in the log while the store is open
    // A crash: the files are copied away while the log is full, and so that no connection of ours folds it in.
    const TemporaryDirectory crashed;
    const std::string path = crashed.file("tlsrpt.db");
    for (const char* suffix : {"", "-wal"}) std::filesystem::copy_file(fixture.options.database + suffix, path + suffix);
    const std::string before = contents(path);
    const std::string log_before = contents(path + "-wal");
    REQUIRE(log_before.size() > 0);
    const auto opened = open_store(options_for(path));
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().detail.find("newer") != std::string::npos);
    CHECK(contents(path) == before);
    CHECK(contents(path + "-wal") == log_before);
}

TEST_CASE("places where no database can be") {
    const TemporaryDirectory directory;
    write_file(directory.file("file"), "x");
    struct Case {
        std::string path;
        Slug slug;
        const char* detail;
    };
    const std::vector<Case> cases{
        {directory.file("missing/tlsrpt.db"), Slug::StoreUnavailable, "missing of the database does not exist"},
        {directory.file("file/tlsrpt.db"), Slug::StoreUnavailable, "is not a directory"},
        {directory.path().string(), Slug::StoreUnavailable, ""},
        {"", Slug::Misconfigured, "no database"},
        {"mysql://user:secret@db.example/tlsrpt", Slug::Misconfigured, "mysql://"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.path);
        const auto opened = open_store(options_for(c.path));
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().slug == c.slug);
        CHECK(opened.error().detail.find(c.detail) != std::string::npos);
    }
}

TEST_CASE("a reader makes nothing") {
    const TemporaryDirectory directory;
    const std::string path = directory.file("tlsrpt.db");
    const auto missing = open_store_reader(options_for(path));
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().slug == Slug::StoreUnavailable);
    CHECK_FALSE(std::filesystem::exists(path));
    write_file(path, "");
    CHECK_FALSE(open_store_reader(options_for(path)).has_value());
    CHECK(std::filesystem::file_size(path) == 0);
}

TEST_CASE("a file name may hold what means something in a URI") {
    const TemporaryDirectory directory;
    StoreOptions options = options_for(directory.file("a%20b?c#d&e.db"));
    {
        auto store = must(open_store(options));
        const Examination examination = accepted(report("r", {policy("sts", "a.example", 1, 0)}));
        const Submission submission = submission_of(examination);
        must(store->record({&submission, 1}));
    }
    CHECK(must(must(open_store_reader(options))->daily(everything())).size() == 1);
}

TEST_CASE("migrating says from where to where, and twice is once") {
    const TemporaryDirectory directory;
    const StoreOptions options = options_for(directory.file("tlsrpt.db"));
    const Migrated first = must(migrate_store(options));
    CHECK(first.from == 0);
    CHECK(first.to == sqlite::current_version());
    const Migrated second = must(migrate_store(options));
    CHECK(second.from == sqlite::current_version());
    CHECK(second.to == sqlite::current_version());
}

TEST_CASE("many open one new file at once, in threads and in processes") {
    const TemporaryDirectory directory;
    const StoreOptions options = options_for(directory.file("tlsrpt.db"));
    std::vector<pid_t> children;
    for (int i = 0; i < 4; ++i) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) ::_exit(open_store(options).has_value() ? 0 : 1);
        children.push_back(child);
    }
    std::vector<std::string> errors(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& error : errors)
            threads.emplace_back([&error, &options] {
                const auto store = open_store(options);
                if (!store) error = store.error().detail;
            });
    }
    for (const std::string& error : errors) CHECK(error == "");
    for (const pid_t child : children) {
        int status = -1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
}

TEST_CASE("a lock that is held too long is store-busy") {
    StoreFixture fixture;
    fixture.options.busy_timeout = std::chrono::milliseconds{1};
    fixture.store = must(open_store(fixture.options));
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(fixture.options.database.c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);
    const auto recorded = fixture.record(refused(Slug::NoSignature));
    REQUIRE_FALSE(recorded.has_value());
    CHECK(recorded.error().slug == Slug::StoreBusy);
    sqlite3_close(other);
    CHECK(fixture.record(refused(Slug::NoSignature)).has_value());
}

TEST_CASE("a store whose file was taken away neither writes into the void nor makes a new one") {
    StoreFixture fixture;
    fixture.must_record(refused(Slug::NoSignature));
    std::filesystem::rename(fixture.options.database, fixture.directory.file("moved.db"));
    const auto recorded = fixture.record(refused(Slug::NoSignature));
    REQUIRE_FALSE(recorded.has_value());
    CHECK(recorded.error().slug == Slug::StoreUnavailable);
    CHECK_FALSE(std::filesystem::exists(fixture.options.database));
    std::filesystem::rename(fixture.directory.file("moved.db"), fixture.options.database);
    CHECK(fixture.record(refused(Slug::NoSignature)).has_value());
    CHECK(fixture.number("SELECT count(*) FROM message") == 2);
}

TEST_CASE("a damaged database is store-unavailable") {
    const TemporaryDirectory directory;
    const std::string path = directory.file("tlsrpt.db");
    must(migrate_store(options_for(path)));
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(file >= 0);
    const std::string noise(4000, '\x5a');
    for (off_t page = 1; page < 40; ++page)
        REQUIRE(::pwrite(file, noise.data(), noise.size(), page * 4096) == static_cast<ssize_t>(noise.size()));
    ::close(file);
    auto store = open_store(options_for(path));
    if (store) {  // the first page is well, so opening may not notice
        const Examination examination = refused(Slug::NoSignature);
        const Submission submission = submission_of(examination);
        const auto recorded = (*store)->record({&submission, 1});
        REQUIRE_FALSE(recorded.has_value());
        CHECK(recorded.error().slug == Slug::StoreUnavailable);
    } else {
        CHECK(store.error().slug == Slug::StoreUnavailable);
    }
}
