// Schemas in PostgreSQL: made once however many hosts begin at once, refused when they are not ours or newer, and kept by months.
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <thread>

#include "postgresql_fixture.hpp"
#include "store/postgresql/schema.hpp"
#include "tlsrpt/store_health.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;

namespace {

StoreOptions empty_schema() {
    StoreOptions options;
    options.database = PostgresqlFixture::new_schema();
    return options;
}

struct Look {
    StoreOptions options;
    [[nodiscard]] std::int64_t number(const std::string& sql) const {
        PostgresqlFixture beside{PostgresqlFixture::Existing{options}};
        return beside.number(sql);
    }
    void execute(const std::string& sql) const { PostgresqlFixture{PostgresqlFixture::Existing{options}}.execute(sql); }
};

}  // namespace

TEST_CASE("several hosts that begin at once make one schema") {
    const StoreOptions options = empty_schema();
    std::vector<std::thread> hosts;
    std::atomic<int> made{0};
    std::atomic<int> found{0};
    for (int i = 0; i < 6; ++i)
        hosts.emplace_back([&, i] {
            if (i % 2 == 0) {
                const auto migrated = migrate_store(options);
                if (migrated && migrated->to == postgresql::current_version()) ++(migrated->from == 0 ? made : found);
            } else if (open_store(options)) {
                ++found;
            }
        });
    for (std::thread& host : hosts) host.join();
    CHECK(made + found == 6);
    CHECK(Look{options}.number("SELECT count(*) FROM store_schema") == 1);
    CHECK(must(migrate_store(options)).from == postgresql::current_version());
}

TEST_CASE("a later migration is made once, as a whole or not at all") {
    PostgresqlFixture fixture;
    const unsigned next = postgresql::current_version() + 1;
    const std::string good = postgresql::script_of(std::array{sql::Migration{next, "a-step", "CREATE TABLE step (n integer); INSERT INTO step VALUES (1);"}});
    const std::string bad = postgresql::script_of(std::array{sql::Migration{next, "a-step", "CREATE TABLE half (n integer); INSERT INTO half VALUES ('x');"}});
    CHECK_THROWS_AS(fixture.execute(bad), sql::DatabaseError);
    CHECK(fixture.number("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'half'") == 0);
    CHECK(fixture.number("SELECT version FROM store_schema") == next - 1);

    std::vector<std::thread> hosts;
    std::atomic<int> made{0};
    for (int i = 0; i < 4; ++i)
        hosts.emplace_back([&] {
            try {
                fixture.execute(good);
                ++made;
            } catch (const sql::DatabaseError&) {  // another host was faster
            }
        });
    for (std::thread& host : hosts) host.join();
    CHECK(made == 1);
    CHECK(fixture.number("SELECT count(*) FROM step") == 1);
    CHECK(fixture.number("SELECT version FROM store_schema") == next);
}

TEST_CASE("a new schema is made as a whole or not at all, and one of version 1 is brought on") {
    const Look look{empty_schema()};
    const sql::Migration first = postgresql::migrations().front();
    const sql::Migration bad{2, "a-step", "CREATE TABLE half (n integer); INSERT INTO half VALUES ('x');"};
    CHECK_THROWS_AS(look.execute(postgresql::script_of(std::array{first, bad})), sql::DatabaseError);
    CHECK(look.number("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == 0);

    look.execute(postgresql::script_of(std::array{first}));
    const auto refused = open_store(look.options);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().detail.find("has schema 1, older than this program's") != std::string::npos);
    CHECK(must(migrate_store(look.options)).from == 1);
    CHECK(open_store(look.options).has_value());
    CHECK(look.number("SELECT version FROM store_schema") == postgresql::current_version());
    CHECK(look.number("SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexname = 'report_revision_values'") == 1);
}

TEST_CASE("what is newer or not ours is refused and not touched") {
    const Look newer{empty_schema()};
    must(migrate_store(newer.options));
    newer.execute("UPDATE store_schema SET version = 9999");
    const Look other{empty_schema()};
    other.execute("CREATE TABLE message (text text); INSERT INTO message VALUES ('theirs')");
    for (const Look& look : {newer, other}) {
        const std::string tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()";
        const std::int64_t before = look.number(tables);
        for (const auto& error : {open_store(look.options).error(), open_store_reader(look.options).error(), migrate_store(look.options).error()}) {
            CHECK(error.slug == Slug::StoreUnavailable);
            CHECK(error.detail.find(look.number("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") > 1 ? "newer than this program" : "another program") !=
                  std::string::npos);
        }
        CHECK(look.number(tables) == before);
    }
    CHECK(newer.number("SELECT version FROM store_schema") == 9999);
    CHECK(other.number("SELECT count(*) FROM message WHERE text = 'theirs'") == 1);
    CHECK(open_store_reader(empty_schema()).error().detail.find("is empty") != std::string::npos);
}

TEST_CASE("details of pruned reports vanish at once, and their rows with the month") {
    PostgresqlFixture fixture;
    const auto said_of = [](std::chrono::sys_days day, const std::string& id) {
        Report said = report(id, {policy("sts", "a.example", 1, 1, {failure("certificate-expired", 1)})});
        const auto shift = day - yesterday;
        said.date_range.start_datetime += shift;
        said.date_range.end_datetime += shift;
        return accepted(said);
    };
    const std::chrono::sys_days first = std::chrono::sys_days{std::chrono::year{2025} / 3 / 3};
    const std::chrono::sys_days later = std::chrono::sys_days{std::chrono::year{2025} / 3 / 25};
    fixture.must_record(said_of(first, "first"), first + days{1});
    fixture.must_record(said_of(later, "later"), later + days{1});
    const auto failures = [&] { return must(fixture.reader()->failures(everything())).size(); };
    const auto partitions = [&] { return fixture.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'failure'::regclass"); };
    CHECK(failures() == 2);
    CHECK(partitions() == 1);

    CHECK(must(fixture.store->prune({}, first + days{405}, false, nullptr)).reports == 1);
    CHECK(failures() == 1);
    CHECK(must(fixture.reader()->policies(everything())).size() == 1);
    CHECK(must(fixture.reader()->failure_sums(everything())).front().failed_session_count == 1);
    CHECK(fixture.number("SELECT count(*) FROM failure") == 2);    // until their month goes
    CHECK(partitions() == 1);

    CHECK(must(fixture.store->prune({}, later + days{405}, false, nullptr)).reports == 1);
    CHECK(failures() == 0);
    CHECK(partitions() == 0);
    CHECK(fixture.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'policy'::regclass") == 0);
    CHECK(fixture.must_record(said_of(later, "late"), later + days{2}).slug == Slug::Stored);    // its month is made again
    CHECK(failures() == 1);
}

TEST_CASE("days of all times have a partition") {
    PostgresqlFixture fixture;
    for (const int day : {-100'000, -1, 0, 20'000, 20'027, 84'005, 84'006, 2'000'000}) fixture.execute(fmt::format("SELECT ensure_month({})", day));
    CHECK(fixture.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'policy'::regclass") == 5);
    for (const int day : {-100'000, -1, 0, 20'000, 20'027, 84'005, 84'006, 2'000'000})
        CHECK(fixture.number(fmt::format("SELECT count(*) FROM pg_inherits WHERE inhrelid = to_regclass('failure_' || (month_of({})).label)", day)) == 1);
}

TEST_CASE("the health of a server's store") {
    PostgresqlFixture fixture;
    fixture.must_record(accepted(report("id", {policy("sts", "a.example", 1, 0)})));
    const StoreHealth health = examine_store(fixture.options, std::chrono::milliseconds{1000});
    CHECK(health.trouble.empty());
    CHECK(health.schema_version == postgresql::current_version());
    CHECK(health.server.starts_with("PostgreSQL "));
    CHECK(health.file_bytes > 0);
    CHECK(health.total_bytes == 0);    // nobody can say from here
    CHECK_FALSE(health.is_durable);    // the tests' server has fsync off
    CHECK(health.last_report_at == noon);

    StoreOptions away = fixture.options;
    away.database = "postgresql://u:geheim@/x?host=/nonexistent";
    const StoreHealth none = examine_store(away, std::chrono::milliseconds{1000});
    CHECK_FALSE(none.trouble.empty());
    CHECK((none.trouble + none.path).find("geheim") == std::string::npos);

    fixture.execute("UPDATE store_schema SET version = 9999");
    const StoreHealth newer = examine_store(fixture.options, std::chrono::milliseconds{1000});
    CHECK(newer.schema_version == 9999);
    CHECK_FALSE(newer.trouble.empty());
}
