// Asks SQLite how it would run the queries that must stay fast with ten million failures.
#include <sqlite3.h>

#include "fixture.hpp"
#include "store/sql/queries.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;

namespace {

std::string plan_of(sqlite3* db, std::string_view sql) {
    const std::string text = "EXPLAIN QUERY PLAN " + std::string{sql};
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(db, text.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    std::string plan;
    while (sqlite3_step(statement) == SQLITE_ROW)
        plan += std::string{reinterpret_cast<const char*>(sqlite3_column_text(statement, 3))} + "\n";
    sqlite3_finalize(statement);
    return plan;
}

}  // namespace

TEST_CASE("no query of a domain's days reads a whole table") {
    StoreFixture fixture;
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(fixture.options.database.c_str(), &db) == SQLITE_OK);
    for (const std::string_view sql : sql::queries::by_domain_and_day) {
        const std::string plan = plan_of(db, sql);
        CAPTURE(plan);
        CHECK(plan.find("SCAN") == std::string::npos);
        CHECK(plan.find("(policy_domain=? AND day>? AND day<?)") != std::string::npos);
    }
    CHECK(plan_of(db, sql::queries::reports_of_days).find("(day>? AND day<?)") != std::string::npos);
    CHECK(plan_of(db, sql::queries::reports_since).find("SEARCH report USING INTEGER PRIMARY KEY (rowid>?)") != std::string::npos);
    CHECK(plan_of(db, sql::queries::domains_of_report).find("(report_id=?)") != std::string::npos);
    CHECK(plan_of(db, sql::queries::failures).find("SEARCH f USING PRIMARY KEY (policy_id=?)") != std::string::npos);
    CHECK(plan_of(db, sql::queries::deviations_of_report).find("SCAN") == std::string::npos);
    // The test can fail: a query without the index does read the whole table.
    CHECK(plan_of(db, "SELECT * FROM failure WHERE result_type = 'x'").find("SCAN") != std::string::npos);
    sqlite3_close(db);
}
