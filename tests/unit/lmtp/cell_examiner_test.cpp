// From a mail to its judgement on the event loop: the same rules as the pipe handler's, and no mail waits for another one's keys.
#include "lmtp/cell_examiner.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <string>
#include <vector>

#include "examine/cell_process.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

const Limits limits;
constexpr std::chrono::sys_seconds noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + 12h};
const std::string received_at_ten = "Received: from out.reporter.example by mx.example.com; Tue, 24 Nov 2026 10:00:00 +0000\r\n";
const std::string received_at_eight = "Received: from out.reporter.example by mx.example.com; Tue, 24 Nov 2026 08:00:00 +0000\r\n";
const std::string junk = "From: a@example.com\r\n\r\njunk\r\n";

std::string signed_mail() {
    test::SignOptions options;  // no x=
    return test::sign(test::make_report_mail(test::ReportMail{}), options);
}

/// Answers when it is told to.
struct FakeKeys {
    KeyAnswers answers{{"s1._domainkey.reporter.example",
                        {.kind = KeyAnswer::Kind::Found, .text = test::key_record(test::KeyKind::Rsa2048), .detail = ""}}};
    int silent{0};  // so many questions first are never answered
    std::vector<std::vector<KeyName>> asked;
};

class FakeSource final : public AsyncKeySource {
public:
    explicit FakeSource(FakeKeys& keys) : keys_(keys) {}
    void resolve(std::span<const KeyName> names, Done done) override {
        keys_.asked.emplace_back(names.begin(), names.end());
        if (keys_.silent-- <= 0) found_.push_back(std::move(done));
    }
    void advance(Clock::time_point) override {
        for (const Done& done : std::exchange(found_, {})) done(keys_.answers);
    }
    [[nodiscard]] int fd() const override { return -1; }
    [[nodiscard]] std::optional<Clock::time_point> wake_at() const override {
        return found_.empty() ? std::nullopt : std::optional{Clock::time_point::min()};
    }

private:
    FakeKeys& keys_;
    std::vector<Done> found_;
};

int asked_of_this_cell = 0;

std::string crash(const CellRequest&) {
    ::raise(SIGSEGV);
    return {};
}

std::string crash_while_examining(const CellRequest& request) {
    std::string answer = examiner_work(limits)(request);
    const bool examines = request.kind == CellRequest::Kind::Examine ||
                          (request.kind == CellRequest::Kind::Attempt && decode_attempt(answer, limits)->examination.has_value());
    return examines ? crash(request) : answer;
}

/// Once it has been asked anything it is of no more use.
std::string crash_unless_fresh(const CellRequest& request) {
    return asked_of_this_cell++ > 0 ? crash(request) : examiner_work(limits)(request);
}

/// A captured cell: it says that a key allows what it does not.
std::string vouch_for_all_services(const CellRequest& request) {
    const auto vouch = [](Examination& examination) {
        for (SignatureVerdict* verdict : {&examination.signatures.front(), &examination.identity->signature}) verdict->services = "*";
    };
    const std::string answer = examiner_work(limits)(request);
    if (request.kind == CellRequest::Kind::Preview) return answer;
    if (request.kind == CellRequest::Kind::Attempt) {
        Attempt attempt = decode_attempt(answer, limits).value();
        if (attempt.examination) vouch(*attempt.examination);
        return encode(attempt);
    }
    Examination examination = decode_examination(answer, limits).value();
    vouch(examination);
    return encode(examination);
}

struct Desk {
    asio::io_context loop;
    FakeKeys keys;
    std::chrono::sys_seconds now = noon;
    std::optional<CellExaminer> examiner;

    CellExaminer::Settings settings(const std::vector<std::string>& domains = {}) {
        IntakeRules rules;
        rules.policy_domains = PolicyDomains::create(domains).value();
        return {.limits = limits, .rules = std::move(rules), .keys = std::make_unique<FakeSource>(keys)};
    }
    void open(const CellWork& work, const std::vector<std::string>& domains = {}) {
        Expected<ForkServer> server = start_fork_server([&work](const Limits&) { return work; });
        REQUIRE(server.has_value());
        examiner.emplace(loop, *std::move(server), settings(domains), PoolSize{.least = 1, .most = 2}, [](const Error&) { FAIL("lost"); },
                         [this] { return now; });
    }
    Expected<Judgement> judge(const std::string& mail) {
        std::optional<Expected<Judgement>> heard;
        examiner->judge(mail, [&heard](Expected<Judgement> judgement) {
            CHECK_FALSE(heard.has_value());
            heard.emplace(std::move(judgement));
        });
        CHECK_FALSE(heard.has_value());
        while (!heard) REQUIRE(loop.run_one() == 1);
        return *std::move(heard);
    }
};

}  // namespace

TEST_CASE("an acceptable mail") {
    Desk desk;
    desk.open(examiner_work(limits));
    const Expected<Judgement> judgement = desk.judge(received_at_ten + signed_mail());
    REQUIRE(judgement.has_value());
    CHECK(judgement->examination.slug == Slug::Acceptable);
    CHECK(judgement->examination.report->report_id == "2026-11-17T00:00:00Z_example.com");
    CHECK(judgement->received_at == noon - 2h);
    CHECK(desk.keys.asked == std::vector<std::vector<KeyName>>{{"s1._domainkey.reporter.example"}});
}

TEST_CASE("a mail without keys needs no resolver") {
    Desk desk;
    desk.open(examiner_work(limits));
    CHECK(desk.judge(junk)->examination.slug == Slug::NoSignature);
    CHECK(desk.keys.asked.empty());
}

TEST_CASE("a key that is not to be had defers a young mail; an old one is judged") {
    Desk desk;
    desk.keys.answers.clear();
    desk.open(examiner_work(limits));
    const Expected<Judgement> young = desk.judge(received_at_ten + signed_mail());
    REQUIRE_FALSE(young.has_value());
    CHECK(young.error().slug == Slug::KeyUnavailable);
    const Expected<Judgement> old = desk.judge(received_at_eight + signed_mail());
    REQUIRE(old.has_value());
    CHECK(old->examination.slug == Slug::KeyUnavailable);
    CHECK(old->received_at == noon - 4h);
}

TEST_CASE("two hundred mails whose keys never come hold up no other") {
    Desk desk;
    desk.keys.silent = 200;
    desk.open(examiner_work(limits));
    const std::string mail = signed_mail();
    for (int i = 0; i < 200; ++i) desk.examiner->judge(mail, [](const Expected<Judgement>&) { FAIL("answered without keys"); });
    while (desk.keys.asked.size() < 200) REQUIRE(desk.loop.run_one() == 1);
    CHECK(desk.judge(mail)->examination.slug == Slug::Acceptable);
}

TEST_CASE("a mail whose cell fails is tried once more, alone in fresh cells") {
    Desk desk;
    desk.open(crash_unless_fresh);
    const Expected<Judgement> judgement = desk.judge(received_at_ten + signed_mail());
    REQUIRE(judgement.has_value());
    CHECK(judgement->examination.slug == Slug::Acceptable);
    CHECK(desk.keys.asked.size() == 1);  // the second attempt has the answers
}

TEST_CASE("a mail that fails twice is examiner-failed, and the next one is served") {
    struct Case {
        const char* what;
        CellWork work;
        std::string mail;
        std::chrono::sys_seconds received_at;
        bool report_like;
    };
    const Case cases[] = {
        {"at the preview", crash, received_at_ten + signed_mail(), noon, true},
        {"while examining", crash_while_examining, received_at_ten + signed_mail(), noon - 2h, true},
        {"junk while examining", crash_while_examining, received_at_ten + junk, noon - 2h, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Desk desk;
        desk.open([&c](const CellRequest& request) {
            return request.mail.starts_with("Received") ? c.work(request) : examiner_work(limits)(request);
        });
        const Expected<Judgement> judgement = desk.judge(c.mail);
        REQUIRE(judgement.has_value());
        CHECK(judgement->examination.slug == Slug::ExaminerFailed);
        CHECK(judgement->examination.detail == "the examiner gave no answer: it was ended by signal 11 (SIGSEGV)");
        CHECK(judgement->examination.report_like == c.report_like);
        CHECK(judgement->received_at == c.received_at);
        CHECK(desk.judge(signed_mail())->examination.slug == Slug::Acceptable);
    }
}

TEST_CASE("a cell that says of a key what the DNS did not is not believed") {
    Desk desk;
    desk.open(vouch_for_all_services);
    for (int mail = 0; mail < 2; ++mail) {    // the second one goes with the key of the first
        const Expected<Judgement> judgement = desk.judge(signed_mail());
        REQUIRE(judgement.has_value());
        CHECK(judgement->examination.slug == Slug::ExaminerFailed);
        CHECK(judgement->examination.detail == "the examiner's examination does not follow from the keys that it was given");
    }
}

TEST_CASE("the next mail of a signer is examined with the key of the one before, in one exchange") {
    Desk desk;
    // The cell tells in the answer how often it was asked.
    desk.open([](const CellRequest& request) {
        ++asked_of_this_cell;
        if (request.kind != CellRequest::Kind::Attempt) return examiner_work(limits)(request);
        Attempt made = decode_attempt(examiner_work(limits)(request), limits).value();
        if (made.examination) made.examination->subject = std::to_string(asked_of_this_cell);
        return encode(made);
    });
    const std::string mail = received_at_ten + signed_mail();
    CHECK(desk.judge(mail)->examination.slug == Slug::Acceptable);    // asked twice
    const Expected<Judgement> judgement = desk.judge(mail);
    REQUIRE(judgement.has_value());
    CHECK(judgement->examination.slug == Slug::Acceptable);
    CHECK(judgement->examination.subject == "3");
    CHECK(judgement->received_at == noon - 2h);
    CHECK(desk.keys.asked.size() == 1);
    desk.examiner->apply(desk.settings());    // other keys, perhaps
    CHECK(desk.judge(mail)->examination.slug == Slug::Acceptable);
    CHECK(desk.keys.asked.size() == 2);
}

TEST_CASE("policy domains are judged outside the cell, and may change") {
    Desk desk;
    desk.open(examiner_work(limits), {"other.example"});
    CHECK(desk.judge(signed_mail())->examination.slug == Slug::PolicyDomainNotOurs);
    desk.examiner->apply(desk.settings());
    CHECK(desk.judge(signed_mail())->examination.slug == Slug::Acceptable);
}

TEST_CASE("a mail goes on under the settings that it began with") {
    Desk desk;
    desk.open(examiner_work(limits), {"other.example"});
    const std::string mail = signed_mail();
    std::optional<Slug> slug;
    desk.examiner->judge(mail, [&slug](const Expected<Judgement>& judgement) { slug = judgement->examination.slug; });
    desk.examiner->apply(desk.settings());
    while (!slug) REQUIRE(desk.loop.run_one() == 1);
    CHECK(slug == Slug::PolicyDomainNotOurs);
}

TEST_CASE("a clock before the release of the program judges nothing") {
    Desk desk;
    desk.open(examiner_work(limits));
    desk.now = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
    const Expected<Judgement> judgement = desk.judge(junk);
    REQUIRE_FALSE(judgement.has_value());
    CHECK(judgement.error().slug == Slug::Misconfigured);
}
