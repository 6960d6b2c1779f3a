#include "lmtp/writer.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <future>
#include <initializer_list>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace tlsrpt;

namespace {

/// A store that does what the test says and remembers the sizes of its batches.
class FakeStore : public Store {
public:
    using Answer = std::function<Expected<std::vector<Expected<Recorded>>>(std::span<const Submission>)>;
    FakeStore(std::vector<std::size_t>& batches, Answer& answer) : batches_(batches), answer_(answer) {}

    Expected<std::vector<Expected<Recorded>>> record(std::span<const Submission> submissions) override {
        batches_.push_back(submissions.size());
        return answer_(submissions);
    }
    Expected<Recorded> record_again(std::int64_t, const Examination&) override { return Error{}; }
    Expected<std::vector<std::int64_t>> quarantined(std::optional<Slug>) override { return Error{}; }
    Expected<std::vector<std::int64_t>> due(std::chrono::sys_seconds) override { return Error{}; }
    Expected<std::optional<MessageRow>> message(std::int64_t) override { return Error{}; }
    Expected<Pruned> prune(const Retention&, std::chrono::sys_seconds, bool, const Progress&) override { return Error{}; }

private:
    std::vector<std::size_t>& batches_;
    Answer& answer_;
};

/// Everything around a writer. Members are read after the writer has ended, or after a promise says so.
struct Desk {
    std::vector<std::size_t> batches;
    std::deque<Expected<void>> opening;    ///< what opening the store gives, in turn; then it works
    int opened{0};
    std::vector<Error> failures;
    std::vector<Expected<Recorded>> answers;
    FakeStore::Answer answer = [](std::span<const Submission> submissions) {
        std::vector<Expected<Recorded>> all;
        for (const Submission& submission : submissions) all.emplace_back(Recorded{Slug::Stored, std::string{submission.bytes}, 1});
        return all;
    };

    Writer::Hooks hooks() {
        return {.open = [this]() -> Expected<std::unique_ptr<Store>> {
                    if (!opening.empty()) {
                        const Expected<void> result = opening.front();
                        opening.pop_front();
                        if (!result) return result.error();
                    }
                    ++opened;
                    return std::unique_ptr<Store>{std::make_unique<FakeStore>(batches, answer)};
                },
                .post = [](const std::function<void()>& answers_ready) { answers_ready(); },
                .failed = [this](const Error& error) { failures.push_back(error); },
                .opened = [] {}};
    }
    Writer::Done keep() {
        return [this](Expected<Recorded> recorded) { answers.push_back(std::move(recorded)); };
    }
};

Submission mail(std::string_view bytes) {
    Submission submission;
    submission.bytes = bytes;
    return submission;
}

}  // namespace

TEST_CASE("whoever comes while a transaction runs joins the next one, in order") {
    Desk desk;
    std::promise<void> running;
    std::promise<void> go_on;
    const auto answer_all = desk.answer;
    desk.answer = [&, first = true](std::span<const Submission> submissions) mutable {
        if (std::exchange(first, false)) {
            running.set_value();
            go_on.get_future().wait();
        }
        return answer_all(submissions);
    };
    {
        Writer writer{desk.hooks()};
        writer.submit(mail("one"), desk.keep());
        running.get_future().wait();
        for (const char* bytes : {"two", "three", "four"}) writer.submit(mail(bytes), desk.keep());
        go_on.set_value();
    }
    CHECK(desk.batches == std::vector<std::size_t>{1, 3});
    REQUIRE(desk.answers.size() == 4);
    CHECK(desk.answers.at(1)->detail == "two");
    CHECK(desk.answers.at(3)->detail == "four");
}

TEST_CASE("a mail waits for as many as are being examined, and no longer than it has patience") {
    using std::chrono::hours;
    using std::chrono::milliseconds;
    const auto batches_of = [](milliseconds patience, std::initializer_list<std::size_t> following) {
        Desk desk;
        std::promise<void> all;
        {
            Writer writer{desk.hooks(), patience};
            for (const std::size_t others : following)
                writer.submit(mail("x"), [&desk, &all, most = following.size()](Expected<Recorded> recorded) {
                    desk.answers.push_back(std::move(recorded));
                    if (desk.answers.size() == most) all.set_value();
                }, others);
            all.get_future().wait();    // not the end of the writer, which waits for nobody
        }
        return desk.batches;
    };
    CHECK(batches_of(hours{1}, {2, 1}) == std::vector<std::size_t>{2});
    CHECK(batches_of(hours{1}, {9, 5, 4, 4}) == std::vector<std::size_t>{4});
    CHECK(batches_of(hours{1}, {0}) == std::vector<std::size_t>{1});
    CHECK(batches_of(milliseconds{0}, {9}) == std::vector<std::size_t>{1});

    Desk desk;
    { Writer{desk.hooks(), hours{1}}.submit(mail("x"), desk.keep(), 9); }
    CHECK(desk.batches == std::vector<std::size_t>{1});    // at the end nobody else comes
}

TEST_CASE("mails of one turn of the event loop come together, the last of them at the writer's end") {
    Desk desk;
    std::vector<std::function<void()>> posted;    // by this thread
    std::promise<void> recorded;
    Writer::Hooks hooks = desk.hooks();
    hooks.post = [&, loop = std::this_thread::get_id()](std::function<void()> work) {
        if (std::this_thread::get_id() == loop) posted.push_back(std::move(work));
        else work();
    };
    {
        Writer writer{std::move(hooks)};
        for (int i = 0; i < 3; ++i)
            writer.submit(mail("x"), [&](Expected<Recorded> answer) {
                desk.answers.push_back(std::move(answer));
                if (desk.answers.size() == 3) recorded.set_value();
            });
        REQUIRE(posted.size() == 1);
        posted.front()();
        recorded.get_future().wait();
        for (int i = 0; i < 2; ++i) writer.submit(mail("x"), desk.keep());
    }
    CHECK(posted.size() == 2);
    CHECK(desk.batches == std::vector<std::size_t>{3, 2});
    CHECK(desk.answers.size() == 5);
}

TEST_CASE("a batch has its largest size, and nothing that was submitted is left at the end") {
    Desk desk;
    std::promise<void> running;
    std::promise<void> go_on;
    const auto answer_all = desk.answer;
    desk.answer = [&, first = true](std::span<const Submission> submissions) mutable {
        if (std::exchange(first, false)) {
            running.set_value();
            go_on.get_future().wait();
        }
        return answer_all(submissions);
    };
    {
        Writer writer{desk.hooks()};
        writer.submit(mail("x"), desk.keep());
        running.get_future().wait();
        for (std::size_t i = 0; i < Writer::most_in_batch + 1; ++i) writer.submit(mail("x"), desk.keep());
        go_on.set_value();
    }
    CHECK(desk.batches == std::vector<std::size_t>{1, Writer::most_in_batch, 1});
    CHECK(desk.answers.size() == Writer::most_in_batch + 2);
}

TEST_CASE("a failed transaction is everybody's, and the store is opened again, unless it was only busy") {
    struct Row {
        Slug slug;
        int opened;
    };
    const Row rows[] = {{Slug::StoreUnavailable, 2}, {Slug::StoreFull, 2}, {Slug::Internal, 2}, {Slug::StoreBusy, 1}};
    for (const Row& row : rows) {
        Desk desk;
        const auto answer_all = desk.answer;
        desk.answer = [&, first = true](std::span<const Submission> submissions) mutable -> Expected<std::vector<Expected<Recorded>>> {
            if (std::exchange(first, false)) return Error{row.slug, "no"};
            return answer_all(submissions);
        };
        std::promise<void> answered;
        {
            Writer writer{desk.hooks()};
            writer.submit(mail("one"), [&](Expected<Recorded> recorded) {
                desk.answers.push_back(std::move(recorded));
                answered.set_value();
            });
            answered.get_future().wait();
            writer.submit(mail("two"), desk.keep());
        }
        CAPTURE(static_cast<int>(row.slug));
        REQUIRE(desk.answers.size() == 2);
        REQUIRE_FALSE(desk.answers.at(0));
        CHECK(desk.answers.at(0).error() == Error{row.slug, "no"});
        CHECK(desk.answers.at(1));
        CHECK(desk.opened == row.opened);
        CHECK(desk.failures == std::vector{Error{row.slug, "no"}});
    }
}

TEST_CASE("a store that cannot be opened puts mails off, and is tried again with the next ones") {
    Desk desk;
    const Error closed{Slug::StoreUnavailable, "no such directory"};
    desk.opening = {closed, closed, Expected<void>{}};
    std::promise<void> answered;
    {
        Writer writer{desk.hooks()};
        writer.submit(mail("one"), [&](Expected<Recorded> recorded) {
            desk.answers.push_back(std::move(recorded));
            answered.set_value();
        });
        answered.get_future().wait();
        writer.submit(mail("two"), desk.keep());
    }
    REQUIRE(desk.answers.size() == 2);
    REQUIRE_FALSE(desk.answers.at(0));
    CHECK(desk.answers.at(0).error() == closed);
    CHECK(desk.answers.at(1));
    CHECK(desk.failures.size() == 2);
}

TEST_CASE("one mail's error is its own") {
    Desk desk;
    desk.answer = [](std::span<const Submission>) { return std::vector<Expected<Recorded>>{Error{Slug::StoreFull, "mine"}}; };
    { Writer{desk.hooks()}.submit(mail("one"), desk.keep()); }
    REQUIRE(desk.answers.size() == 1);
    CHECK(desk.answers.at(0).error().detail == "mine");
    CHECK(desk.failures.empty());
    CHECK(desk.opened == 1);
}

TEST_CASE("a store that answers for another number of mails is not believed") {
    Desk desk;
    desk.answer = [](std::span<const Submission>) { return std::vector<Expected<Recorded>>{}; };
    { Writer{desk.hooks()}.submit(mail("one"), desk.keep()); }
    REQUIRE(desk.answers.size() == 1);
    CHECK(desk.answers.at(0).error().slug == Slug::Internal);
}
