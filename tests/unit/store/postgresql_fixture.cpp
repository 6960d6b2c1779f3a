#include "postgresql_fixture.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "store/postgresql/session.hpp"

namespace tlsrpt::test {
namespace {

using namespace std::chrono_literals;

postgresql::Session session_of(const std::string& url) { return {url, 10s, 30s}; }

}  // namespace

std::string PostgresqlFixture::server() {
    const char* const url = std::getenv("TLSRPT_TEST_POSTGRESQL");
    if (url == nullptr) FAIL("run by with_postgresql, which sets TLSRPT_TEST_POSTGRESQL");
    return url;
}

std::string PostgresqlFixture::new_schema() {
    static int schemas = 0;
    const std::string schema = fmt::format("test_{}_{}", ::getpid(), ++schemas);
    session_of(server()).execute("CREATE SCHEMA " + schema);
    return server() + "&options=-csearch_path%3D" + schema;
}

PostgresqlFixture::PostgresqlFixture(QuarantineBudget budget) {
    options.database = new_schema();
    options.budget = budget;
    store = must(open_store(options));
}

Expected<Recorded> PostgresqlFixture::record(const Examination& examination, std::chrono::sys_seconds received_at) {
    const Submission submission = submission_of(examination, received_at);
    auto recorded = store->record({&submission, 1});
    if (!recorded) return recorded.error();
    REQUIRE(recorded->size() == 1);
    return recorded->front();
}

std::int64_t PostgresqlFixture::number(const std::string& sql) const {
    postgresql::Session session = session_of(options.database);
    session.start_pipeline();
    const auto result = session.ask(session.statement(sql, [&] { return "SELECT CAST((" + sql + ") AS bigint)"; }, {}), {});
    const auto& pq = session.functions();
    if (pq.PQgetisnull(result.get(), 0, 0) != 0) return 0;
    return postgresql::integer_in(pq.PQftype(result.get(), 0), {pq.PQgetvalue(result.get(), 0, 0), static_cast<std::size_t>(pq.PQgetlength(result.get(), 0, 0))});
}

void PostgresqlFixture::execute(const std::string& script) const { session_of(options.database).execute(script); }

}  // namespace tlsrpt::test
