// What a mail is found to be does not depend on how much memory there was: when an allocation fails, in our code or in a library, the
// examination ends, or says what it says with memory enough. It never blames the mail.
//
// malloc is put in front of the C library's in this program, and fails once, at each allocation in turn.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "examine/wire.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"
#include "tlsrpt/examination.hpp"
#include "tlsrpt/outcome.hpp"

namespace {

long calls = 0;
long fails_at = -1;    // of `calls`; negative: never

bool fails() { return calls++ == fails_at; }

}  // namespace

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);

void* malloc(std::size_t size) {
    if (!fails()) return __libc_malloc(size);
    errno = ENOMEM;
    return nullptr;
}

void* calloc(std::size_t count, std::size_t size) {
    if (!fails()) return __libc_calloc(count, size);
    errno = ENOMEM;
    return nullptr;
}

void* realloc(void* old, std::size_t size) {
    if (!fails()) return __libc_realloc(old, size);
    errno = ENOMEM;
    return nullptr;
}
}

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_seconds received_at{1'795'000'100s};

struct Mail {
    std::string octets;
    KeyAnswers keys;
};

Mail mail_of(test::SenderShape shape, test::KeyKind key) {
    test::SignOptions how = test::sign_options(shape);
    how.key = key;
    test::ReportMail report;
    report.shape = shape;
    return {test::sign(test::make_report_mail(report), how),
            {{"s1._domainkey.reporter.example", {.kind = KeyAnswer::Kind::Found, .text = test::key_record(key), .detail = ""}}}};
}

std::string examined(const Mail& mail) { return encode(examine(mail.octets, mail.keys, received_at, Limits{})); }

/// How the examination ends when one allocation fails: its answer, "out of memory" for the exception or the end of the process (GLib's way),
/// or "exception". In a process of its own, whose caches are as empty as ours. @param allocations  how many there were
std::string without(long allocation, const Mail& mail, long& allocations) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        for (const int signal : {SIGABRT, SIGSEGV}) ::signal(signal, SIG_DFL);    // doctest's own would tell of a failed test
        std::string answer;
        const long before = calls;
        fails_at = allocation < 0 ? -1 : before + allocation;
        try {
            answer = examined(mail);
        } catch (const std::bad_alloc&) {
            ::_exit(2);
        } catch (...) {
            ::_exit(3);
        }
        fails_at = -1;
        const long count = calls - before;
        const bool written = ::write(ends[1], &count, sizeof count) == sizeof count && ::write(ends[1], answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
        ::_exit(written ? 0 : 1);
    }
    ::close(ends[1]);
    std::string answer;
    char block[4096];
    for (ssize_t got = 0; (got = ::read(ends[0], block, sizeof block)) > 0;) answer.append(block, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status) || WEXITSTATUS(status) == 2) return "out of memory";
    if (WEXITSTATUS(status) == 3) return "exception";
    REQUIRE(WEXITSTATUS(status) == 0);
    REQUIRE(answer.size() >= sizeof allocations);
    std::memcpy(&allocations, answer.data(), sizeof allocations);
    return answer.substr(sizeof allocations);
}

std::string said(const std::string& answer) {
    const auto examination = decode_examination(answer, Limits{});
    return examination ? std::string{outcome_of(examination->slug).name} + ": " + examination->detail : answer;
}

}  // namespace

TEST_CASE("a mail is not blamed for memory that ran out") {
    examined(mail_of(test::SenderShape::Halon, test::KeyKind::Rsa1024));    // what is read once is read, as in a cell at work; the next mails' keys are new
    for (const auto key : {test::KeyKind::Rsa2048, test::KeyKind::Ed25519}) {
        const Mail mail = mail_of(test::SenderShape::Google, key);
        long allocations = 0;
        const std::string expected = without(-1, mail, allocations);
        REQUIRE(said(expected) == "acceptable: d=reporter.example s=s1");
        REQUIRE(allocations > 100);
        long ended = 0;
        for (long allocation = 0; allocation < allocations; ++allocation) {
            long ignored = 0;
            const std::string answer = without(allocation, mail, ignored);
            CAPTURE(allocation);
            if (answer == "out of memory") ++ended;
            else if (answer != expected) FAIL_CHECK(said(answer));
        }
        CHECK(ended > 100);
        CHECK(without(allocations, mail, allocations) == expected);
    }
}
