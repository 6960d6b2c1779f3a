// The server goes away, above all in a COMMIT: nothing acknowledged is lost, nothing is there twice, nobody waits beyond his time.
#include <fmt/format.h>

#include "postgresql_fixture.hpp"
#include "relay.hpp"
#include "store/postgresql/session.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using namespace std::chrono_literals;

namespace {

std::string socket_folder() {
    const std::string url = PostgresqlFixture::server();
    return url.substr(url.find("host=") + 5);
}

StoreOptions through(const Relay& relay, const PostgresqlFixture& fixture) {
    StoreOptions options = fixture.options;
    options.database = relay.url() + options.database.substr(options.database.find("&options="));
    return options;
}

Recorded record_through(Store& store, const Examination& examination) {
    const Submission submission = submission_of(examination);
    auto recorded = must(store.record({&submission, 1}));
    return must(std::move(recorded.front()));
}

}  // namespace

TEST_CASE("a COMMIT whose answer never comes is looked up, and done once") {
    PostgresqlFixture fixture;
    Relay relay{socket_folder()};
    const auto store = must(open_store(through(relay, fixture)));
    const auto good = accepted(report("before", {policy("sts", "a.example", 1, 0)}));
    CHECK(record_through(*store, good).slug == Slug::Stored);    // COMMIT is prepared from here on
    int round = 0;
    for (const Relay::Cut cut : {Relay::Cut::Answer, Relay::Cut::Request, Relay::Cut::Late, Relay::Cut::Answer}) {
        ++round;
        CAPTURE(round);
        relay.cut_next_commit(cut);
        CHECK(record_through(*store, accepted(report(fmt::format("id {}", round), {policy("sts", "a.example", 1, 0)}))).slug == Slug::Stored);
        CHECK(relay.cuts() == 3 * round - 2);
        CHECK(fixture.number("SELECT count(*) FROM report") == round + 1);
        // What has no key that would tell a copy: a mail for the quarantine, and a duplicate's row.
        relay.cut_next_commit(cut);
        CHECK(record_through(*store, refused(Slug::NoSignature)).slug == Slug::NoSignature);
        CHECK(fixture.number("SELECT count(*) FROM quarantine") == round);
        relay.cut_next_commit(cut);
        CHECK(record_through(*store, good).slug == Slug::Duplicate);
        CHECK(relay.cuts() == 3 * round);
        CHECK(fixture.number("SELECT count(*) FROM message WHERE duplicate_of IS NOT NULL") == round);
        CHECK(fixture.number("SELECT count(*) FROM message") == 1 + 3 * round);
    }
}

TEST_CASE("a mail that leaves the quarantine in a COMMIT without an answer leaves it once") {
    PostgresqlFixture fixture;
    Relay relay{socket_folder()};
    const auto store = must(open_store(through(relay, fixture)));
    const auto held = record_through(*store, refused(Slug::KeyUnavailable));
    relay.cut_next_commit(Relay::Cut::Answer);
    CHECK(must(store->record_again(held.message_id, accepted(report("id", {policy("sts", "a.example", 4, 0)})))).slug == Slug::Stored);
    CHECK(relay.cuts() == 1);
    CHECK(fixture.number("SELECT count(*) FROM report") == 1);
    CHECK(fixture.number("SELECT sum(sessions) FROM daily") == 4);
    CHECK(fixture.number("SELECT count(*) FROM quarantine") == 0);
}

TEST_CASE("a server that is not there is an error, soon, and its password is not in it") {
    StoreOptions options;
    options.database = "postgresql://writer:ge%40heim@/tlsrpt?host=/nonexistent&sslpassword=auch";
    for (const auto& error : {open_store(options).error(), open_store_reader(options).error(), migrate_store(options).error()}) {
        CHECK(error.slug == Slug::StoreUnavailable);
        CHECK(error.detail.find("writer@") != std::string::npos);
        for (const char* secret : {"ge%40heim", "ge@heim", "auch"}) CHECK(error.detail.find(secret) == std::string::npos);
    }
    options.database = "postgresql://writer:100%geheim@/tlsrpt?host=/nonexistent";    // libpq quotes what it cannot read
    CHECK(open_store(options).error().detail.find("geheim") == std::string::npos);
}

TEST_CASE("a lock that somebody holds is waited for as long as the busy time-out says") {
    PostgresqlFixture fixture;
    fixture.options.busy_timeout = 200ms;
    const auto store = must(open_store(fixture.options));
    postgresql::Session other{fixture.options.database, 10s, 10s};
    other.execute("BEGIN; LOCK TABLE message IN EXCLUSIVE MODE");
    const auto mail = refused(Slug::NoSignature);
    const Submission submission = submission_of(mail);
    const auto busy = store->record({&submission, 1});
    REQUIRE_FALSE(busy.has_value());
    CHECK(busy.error().slug == Slug::StoreBusy);
    other.execute("ROLLBACK");
    CHECK(store->record({&submission, 1}).has_value());
    CHECK(fixture.number("SELECT count(*) FROM message") == 1);
}

TEST_CASE("what the server says of a row is not told: it may quote a mail") {
    PostgresqlFixture fixture;
    fixture.execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused' USING DETAIL = new.subject; END $$;"
                    " CREATE TRIGGER fail BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION fail()");
    auto mail = refused(Slug::NoSignature);
    mail.subject = "secret words";
    const Submission submission = submission_of(mail);
    const auto recorded = must(fixture.store->record({&submission, 1}));
    REQUIRE_FALSE(recorded.front().has_value());
    CHECK(recorded.front().error().detail.find("refused (P0001)") != std::string::npos);
    CHECK(recorded.front().error().detail.find("secret") == std::string::npos);
}

TEST_CASE("a server that hangs is given up, and a bound of one transaction is none of the next call") {
    PostgresqlFixture fixture;
    fixture.options.busy_timeout = 100ms;
    const auto store = must(open_store(fixture.options));
    const auto mail = refused(Slug::NoSignature);
    const Submission submission = submission_of(mail);
    CHECK(store->record({&submission, 1}).has_value());
    postgresql::Session hanging{fixture.options.database, 10s, 50ms};
    hanging.start_pipeline();
    hanging.begin_bound();
    const auto sleep = [] { return std::string{"SELECT pg_sleep(60)"}; };
    CHECK_THROWS_AS(hanging.ask(hanging.statement("sleep", sleep, {}), {}), sql::DatabaseError);
    CHECK(hanging.is_broken());
    CHECK(must(store->quarantined(std::nullopt)).size() == 1);

    postgresql::Session patient{fixture.options.database, 10s, 50ms};
    patient.start_pipeline();
    patient.begin_bound();
    fixture.execute("SELECT pg_sleep(0.1)");    // longer than the bound
    const auto one = [] { return std::string{"SELECT 1"}; };
    patient.end_bound();
    CHECK_NOTHROW(patient.ask(patient.statement("one", one, {}), {}));
    patient.begin_bound();
    fixture.execute("SELECT pg_sleep(0.1)");
    CHECK_THROWS_AS(patient.ask(patient.statement("one", one, {}), {}), sql::DatabaseError);
}

TEST_CASE("a transaction that the server gives up is tried again, and not for ever") {
    PostgresqlFixture fixture;
    // A sequence does not go back with its transaction.
    const auto fail = [&](int times) {
        fixture.execute(fmt::format("CREATE SEQUENCE failures; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('failures') <= {} THEN"
                                    " RAISE EXCEPTION USING ERRCODE = '40P01'; END IF; RETURN new; END $$;"
                                    " CREATE TRIGGER fail BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION fail()", times));
    };
    fail(3);
    CHECK(fixture.must_record(refused(Slug::NoSignature)).slug == Slug::NoSignature);
    CHECK(fixture.number("SELECT count(*) FROM message") == 1);
    fixture.execute("DROP TRIGGER fail ON message; DROP FUNCTION fail(); DROP SEQUENCE failures");
    fail(1000);
    const auto given_up = fixture.record(refused(Slug::NoSignature));
    REQUIRE_FALSE(given_up.has_value());
    CHECK(given_up.error().slug == Slug::StoreBusy);
    CHECK(fixture.number("SELECT last_value FROM failures") < 20);
}

TEST_CASE("one bad mail of a batch is answered alone") {
    PostgresqlFixture fixture;
    fixture.execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.subject = 'bad' THEN RAISE EXCEPTION 'bad'; END IF; RETURN new; END $$;"
                    " CREATE TRIGGER fail BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION fail()");
    const auto good = accepted(report("good", {policy("sts", "a.example", 1, 0)}));
    auto bad = refused(Slug::NoSignature);
    bad.subject = "bad";
    const auto huge = accepted(report("huge", {policy("sts", "a.example", std::uint64_t{1} << 62, 0), policy("sts", "a.example", std::uint64_t{1} << 62, 0)}));
    const std::vector<Submission> submissions{submission_of(good), submission_of(bad), submission_of(huge), submission_of(good)};
    const auto recorded = must(fixture.store->record(submissions));
    REQUIRE(recorded.size() == 4);
    CHECK(must(recorded[0]).slug == Slug::Stored);
    CHECK_FALSE(recorded[1].has_value());
    CHECK(must(recorded[2]).slug == Slug::ReportImplausible);
    CHECK(must(recorded[3]).slug == Slug::Duplicate);
    CHECK(fixture.number("SELECT count(*) FROM message") == 3);
}

TEST_CASE("a backend that is ended between two calls, and one in the middle of a batch, cost nothing") {
    PostgresqlFixture fixture;
    fixture.must_record(refused(Slug::NoSignature));
    fixture.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'tlsrpt-inbox'");
    CHECK(fixture.must_record(refused(Slug::NoSignature)).slug == Slug::NoSignature);
    fixture.execute("CREATE SEQUENCE ends; CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('ends') = 1 THEN"
                    " PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN new; END $$;"
                    " CREATE TRIGGER fail BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION fail()");
    CHECK(fixture.must_record(refused(Slug::NoSignature)).slug == Slug::NoSignature);
    CHECK(fixture.number("SELECT count(*) FROM message") == 3);
}
