// What can be said about the PostgreSQL engine without a server: its SQL, its values, its errors, its patience. With one, the conformance suite runs.
#include <doctest/doctest.h>

#include "fixture.hpp"
#include "store/postgresql/error.hpp"
#include "store/postgresql/reachability.hpp"
#include "store/postgresql/storable_report.hpp"
#include "store/postgresql/translation.hpp"
#include "store/postgresql/wire.hpp"
#include "store/sql/guard.hpp"
#include "store/sql/recording.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using namespace std::chrono_literals;
using sql::DatabaseError;
using Kind = DatabaseError::Kind;

TEST_CASE("SQL of the subset becomes PostgreSQL's") {
    struct Case {
        const char* sql;
        const char* expected;
    };
    const Case cases[] = {
        {"SELECT 1", "SELECT 1"},
        {"WHERE a = ? AND b = ?", "WHERE a = $1 AND b = $2"},
        {"WHERE a = ?2 AND b = ? AND c = ?1", "WHERE a = $2 AND b = $3 AND c = $1"},
        {"a = ?12", "a = $12"},
        {"FROM p CROSS JOIN r ON r.id = p.id JOIN f ON true", "FROM p JOIN r ON r.id = p.id JOIN f ON true"},
        {"sum(a)/*pg ::bigint*/ FROM t", "sum(a)::bigint FROM t"},
        {"x = ? /*pg AND day = ?*/ ORDER", "x = $1 AND day = $2 ORDER"},
        {"ON CONFLICT (a, /*pg kind|*/b, c/*|*/) DO", "ON CONFLICT (a, kind) DO"},
        {"a = 'CROSS JOIN ? /*pg x*/' AND b = ?", "a = 'CROSS JOIN ? /*pg x*/' AND b = $1"},
        {"a = '' AND b = ?", "a = '' AND b = $1"},
    };
    for (const Case& c : cases) CHECK(postgresql::translate(c.sql) == c.expected);
    CHECK_THROWS_AS(postgresql::translate("a = 'open"), std::logic_error);
    CHECK_THROWS_AS(postgresql::translate("a /*pg open"), std::logic_error);
    CHECK_THROWS_AS(postgresql::translate("a /*pg x|*/ y"), std::logic_error);
}

TEST_CASE("an INSERT takes its id from us") {
    const auto insert = postgresql::translate_insert("INSERT INTO policy (a, b/*pg , day*/) VALUES (?, ?/*pg , ?*/)", 3);
    CHECK(insert.table == "policy");
    CHECK(insert.sql == "INSERT INTO policy (id, a, b, day) VALUES ($4, $1, $2, $3)");
    CHECK_THROWS_AS(postgresql::translate_insert("UPDATE policy SET a = ?", 1), std::logic_error);
}

TEST_CASE("numbers of the wire") {
    CHECK(postgresql::integer_in(20, std::string_view{"\xff\xff\xff\xff\xff\xff\xff\xfe", 8}) == -2);
    CHECK(postgresql::integer_in(23, std::string_view{"\x00\x00\x01\x00", 4}) == 256);
    CHECK(postgresql::integer_in(21, std::string_view{"\xff\xff", 2}) == -1);
    CHECK(postgresql::integer_in(16, std::string_view{"\x01", 1}) == 1);
    CHECK_THROWS_AS(postgresql::integer_in(1700, std::string_view{"\x00\x00", 2}), DatabaseError);    // numeric: a cast is missing

    const std::int64_t minus_two = -2;
    const std::array<sql::Value, 4> values{sql::Value{minus_two}, sql::Value{true}, sql::Value{std::optional<std::int64_t>{}}, sql::Value{sql::Blob{std::string_view{"\0a", 2}}}};
    const postgresql::Parameters parameters{values};
    REQUIRE(parameters.count() == 4);
    const auto octets = [&](int i) { return std::string_view{parameters.data()[i], static_cast<std::size_t>(parameters.lengths()[i])}; };
    CHECK(octets(0) == std::string_view{"\xff\xff\xff\xff\xff\xff\xff\xfe", 8});
    CHECK(octets(1) == std::string_view{"\x01", 1});
    CHECK(parameters.data()[2] == nullptr);
    CHECK(octets(3) == std::string_view{"\0a", 2});
    CHECK(postgresql::types_of(values) == std::vector<Oid>{20, 16, 20, 17});    // a NULL has the type of what is missing
}

TEST_CASE("text that PostgreSQL cannot hold") {
    struct Case {
        std::string_view text;
        std::string_view kept;
    };
    using namespace std::string_view_literals;
    const Case cases[] = {
        {"plain", "plain"},
        {"Grüße ☺ \xF0\x9F\x98\x80", "Grüße ☺ \xF0\x9F\x98\x80"},
        {"a\0b"sv, "a\xEF\xBF\xBD"
                   "b"},
        {"\xff", "\xEF\xBF\xBD"},
        {"\xE2\x98", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xC0\x80x", "\xEF\xBF\xBD\xEF\xBF\xBDx"},
        {"", ""},
    };
    for (const Case& c : cases) {
        CHECK(postgresql::storable(c.text) == c.kept);
        CHECK(postgresql::is_storable(c.text) == (c.text == c.kept));
        CHECK(postgresql::is_storable(c.kept));
    }

    Report said = report("id", {policy("sts", "a.example", 1, 1, {failure(std::string{"x\0"sv}, 1), failure("x\xEF\xBF\xBD", 1)})});
    CHECK(postgresql::storable_report(report("id", {policy("sts", "a.example", 1, 0)})) == std::nullopt);
    const auto kept = postgresql::storable_report(said);
    REQUIRE(kept.has_value());
    // Two kinds that only NUL told apart are one from here on, for the rollups too.
    CHECK(kept->policies[0].failure_details[0].result_type == kept->policies[0].failure_details[1].result_type);
    CHECK(kept->report_id == said.report_id);
}

TEST_CASE("what the server's codes mean") {
    struct Case {
        const char* sqlstate;
        Slug slug;
        Kind kind;
    };
    const Case cases[] = {
        {"", Slug::StoreUnavailable, Kind::Lost},        {"08006", Slug::StoreUnavailable, Kind::Lost},  {"40001", Slug::StoreBusy, Kind::Conflict},
        {"40P01", Slug::StoreBusy, Kind::Conflict},      {"23505", Slug::StoreBusy, Kind::Conflict},     {"23514", Slug::Internal, Kind::Bound},
        {"22003", Slug::Internal, Kind::Bound},          {"54000", Slug::Internal, Kind::Bound},         {"53100", Slug::StoreFull, Kind::Statement},
        {"53300", Slug::StoreUnavailable, Kind::Lost},   {"55P03", Slug::StoreBusy, Kind::Statement},    {"57014", Slug::StoreBusy, Kind::Statement},
        {"57P01", Slug::StoreUnavailable, Kind::Lost},   {"25006", Slug::StoreUnavailable, Kind::Lost},  {"42501", Slug::StoreUnavailable, Kind::Connection},
        {"42P01", Slug::StoreUnavailable, Kind::Connection}, {"XX001", Slug::StoreUnavailable, Kind::Connection}, {"22P05", Slug::Internal, Kind::Statement},
    };
    for (const Case& c : cases) {
        CAPTURE(c.sqlstate);
        const DatabaseError error = postgresql::error_of(c.sqlstate, "text");
        CHECK(error.error().slug == c.slug);
        CHECK(error.kind() == c.kind);
        CHECK(error.error().detail == "text");
    }
}

TEST_CASE("a server that is away is asked less and less often, and at once again when it is back") {
    postgresql::Reachability reachability;
    const DatabaseError away{{Slug::StoreUnavailable, "refused"}, Kind::Lost};
    const auto start = postgresql::Reachability::Clock::time_point{} + 1h;
    const auto may_try = [&](auto after) {
        try {
            reachability.require("url", start + after);
            return true;
        } catch (const DatabaseError& error) {
            CHECK(error.error().detail == "refused");
            return false;
        }
    };
    CHECK(may_try(0ms));
    reachability.failed("url", away, start);
    CHECK_FALSE(may_try(19ms));
    CHECK(may_try(20ms));
    reachability.failed("url", away, start + 20ms);
    CHECK_FALSE(may_try(59ms));
    CHECK(may_try(60ms));
    for (int i = 0; i < 20; ++i) reachability.failed("url", away, start + 1s);
    CHECK_FALSE(may_try(5999ms));
    CHECK(may_try(6s));
    CHECK_NOTHROW(reachability.require("another", start));
    reachability.succeeded("url");
    CHECK(may_try(1s));
    reachability.failed("url", away, start);
    CHECK(may_try(20ms));
}

namespace {

// Over connections of SQLite, as none of PostgreSQL is at hand: the guard is the same.
class Guarded {
public:
    explicit Guarded(sql::Patience patience) : guard_{[this] { return open(); }, open(), patience} {}

    /// Fails with each of these in turn, then succeeds. @return how often it was called; 0 for an error
    unsigned run(std::vector<Kind> failures, bool once = false) {
        unsigned calls = 0;
        opened = 0;
        const auto call = [&](sql::Connection&) -> int {
            if (calls < failures.size()) throw DatabaseError({Slug::StoreBusy, "failed"}, failures[calls++]);
            ++calls;
            return 1;
        };
        const auto answer = once ? guard_.once(call) : guard_(call);
        return answer ? calls : 0;
    }
    unsigned opened{0};

private:
    std::unique_ptr<sql::Connection> open() {
        ++opened;
        StoreOptions options;
        options.database = directory_.file("test.db");
        return std::make_unique<sqlite::Connection>(sqlite::open_for_writing(options));
    }

    TemporaryDirectory directory_;
    sql::Guard guard_;
};

}  // namespace

TEST_CASE("what was lost to another writer or with the connection is tried again, within bounds") {
    Guarded patient{{.most = 10s, .conflicts = 2}};
    CHECK(patient.run({}) == 1);
    CHECK(patient.run({Kind::Conflict, Kind::Conflict}) == 3);
    CHECK(patient.opened == 0);
    CHECK(patient.run({Kind::Conflict, Kind::Conflict, Kind::Conflict}) == 0);
    CHECK(patient.run({Kind::Lost}) == 2);
    CHECK(patient.opened == 1);
    CHECK(patient.run({Kind::Connection}) == 0);
    CHECK(patient.run({Kind::Statement}) == 0);
    CHECK(patient.run({Kind::Lost}, true) == 0);
    CHECK(patient.run({}) == 1);    // over a new connection

    Guarded impatient{{}};
    CHECK(impatient.run({Kind::Conflict}) == 0);
    CHECK(impatient.run({Kind::Lost}) == 0);
    CHECK(impatient.run({}) == 1);
    CHECK(impatient.opened == 1);
}

TEST_CASE("a batch says which signers and policy domains it touches") {
    CHECK(sql::pair_of("a.sender.example", "x.example") == "sender.example x.example");
    CHECK(sql::pair_of("sender.example", "x.example") == "sender.example x.example");
    CHECK(sql::pair_of("localhost", "") == "localhost ");
    CHECK(sql::pair_of(".", "x") == ". x");

    const auto one = accepted(report("1", {policy("sts", "b.example", 1, 0), policy("tlsa", "b.example", 1, 0), policy("sts", "a.example", 1, 0)}), "mx.sender.example");
    const auto two = accepted(report("2", {}), "other.example");
    const auto junk = refused(Slug::NoSignature);
    const std::vector<Submission> submissions{submission_of(one), submission_of(two), submission_of(junk)};
    const sql::Scope scope = sql::RecordingBatch{submissions, 1}.scope();
    CHECK(scope.pairs == std::set<std::string>{"other.example ", "sender.example a.example", "sender.example b.example"});
    CHECK(scope.days == std::set<std::chrono::sys_days>{yesterday});
}
