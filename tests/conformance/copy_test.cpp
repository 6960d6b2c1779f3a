// A store that was moved is the same store: every answer, every number, and what becomes of the next mail.
#include "tlsrpt/store_copy.hpp"

#include <sqlite3.h>

#include <set>
#include <stdexcept>

#include "answers.hpp"
#include "script.hpp"
#include "store/sql/copy_tables.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;

namespace {

// Of those kinds that are somewhere.
std::vector<std::unique_ptr<Place>> new_files() {
    auto places = new_places({});
    std::erase_if(places, [](const auto& place) { return !place->options(); });
    return places;
}

std::string text_of(const Expected<Copied>& copied) {
    if (!copied) return std::string{outcome_of(copied.error().slug).name} + ": " + copied.error().detail;
    std::string text;
    for (const CopiedTable& table : copied->tables) text += table.name + " " + std::to_string(table.rows) + " " + table.digest + "\n";
    return text;
}

Expected<Copied> copy(const Place& from, const Place& to, const Progress& progress = nullptr, const CopyBatch& batch = {}) {
    return copy_store(*from.options(), *to.options(), progress, batch);
}

void fill(Place& place) {
    for (const unsigned seed : {5u, 8u}) Script{seed}.play(place);
    // The newest of each kind goes, and its number is not given out again.
    Examination last = accepted(report("last", {policy("sts", "a.example", 1, 0)}));
    place.record(last, noon + days{30});
    place.record(refused(Slug::NoSignature, false), noon);
    place.prune(noon + days{20}, {days{30}, days{90}, days{7}, days{400}, days{3650}});
}

}  // namespace

TEST_CASE("a copy answers as its source does, there and back, and goes on alike") {
    for (const auto& from : new_files())
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            fill(*from);
            const std::string before = answers_of(*from);
            const auto there = copy(*from, *to);
            REQUIRE_MESSAGE(there.has_value(), text_of(there));
            CHECK_FALSE(there->resumed);
            CHECK(text_of(there).find("report ") != std::string::npos);
            CHECK(difference(before, answers_of(*from)) == "");
            const auto once_more = copy(*from, *to);
            REQUIRE_MESSAGE(once_more.has_value(), text_of(once_more));
            CHECK(once_more->was_there);
            CHECK(text_of(once_more) == text_of(there));
            to->take_over(*from);
            CHECK(difference(before, answers_of(*to)) == "");
            CHECK(must(from->reader().mark()) == must(to->reader().mark()));    // ids are kept

            auto places = new_files();
            std::erase_if(places, [&](const auto& place) { return place->kind() != from->kind(); });
            Place& back = *places.front();
            CHECK(text_of(copy(*to, back)) == text_of(there));
            back.take_over(*from);
            CHECK(difference(before, answers_of(back)) == "");

            // What comes next is the same in all three, and no number is used again.
            const StoreMark last = must(from->reader().mark());
            for (Place* place : {from.get(), to.get(), &back}) {
                Script{11}.play(*place);
                CHECK(place->record(accepted(report("next", {policy("sts", "a.example", 1, 0)})), noon + days{31}).message_id > last.message + 1);
            }
            const std::string after = from->log() + answers_of(*from);
            CHECK(difference(after, to->log() + answers_of(*to)) == "");
            CHECK(difference(after, back.log() + answers_of(back)) == "");
        }
}

TEST_CASE("a copy that was stopped goes on, wherever it stopped") {
    for (const auto& from : new_files()) {
        fill(*from);
        const std::string expected = [&] {
            const auto whole = new_files();
            return text_of(copy(*from, *whole.front()));
        }();
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            int stops = 0;
            for (;;) {
                int calls = 0;
                const auto copied = copy(
                    *from, *to,
                    [&](std::uint64_t, std::uint64_t) {
                        if (++calls > 3) throw std::runtime_error("stopped");
                    },
                    {7, 100});
                if (stops > 0 && stops % 25 == 0) CHECK(open_store(*to->options()).has_value() == false);    // nobody else's yet
                if (copied) FAIL("it can end only without a stop");
                if (copied.error().detail != "stopped") FAIL(copied.error().detail);
                if (++stops == 60) break;
            }
            CHECK_FALSE(open_store_reader(*to->options()).has_value());
            const auto rest = copy(*from, *to);
            REQUIRE_MESSAGE(rest.has_value(), text_of(rest));
            CHECK(rest->resumed);
            CHECK(text_of(rest) == expected);
            CHECK(open_store(*to->options()).has_value());
        }
    }
}

TEST_CASE("what is neither empty nor the beginning of this copy is refused and left alone") {
    for (const auto& from : new_files())
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            fill(*from);
            to->record(accepted(report("own", {policy("sts", "z.example", 1, 0)})));
            const std::string before = answers_of(*to);
            CHECK(text_of(copy(*from, *to)) == "misconfigured: the target is not empty: its table message has rows");
            CHECK(difference(before, answers_of(*to)) == "");
        }
}

TEST_CASE("a source that changed since the copy began is refused") {
    for (const auto& from : new_files())
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            fill(*from);
            const auto stopped = copy(*from, *to, [](std::uint64_t, std::uint64_t) { throw std::runtime_error("stopped"); }, {7, 100});
            REQUIRE_FALSE(stopped.has_value());
            from->record(accepted(report("late", {policy("sts", "a.example", 1, 0)})));
            const auto other = copy(*from, *to);
            REQUIRE_FALSE(other.has_value());
            CHECK(other.error().slug == Slug::Misconfigured);
            CHECK(other.error().detail.find("begin again with an empty target") != std::string::npos);
        }
}

TEST_CASE("what is written to the source meanwhile is not in the copy") {
    for (const auto& from : new_files())
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            if (from->messages().empty()) fill(*from);
            const std::string before = answers_of(*from);
            to->take_over(*from);
            int late = 0;
            const auto copied = copy(
                *from, *to,
                [&](std::uint64_t, std::uint64_t) {
                    if (late < 10) from->record(accepted(report("late " + std::to_string(late++), {policy("sts", "a.example", 1, 0)})), noon + days{20});
                },
                {7, 100});
            REQUIRE_MESSAGE(copied.has_value(), text_of(copied));
            CHECK(late == 10);
            CHECK(difference(before, answers_of(*to)) == "");
        }
}

TEST_CASE("no table and no column of the schema is forgotten") {
    const TemporaryDirectory directory;
    StoreOptions options;
    options.database = directory.file("tlsrpt.db");
    must(migrate_store(options));
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2(options.database.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> owner{db, sqlite3_close};
    std::set<std::string> there;
    const auto add = [](void* names, int, char** values, char**) {
        static_cast<std::set<std::string>*>(names)->insert(std::string{values[0]} + "." + values[1]);
        return 0;
    };
    REQUIRE(sqlite3_exec(db, "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
                             " AND NOT (t.name = 'quarantine_use' AND c.name = 'one')", add, &there, nullptr) == SQLITE_OK);
    std::set<std::string> copied;
    for (const sql::CopyTable& table : sql::copy_tables())
        for (const sql::CopyColumn& column : table.columns)
            if (column.role != sql::CopyColumn::Role::Placed) copied.insert(std::string{table.name} + "." + std::string{column.name});
    CHECK(there.size() > 100);
    CHECK(there == copied);
}

TEST_CASE("an empty store is copied too, and a missing one is no source") {
    for (const auto& from : new_files())
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            from->store();
            const auto copied = copy(*from, *to);
            REQUIRE_MESSAGE(copied.has_value(), text_of(copied));
            CHECK(must(to->reader().mark()) == StoreMark{});
            CHECK(to->record(accepted(report("first", {policy("sts", "a.example", 1, 0)}))).slug == Slug::Stored);
        }
    StoreOptions nowhere;
    nowhere.database = "/nonexistent/tlsrpt.db";
    const TemporaryDirectory directory;
    StoreOptions target;
    target.database = directory.file("new.db");
    CHECK(copy_store(nowhere, target, nullptr).error().slug == Slug::StoreUnavailable);
    CHECK_FALSE(std::filesystem::exists(target.database));
}

TEST_CASE("large mails are copied a few at a time") {
    for (const auto& from : new_files())
        for (const auto& to : new_files()) {
            CAPTURE(from->kind());
            CAPTURE(to->kind());
            if (from->messages().empty())
                for (int i = 0; i < 5; ++i) from->record(refused(Slug::ReportInvalid), noon, std::string(1u << 20, static_cast<char>(i)));
            const auto copied = copy(*from, *to, nullptr, {1000, 2 << 20});
            REQUIRE_MESSAGE(copied.has_value(), text_of(copied));
            const auto ids = must(to->store().quarantined(std::nullopt));
            REQUIRE(ids.size() == 5);
            CHECK(must(to->store().message(ids.back()))->raw == std::string(1u << 20, '\4'));
        }
}
