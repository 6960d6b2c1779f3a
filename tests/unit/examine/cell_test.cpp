// A cell from outside: what comes back when it crashes, hangs, eats memory or lies.
#include "tlsrpt/cell.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>

#include "examine/cell_process.hpp"
#include "examine/sanitizer.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

Examination saying(std::string detail) {
    Examination e;
    e.slug = Slug::NoSignature;
    e.detail = std::move(detail);
    return e;
}

Error error_of(const CellWork& work, const Limits& limits = {}) {
    Expected<Cell> cell = start_cell(limits, work);
    REQUIRE(cell.has_value());
    const Expected<Examination> examination = cell->examine("mail", {}, {});
    REQUIRE_FALSE(examination.has_value());
    CHECK(cell->pid() == -1);
    // A dead cell stays dead, and says so.
    const Expected<Preview> preview = cell->preview("mail");
    CHECK_FALSE(preview.has_value());
    return examination.error();
}

}  // namespace

TEST_CASE("a cell hears the request as it was made, and answers one after another") {
    const KeyAnswers keys{{"s._domainkey.example.com", {.kind = KeyAnswer::Kind::Found, .text = "p=AA==", .detail = ""}}};
    const std::chrono::sys_seconds received_at{1'700'000'000s};
    Expected<Cell> cell = start_cell({}, [&](const CellRequest& request) {
        if (request.kind == CellRequest::Kind::Preview) return encode(Preview{.key_names = {std::string{request.mail}}});
        const bool same = *request.keys == keys && request.received_at == received_at;
        return encode(saying((same ? "same " : "other ") + std::string{request.mail}));
    });
    REQUIRE(cell.has_value());
    for (const std::string mail : {"first", "second", "third"}) {
        const Expected<Preview> preview = cell->preview(mail);
        REQUIRE(preview.has_value());
        CHECK(preview->key_names == std::vector<KeyName>{mail});
        const Expected<Examination> examination = cell->examine(mail, keys, received_at);
        REQUIRE(examination.has_value());
        CHECK(examination->detail == "same " + mail);
    }
}

TEST_CASE("a large mail arrives whole; one over the limit is cut one octet beyond it") {
    Limits limits;
    limits.max_mail_bytes = 3u << 20;
    const auto size_of = [](const CellRequest& request) { return encode(saying(std::to_string(request.mail.size()))); };
    Expected<Cell> cell = start_cell(limits, size_of);
    REQUIRE(cell.has_value());
    for (const auto& [sent, heard] :
         {std::pair{3u << 20, "3145728"}, std::pair{(3u << 20) + 1, "3145729"}, std::pair{5u << 20, "3145729"}}) {
        const Expected<Examination> examination = cell->examine(std::string(sent, 'x'), {}, {});
        REQUIRE(examination.has_value());
        CHECK(examination->detail == heard);
    }
}

TEST_CASE("a cell that fails is examiner-failed with the reason, and dead") {
    struct Failure {
        const char* what;
        CellWork work;
        std::string detail;
    };
    const Failure failures[] = {
        {"crash",
         [](const CellRequest&) -> std::string {
             ::raise(SIGSEGV);
             return {};
         },
         "the examiner gave no answer: it was ended by signal 11 (SIGSEGV)"},
        {"out of CPU time",
         [](const CellRequest&) -> std::string {
             ::raise(SIGXCPU);
             return {};
         },
         "the examiner gave no answer: it was ended by signal 24 (SIGXCPU): it ran out of CPU time"},
        {"abort", [](const CellRequest&) -> std::string { std::abort(); },
         "the examiner gave no answer: it was ended by signal 6 (SIGABRT)"},
        {"exit", [](const CellRequest&) -> std::string { ::_exit(42); }, "the examiner gave no answer: it exited with status 42"},
        {"exception", [](const CellRequest&) -> std::string { throw std::runtime_error{"x"}; },
         "the examiner gave no answer: an exception escaped"},
        {"bad_alloc", [](const CellRequest&) -> std::string { throw std::bad_alloc{}; },
         "the examiner gave no answer: it ran out of memory"},
        {"nonsense", [](const CellRequest&) { return std::string{"nonsense"}; }, "the examiner's examination is malformed"},
        {"nothing", [](const CellRequest&) { return std::string{}; }, "the examiner's examination is malformed"},
        {"the other answer", [](const CellRequest&) { return encode(Preview{}); }, "the examiner's examination is malformed"},
    };
    for (const Failure& failure : failures) {
        CAPTURE(failure.what);
        const Error error = error_of(failure.work);
        CHECK(error.slug == Slug::ExaminerFailed);
        CHECK(error.detail == failure.detail);
    }
}

TEST_CASE("a cell that hangs is ended at the deadline") {
    Limits limits;
    limits.max_cell_wait = 0s;
    const Error error = error_of(
        [](const CellRequest&) -> std::string {
            for (;;) ::poll(nullptr, 0, -1);
        },
        limits);
    CHECK(error == Error{Slug::ExaminerFailed, "the examiner took more than 0 s"});
}

TEST_CASE("an answer over the limit is not taken") {
    Limits limits;
    limits.max_answer_bytes = 1000;
    const Error error = error_of([](const CellRequest&) { return std::string(1001, 'x'); }, limits);
    CHECK(error == Error{Slug::ExaminerFailed, "the examiner's answer has more than 1000 bytes"});
}

TEST_CASE("a cell that eats memory ends" * doctest::skip(sanitized)) {
    Limits limits;
    limits.max_cell_memory_bytes = 64u << 20;
    const auto eat = [](std::size_t bytes) {
        return [bytes](const CellRequest&) {
            ::operator delete(::operator new(bytes));  // calls, which no optimiser may leave out as it may a new-expression
            return encode(saying("fed"));
        };
    };
    CHECK(error_of(eat(256u << 20), limits).detail == "the examiner gave no answer: it ran out of memory");
    Expected<Cell> modest = start_cell(limits, eat(32u << 20));
    REQUIRE(modest.has_value());
    CHECK(modest->examine("mail", {}, {}).has_value());
}

TEST_CASE("a cell killed between two mails is examiner-failed at the next") {
    Expected<Cell> cell = start_cell({}, [](const CellRequest&) { return encode(Preview{}); });
    REQUIRE(cell.has_value());
    REQUIRE(cell->preview("mail").has_value());
    REQUIRE(::kill(cell->pid(), SIGKILL) == 0);
    const Expected<Preview> preview = cell->preview("mail");
    REQUIRE_FALSE(preview.has_value());
    CHECK(preview.error() == Error{Slug::ExaminerFailed, "the examiner gave no answer: it was ended by signal 9 (SIGKILL)"});
}

TEST_CASE("a cell ends with its object, also when it is moved over") {
    const CellWork work = [](const CellRequest&) { return encode(Preview{}); };
    pid_t first = -1;
    pid_t second = -1;
    {
        Expected<Cell> cell = start_cell({}, work);
        Expected<Cell> other = start_cell({}, work);
        REQUIRE(cell.has_value());
        REQUIRE(other.has_value());
        first = cell->pid();
        second = other->pid();
        *cell = std::move(*other);
        CHECK(::kill(first, 0) == -1);  // reaped, not only dead
        CHECK(errno == ESRCH);
        CHECK(cell->pid() == second);
        CHECK(cell->preview("mail").has_value());
    }
    CHECK(::kill(second, 0) == -1);
    CHECK(errno == ESRCH);
}
