// The pool of cells: who gets which, and what becomes of questions whose cell fails.
#include "lmtp/cell_pool.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <new>
#include <set>
#include <string>
#include <vector>

#include "examine/cell_process.hpp"
#include "examine/sanitizer.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

/// What a test's cell does is the mail's text; it answers with its process id, and how often it was asked.
std::string obey(const CellRequest& request) {
    static int asked = 0;
    ++asked;
    if (request.mail == "crash" || (request.mail == "shy" && asked > 1)) ::raise(SIGSEGV);
    if (request.mail == "hang")
        for (;;) ::poll(nullptr, 0, -1);
    if (request.mail == "eat") ::operator delete(::operator new(256u << 20));
    if (request.mail == "lie") return "nonsense";
    if (request.mail == "other kind") return encode(Preview{});
    Examination e;
    e.slug = Slug::NoSignature;
    e.detail = request.mail;
    if (request.mail == "big") e.detail.append(100'000, 'x');    // more than a cell keeps back
    e.subject = std::to_string(::getpid());
    e.from_domain = std::to_string(asked);
    return encode(e);
}

struct Office {
    asio::io_context loop;
    Limits limits;
    PoolSize size{.least = 2, .most = 4, .questions_a_cell = 1000, .patience = 60s, .wait_together = 60s};
    std::optional<ForkServer> server = start_fork_server([](const Limits&) -> CellWork { return obey; }).value();
    pid_t server_pid = server->pid();
    std::vector<Error> losses;
    std::optional<CellPool> pool;

    CellPool& open() {
        return pool.emplace(loop, std::move(*server), limits, size, [this](const Error& error) { losses.push_back(error); });
    }

    struct Heard {
        bool done{false};
        Expected<Examination> examination{Error{}};
    };
    void ask(std::string_view mail, Heard& heard, bool fresh = false) {
        pool->ask({.kind = CellRequest::Kind::Examine, .mail = mail}, fresh, [&heard](Expected<CellAnswer> answer) {
            CHECK_FALSE(heard.done);
            heard.done = true;
            if (answer) heard.examination = *std::move(answer->examination);
            else heard.examination = answer.error();
        });
        CHECK_FALSE(heard.done);
    }
    void run_until(const bool& done) {
        while (!done) REQUIRE(loop.run_one() == 1);
    }
    Expected<Examination> hear(std::string_view mail, bool fresh = false) {
        Heard heard;
        ask(mail, heard, fresh);
        run_until(heard.done);
        return heard.examination;
    }
};

}  // namespace

TEST_CASE("many questions: each has its own answer, from two cells") {
    Office office;
    office.open();
    std::vector<std::string> mails;
    for (int i = 0; i < 100; ++i) mails.push_back("mail " + std::to_string(i));
    std::vector<Office::Heard> heard(mails.size());
    for (std::size_t i = 0; i < mails.size(); ++i) office.ask(mails[i], heard[i]);
    for (const Office::Heard& each : heard) office.run_until(each.done);
    std::set<std::string> cells;
    for (std::size_t i = 0; i < mails.size(); ++i) {
        REQUIRE(heard[i].examination.has_value());
        CHECK(heard[i].examination->detail == mails[i]);
        cells.insert(heard[i].examination->subject);
    }
    CHECK(cells.size() <= 2);
}

TEST_CASE("a cell that fails is examiner-failed with the reason, and the next question is served by another") {
    struct Case {
        const char* mail;
        const char* detail;
    };
    const Case cases[] = {
        {"crash", "the examiner gave no answer: it was ended by signal 11 (SIGSEGV)"},
        {"lie", "the examiner's examination is malformed"},
        {"other kind", "the examiner's examination is malformed"},
        {"eat", "the examiner gave no answer: it ran out of memory"},
    };
    Office office;
    office.limits.max_cell_memory_bytes = 64u << 20;
    office.size.least = 1;
    office.open();
    for (const Case& c : cases) {
        if (sanitized && std::string_view{c.mail} == "eat") continue;  // no limit on the address space there
        CAPTURE(c.mail);
        const std::string before = office.hear("who").value().subject;
        const Expected<Examination> failed = office.hear(c.mail);
        REQUIRE_FALSE(failed.has_value());
        CHECK(failed.error() == Error{Slug::ExaminerFailed, c.detail});
        CHECK(office.hear("who").value().subject != before);
    }
    CHECK(office.losses.empty());
}

TEST_CASE("a cell that hangs is ended at the deadline") {
    Office office;
    office.limits.max_cell_wait = 0s;
    office.open();
    CHECK(office.hear("hang").error() == Error{Slug::ExaminerFailed, "the examiner took more than 0 s"});
}

TEST_CASE("an answer over the limit is not taken") {
    Office office;
    office.limits.max_answer_bytes = 10;
    office.open();
    CHECK(office.hear("good").error() == Error{Slug::ExaminerFailed, "the examiner's answer has more than 10 bytes"});
}

TEST_CASE("when all cells hang there are more for others, up to the bound") {
    Office office;
    office.size = {.least = 2, .most = 3, .questions_a_cell = 1000, .patience = 0ms, .together = 1};
    office.open();
    Office::Heard hanging[2];
    for (Office::Heard& heard : hanging) office.ask("hang", heard);
    for (int i = 0; i < 3; ++i) CHECK(office.hear("good").has_value());
    CHECK_FALSE(hanging[0].done);
    CHECK_FALSE(hanging[1].done);
}

TEST_CASE("an extra cell stays for a while, as the reason for it may") {
    for (const bool stays : {true, false}) {
        CAPTURE(stays);
        Office office;
        office.size = {.least = 1, .most = 2, .questions_a_cell = 1000, .patience = 0ms, .extra_stays = stays ? 60'000ms : 0ms};
        office.open();
        Office::Heard hanging;
        office.ask("hang", hanging);
        const std::string extra = office.hear("who").value().subject;
        for (int i = 0; i < 3; ++i) CHECK((office.hear("who").value().subject == extra) == stays);
        CHECK_FALSE(hanging.done);
    }
}

TEST_CASE("several questions at once: whoever was with one that failed has its answer all the same") {
    struct Case {
        const char* mail;
        const char* detail;      // nullptr: it has no answer
        bool answers_before_it;  // whether the cell told what it had until then
    };
    const Case cases[] = {
        {"crash", "the examiner gave no answer: it was ended by signal 11 (SIGSEGV)", false},
        {"lie", "the examiner's examination is malformed", true},
        {"hang", nullptr, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.mail);
        Office office;
        office.size.least = 1;
        if (c.detail == nullptr) office.size.patience = office.size.wait_together = 0ms;
        office.open();
        const std::string before = office.hear("who").value().subject;
        const std::string mails[] = {"first", "second", c.mail, "third", "fourth"};
        Office::Heard heard[5];
        for (int i = 0; i < 5; ++i) office.ask(mails[i], heard[i]);    // in one turn of the loop: they go together
        for (int i = 0; i < 5; ++i) {
            CAPTURE(i);
            if (mails[i] == c.mail) continue;
            office.run_until(heard[i].done);
            REQUIRE(heard[i].examination.has_value());
            CHECK(heard[i].examination->detail == mails[i]);
            if (c.detail != nullptr) CHECK((heard[i].examination->subject == before) == (c.answers_before_it && i < 2));
        }
        if (c.detail == nullptr) {
            CHECK_FALSE(heard[2].done);
        } else {
            office.run_until(heard[2].done);
            CHECK(heard[2].examination.error() == Error{Slug::ExaminerFailed, c.detail});
        }
    }
}

TEST_CASE("several questions at once: the last one is asked again, too, when the others have their answers already") {
    Office office;
    office.size.least = 1;
    office.open();
    Office::Heard big;
    Office::Heard shy;
    office.ask("big", big);
    office.ask("shy", shy);    // it ends a cell that was asked anything before
    for (const Office::Heard* heard : {&big, &shy}) office.run_until(heard->done);
    CHECK(big.examination.value().detail.size() > 100'000);
    CHECK(shy.examination.value().detail == "shy");
}

TEST_CASE("several questions at once: small ones only, and no more than their share") {
    Office office;
    office.size.least = 1;
    office.size.together = 3;
    office.open();
    const std::string before = office.hear("who").value().subject;
    const std::string large = "large" + std::string(20u << 10, 'x');
    const std::string mails[] = {"1", "2", "3", "crash", large, large, "7"};
    Office::Heard heard[7];
    for (int i = 0; i < 7; ++i) office.ask(mails[i], heard[i]);
    for (const Office::Heard& each : heard) office.run_until(each.done);
    // 1, 2 and 3 went together, since "crash" took none of them with it; and what is large goes alone, so that "crash" failed alone.
    for (int i : {0, 1, 2}) CHECK(heard[i].examination.value().subject == before);
    CHECK_FALSE(heard[3].examination.has_value());
    for (int i : {4, 5, 6}) CHECK(heard[i].examination.value().subject != before);
}

TEST_CASE("several questions at once: from half of the most on only half of those that wait, and no more than fit into the cell's buffer") {
    struct Case {
        std::size_t mails;
        std::size_t bytes;
        std::size_t together;
    };
    for (const Case& c : {Case{2, 10, 2}, Case{4, 10, 4}, Case{6, 10, 4}, Case{10, 10, 5}, Case{12, 10, 6}, Case{40, 10, 8}, Case{40, 8u << 10, 7}}) {
        CAPTURE(c.mails);
        CAPTURE(c.bytes);
        Office office;
        office.size.least = 1;
        office.size.together = 8;
        office.open();
        CHECK(office.hear("who").has_value());
        const std::string text(c.bytes, 'x');
        std::vector<Office::Heard> heard(c.mails);
        for (Office::Heard& each : heard) office.ask(text, each);
        CHECK(office.pool->asked_alone() == 0);
        office.run_until(heard.front().done);    // those that were asked with it have been answered, too
        CHECK(static_cast<std::size_t>(std::ranges::count_if(heard, &Office::Heard::done)) == c.together);
        for (const Office::Heard& each : heard) office.run_until(each.done);
    }
    Office office;
    office.open();
    CHECK(office.hear("who").has_value());
    Office::Heard heard;
    office.ask("hang", heard);
    while (office.pool->asked_alone() == 0) REQUIRE(office.loop.run_one() == 1);
}

TEST_CASE("a fresh cell has never been asked") {
    Office office;
    office.size.least = 1;
    office.open();
    for (int i = 0; i < 4; ++i) {
        CHECK(office.hear("again").has_value());
        CHECK(office.hear("alone", true).value().from_domain == "1");
    }
}

TEST_CASE("a fresh cell is to be had beyond the bound when all others hang") {
    Office office;
    office.size = {.least = 1, .most = 1, .questions_a_cell = 1000, .patience = 0ms};
    office.open();
    Office::Heard hanging;
    office.ask("hang", hanging);
    CHECK(office.hear("alone", true).value().from_domain == "1");
    CHECK_FALSE(hanging.done);
}

TEST_CASE("worn cells are replaced") {
    Office office;
    office.size = {.least = 1, .most = 4, .questions_a_cell = 5, .patience = 60s};
    office.open();
    std::set<std::string> cells;
    for (int i = 0; i < 2000 && cells.size() < 4; ++i) cells.insert(office.hear("who").value().subject);
    CHECK(cells.size() == 4);
}

TEST_CASE("other limits mean other cells") {
    Office office;
    office.size.least = 1;
    CellPool& pool = office.open();
    const std::string before = office.hear("who").value().subject;
    Limits other;
    other.max_answer_bytes = 10;
    pool.apply(other);
    for (;;) {  // the old cell goes on until the new one is ready
        const Expected<Examination> heard = office.hear("who");
        if (!heard) {
            CHECK(heard.error().detail == "the examiner's answer has more than 10 bytes");
            break;
        }
        REQUIRE(heard->subject == before);
    }
}

TEST_CASE("without the fork server no mail is judged, and the owner hears of it") {
    Office office;
    office.open();
    Office::Heard hanging;
    office.ask("hang", hanging);
    CHECK(office.hear("good").has_value());
    ::kill(office.server_pid, SIGKILL);
    while (office.losses.empty()) REQUIRE(office.loop.run_one() == 1);
    // The cells die with it: whichever end is seen first, nobody is told that the mail was at fault for good.
    CHECK(hanging.done);
    const Expected<Examination> later = office.hear("later");
    REQUIRE_FALSE(later.has_value());
    CHECK(later.error() == Error{Slug::Internal, "the fork server is gone"});
    CHECK(office.losses == std::vector{later.error()});
}
