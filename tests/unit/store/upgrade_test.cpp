// A store of each earlier schema comes to the current one with what recording the same mails afresh gives.
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "lived.hpp"
#include "store/sqlite/schema.hpp"
#include "world.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

// A dump; its first lines say whose.
void restore(const std::string& path, unsigned schema = 1) {
    std::ifstream file{fmt::format(TLSRPT_TEST_DATA "/schema-{}.sql", schema)};
    std::ostringstream sql;
    sql << file.rdbuf();
    REQUIRE(!sql.str().empty());
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    CHECK_MESSAGE(sqlite3_exec(db, sql.str().c_str(), nullptr, nullptr, nullptr) == SQLITE_OK, sqlite3_errmsg(db));
    sqlite3_close(db);
}

// Every row of the tables that schema 3 brought or changed, ids replaced by what they stand for. policy_text has them all as well: policies that
// only superseded reports named may stand there, or not.
std::string tables(const std::string& path) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    std::string text;
    for (const char* sql :
         {"SELECT 'type', t.policy_domain, t.day, t.sdid, t.policy_type, coalesce(p.digest, ''), t.reports, t.total_successful_session_count,"
          " t.total_failure_session_count FROM daily_type t LEFT JOIN policy_text p ON p.id = t.policy_id ORDER BY 2, 3, 4, 5, 6",
          "SELECT 'sighting', s.policy_domain, g.day, s.sdid, s.receiving_mx_hostname, s.result_type, g.failed_session_count, g.sending_network, ''"
          " FROM sighting g JOIN symptom s ON s.id = g.symptom_id ORDER BY 2, 3, 4, 5, 6",
          "SELECT 'incident', s.policy_domain, i.first_day, s.sdid, s.receiving_mx_hostname, s.result_type, i.last_day, i.failed_session_count, ''"
          " FROM incident i JOIN symptom s ON s.id = i.symptom_id ORDER BY 2, 3, 4, 5, 6",
          "SELECT 'reporter', sdid, day, is_daily, '', '', '', '', '' FROM reporter_day ORDER BY 2, 3"}) {
        sqlite3_stmt* statement = nullptr;
        REQUIRE(sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) == SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int column = 0; column < 9; ++column) text += std::string{reinterpret_cast<const char*>(sqlite3_column_text(statement, column))} + "|";
            text += '\n';
        }
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return text;
}

using Rows = std::vector<std::string>;

/// Sorted; the columns of each as text.
Rows rows_of(sqlite3* db, const std::string& sql) {
    Rows rows;
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        std::string row;
        for (int column = 0; column < sqlite3_column_count(statement); ++column) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            row += std::string{text == nullptr ? "NULL" : text} + "|";
        }
        rows.push_back(std::move(row));
    }
    sqlite3_finalize(statement);
    std::sort(rows.begin(), rows.end());
    return rows;
}

/// Every row of the other tables, and the numbers given out so far.
void check_other_tables(const std::string& path, const std::string& expected_path) {
    sqlite3* db = nullptr;
    sqlite3* expected = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    REQUIRE(sqlite3_open(expected_path.c_str(), &expected) == SQLITE_OK);
    Rows names = rows_of(expected, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('daily_type', 'sighting', 'symptom', 'incident',"
                                   " 'policy_text', 'reporter_day') AND (name NOT GLOB 'sqlite_*' OR name = 'sqlite_sequence')");
    CHECK(names.size() > 10);
    for (std::string& name : names) {
        name.pop_back();
        CAPTURE(name);
        const std::string all = "SELECT * FROM " + name + " WHERE true" + (name == "sqlite_sequence" ? " AND name IN ('message', 'report')" : "");
        const Rows rows = rows_of(expected, all);
        CHECK_FALSE(rows.empty());    // live_with() leaves none of them empty
        CHECK(rows_of(db, all) == rows);
    }
    sqlite3_close(expected);
    sqlite3_close(db);
}

// What schemas 3 and 4 brought, taken away again: a store as the program before would have left it.
constexpr const char* back_to_schema_2 =
    "CREATE TABLE old (policy_domain TEXT NOT NULL, day INTEGER NOT NULL, sdid TEXT NOT NULL, policy_type TEXT NOT NULL, reports INTEGER NOT NULL,"
    " total_successful_session_count INTEGER NOT NULL, total_failure_session_count INTEGER NOT NULL, PRIMARY KEY (policy_domain, day, sdid,"
    " policy_type)) STRICT, WITHOUT ROWID;"
    // A report with several policies of one type was one report of that type.
    "INSERT INTO old SELECT t.policy_domain, t.day, t.sdid, t.policy_type, (SELECT count(DISTINCT r.id) FROM report r JOIN policy p ON p.report_id ="
    " r.id WHERE r.current AND r.day = t.day AND r.sdid = t.sdid AND p.policy_domain = t.policy_domain AND p.policy_type = t.policy_type),"
    " sum(total_successful_session_count), sum(total_failure_session_count) FROM daily_type t GROUP BY 1, 2, 3, 4;"
    "DROP TABLE daily_type; ALTER TABLE old RENAME TO daily_type;"
    "DROP TABLE symptom; DROP TABLE sighting; DROP TABLE incident; DROP TABLE policy_text;"
    "ALTER TABLE reporter_day DROP COLUMN is_daily;"
    "DROP INDEX report_revision_values; CREATE INDEX report_values ON report (day, values_sha256);"
    "PRAGMA user_version = 2;";

/// Lines without and with the mark.
std::pair<std::string, std::string> parted(const std::string& text, std::string_view mark) {
    std::pair<std::string, std::string> parts;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) (line.find(mark) == std::string::npos ? parts.first : parts.second) += line + '\n';
    return parts;
}

StoreOptions options_for(const std::string& path) {
    StoreOptions options;
    options.database = path;
    return options;
}

}  // namespace

TEST_CASE("an older store is refused until it is migrated") {
    const TemporaryDirectory directory;
    const StoreOptions options = options_for(directory.file("tlsrpt.db"));
    restore(options.database);
    const auto store = open_store(options);
    REQUIRE_FALSE(store.has_value());
    CHECK(store.error().slug == Slug::StoreUnavailable);
    CHECK(store.error().detail.find("has schema 1, older than this program's") != std::string::npos);
    CHECK_FALSE(open_store_reader(options).has_value());
    const Migrated migrated = must(migrate_store(options));
    CHECK(migrated.from == 1);
    CHECK(migrated.to == sqlite::current_version());
    CHECK(open_store(options).has_value());
}

TEST_CASE("a store that version 1 wrote has, once migrated, what its mails give afresh") {
    const TemporaryDirectory directory;
    const StoreOptions options = options_for(directory.file("tlsrpt.db"));
    restore(options.database);
    must(migrate_store(options));
    StoreFixture afresh;
    for (const unsigned seed : {3u, 5u, 8u})
        for (const Mail& mail : World{seed}.mails(40)) afresh.must_record(mail.examination, mail.received_at);
    CHECK(tables(options.database) == tables(afresh.options.database));
    CHECK(rollups_text(*must(open_store_reader(options))) == rollups_text(*afresh.reader()));
}

// Both were made by live_with(), each by the program of its schema.
TEST_CASE("a store that version 2 or 3 wrote is, once migrated, what the same calls make today") {
    // Of a report that was old before anybody kept incidents and policies version 2 has pruned failures and policy: no migration can know them.
    const std::string of_version_2 = "type|c.example|20356|old.example|sts||1|11|2|\nreporter|old.example|20356|1||||||\n";
    for (const unsigned schema : {2u, 3u}) {
        CAPTURE(schema);
        const TemporaryDirectory directory;
        StoreOptions options = options_for(directory.file("tlsrpt.db"));
        options.budget.min_free_percent = 0;
        restore(options.database, schema);
        CHECK(must(migrate_store(options)).from == schema);
        StoreFixture afresh;
        live_with(afresh);
        const auto check_equal = [&] {
            check_other_tables(options.database, afresh.options.database);
            const auto [migrated, old] = parted(tables(options.database), "|old.example|");
            const auto [current, current_old] = parted(tables(afresh.options.database), "|old.example|");
            CHECK(migrated == current);
            CHECK(old == (schema == 2 ? of_version_2 : current_old));
            CHECK(rollups_text(*must(open_store_reader(options))) == rollups_text(*afresh.reader()));
        };
        check_equal();

        // And it goes on as that one does: duplicates are found, revisions replace, runs of days join.
        const auto store = must(open_store(options));
        for (const Mail& mail : World{4}.mails(60)) {
            const Submission submission = submission_of(mail.examination, mail.received_at, "From: a\r\n\r\nbody\r\n");
            const auto recorded = must(must(store->record({&submission, 1})).front());
            const Recorded expected = afresh.must_record(mail.examination, mail.received_at);
            CHECK(recorded.slug == expected.slug);
            CHECK(recorded.message_id == expected.message_id);
        }
        check_equal();
    }
}

TEST_CASE("migrating any store gives what recording gives") {
    for (unsigned seed = 100; seed < 130; ++seed) {
        CAPTURE(seed);
        StoreFixture fixture;
        record_all(fixture, World{seed}.mails(10 + seed % 30));
        fixture.store.reset();
        const std::string recorded = tables(fixture.options.database);
        fixture.execute(back_to_schema_2);
        must(migrate_store(fixture.options));
        REQUIRE(tables(fixture.options.database) == recorded);
    }
}
