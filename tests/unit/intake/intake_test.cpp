// From bytes to the store's door: what is recorded, what is deferred, and what becomes of a mail that kills its examiner.
#include "tlsrpt/intake.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "examine/cell_process.hpp"
#include "examine/wire.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

const Limits limits;
constexpr std::chrono::sys_seconds noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + 12h};
const std::string received_at_ten = "Received: from out.reporter.example by mx.example.com; Tue, 24 Nov 2026 10:00:00 +0000\r\n";
const std::string received_at_eight = "Received: from out.reporter.example by mx.example.com; Tue, 24 Nov 2026 08:00:00 +0000\r\n";

std::string signed_mail(std::string json = {}) {
    test::ReportMail mail;
    mail.json = std::move(json);
    test::SignOptions options;  // no x=
    return test::sign(test::make_report_mail(mail), options);
}

/// One policy about each domain.
std::string report_about(const std::vector<std::string>& domains) {
    std::string policies;
    for (const std::string& domain : domains)
        policies += std::string{policies.empty() ? "" : ","} + R"({"policy":{"policy-type":"no-policy-found","policy-domain":")" + domain +
                    R"("},"summary":{"total-successful-session-count":1,"total-failure-session-count":0}})";
    return R"({"organization-name":"R","date-range":{"start-datetime":"2026-11-17T00:00:00Z","end-datetime":"2026-11-17T23:59:59Z"},)"
           R"("contact-info":"a@reporter.example","report-id":"1","policies":[)" +
           policies + "]}";
}

class FakeKeys : public KeySource {
public:
    KeyAnswers answers{{"s1._domainkey.reporter.example",
                        {.kind = KeyAnswer::Kind::Found, .text = test::key_record(test::KeyKind::Rsa2048), .detail = ""}}};
    std::vector<std::vector<KeyName>> asked;

    KeyAnswers resolve(std::span<const KeyName> names) override {
        asked.emplace_back(names.begin(), names.end());
        return answers;
    }
};

/// Keeps what it is given, and answers what it is told to.
class FakeStore : public Store {
public:
    struct Kept {
        std::string bytes;
        Envelope envelope;
        std::string transport;
        std::chrono::sys_seconds received_at;
        Examination examination;
    };
    std::vector<Kept> kept;
    std::function<Expected<std::vector<Expected<Recorded>>>()> answer = [] {
        return std::vector<Expected<Recorded>>{Recorded{Slug::Stored, "stored by the fake", 7}};
    };

    Expected<std::vector<Expected<Recorded>>> record(std::span<const Submission> submissions) override {
        for (const Submission& s : submissions)
            kept.push_back({std::string{s.bytes}, *s.envelope, std::string{s.transport}, s.received_at, *s.examination});
        return answer();
    }
    Expected<Recorded> record_again(std::int64_t, const Examination&) override { return unexpected(); }
    Expected<std::vector<std::int64_t>> quarantined(std::optional<Slug>) override { return unexpected(); }
    Expected<std::vector<std::int64_t>> due(std::chrono::sys_seconds) override { return unexpected(); }
    Expected<std::optional<MessageRow>> message(std::int64_t) override { return unexpected(); }
    Expected<Pruned> prune(const Retention&, std::chrono::sys_seconds, bool, const tlsrpt::Progress&) override { return unexpected(); }

private:
    static Error unexpected() { return {Slug::Internal, "not part of an intake"}; }
};

/// Cells one after another: the works given, then real ones.
class Cells {
public:
    explicit Cells(std::vector<CellWork> works = {}) : works_(std::move(works)) {}
    CellStarter starter() {
        return [this](const Limits& of_cell) {
            return start_cell(of_cell, started < works_.size() ? works_[started++] : (++started, examiner_work(of_cell)));
        };
    }
    std::size_t started{0};

private:
    std::vector<CellWork> works_;
};

std::string crash(const CellRequest&) {
    ::raise(SIGSEGV);
    return {};
}

std::string crash_while_examining(const CellRequest& request) {
    return request.kind == CellRequest::Kind::Examine ? crash(request) : examiner_work(limits)(request);
}

/// A captured cell: whoever signed, it says that it was somebody else.
std::string vouch_for_another(const CellRequest& request) {
    if (request.kind == CellRequest::Kind::Preview) return examiner_work(limits)(request);
    Examination examination = examine(request.mail, *request.keys, request.received_at, limits);
    for (SignatureVerdict* verdict : {&examination.signatures.front(), &examination.identity->signature}) {
        verdict->sdid = "google.com";
        verdict->auid = "@google.com";
    }
    examination.identity->from_address = "noreply@google.com";
    examination.from_domain = examination.identity->from_domain = examination.identity->organizational_domain = "google.com";
    return encode(examination);
}

struct Desk {
    FakeKeys keys;
    FakeStore store;
    Envelope envelope{.reverse_path = "bounces@reporter.example", .forward_paths = {"tlsrpt@example.com"}};

    Intake open(Cells& cells, const std::vector<std::string>& domains = {}) {
        IntakeRules rules;
        rules.policy_domains = PolicyDomains::create(domains).value();
        return Intake::start(limits, std::move(rules), keys, cells.starter()).value();
    }
    Expected<Recorded> deliver(Intake& intake, const std::string& mail) { return intake.deliver(mail, envelope, "pipe", noon, store); }
};

}  // namespace

TEST_CASE("time of receipt") {
    constexpr std::chrono::days week{7};
    struct Case {
        const char* what;
        std::optional<std::chrono::sys_seconds> received;
        std::chrono::sys_seconds expected;
    };
    const Case cases[] = {
        {"no Received field", std::nullopt, noon}, {"an hour ago", noon - 1h, noon - 1h},
        {"from the future", noon + 1s, noon},      {"a week ago", noon - week, noon - week},
        {"older", noon - week - 1s, noon - week},  {"absurd", std::chrono::sys_seconds{-100h}, noon - week},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        CHECK(receipt_time(c.received, receipt_bounds(IntakeRules{.policy_domains = {}, .max_receipt_age = week}, noon)) == c.expected);
    }
}

TEST_CASE("an acceptable mail reaches the store with all that is known of it") {
    Desk desk;
    Cells cells;
    Intake intake = desk.open(cells);
    const std::string mail = received_at_ten + signed_mail();
    const Expected<Recorded> recorded = desk.deliver(intake, mail);
    REQUIRE(recorded.has_value());
    CHECK(recorded->slug == Slug::Stored);
    CHECK(recorded->message_id == 7);
    REQUIRE(desk.store.kept.size() == 1);
    const FakeStore::Kept& kept = desk.store.kept.front();
    CHECK(kept.bytes == mail);
    CHECK(kept.envelope.reverse_path == "bounces@reporter.example");
    CHECK(kept.transport == "pipe");
    CHECK(kept.received_at == noon - 2h);
    REQUIRE(kept.examination.slug == Slug::Acceptable);
    CHECK(kept.examination.report->report_id == "2026-11-17T00:00:00Z_example.com");
    CHECK(desk.keys.asked == std::vector<std::vector<KeyName>>{{"s1._domainkey.reporter.example"}});
    CHECK(cells.started == 1);
}

TEST_CASE("one cell serves many mails; a mail without keys needs no resolver") {
    Desk desk;
    Cells cells;
    Intake intake = desk.open(cells);
    for (int i = 0; i < 3; ++i) CHECK(desk.deliver(intake, "From: a@example.com\r\n\r\njunk\r\n").has_value());
    CHECK(desk.store.kept.at(2).examination.slug == Slug::NoSignature);
    CHECK(desk.keys.asked.empty());
    CHECK(cells.started == 1);
}

TEST_CASE("a key that is not to be had defers a young mail and quarantines an old one") {
    struct Case {
        const char* what;
        std::string received;
        bool deferred;
    };
    const Case cases[] = {
        {"two hours old", received_at_ten, true},
        {"just come", "", true},
        {"four hours old", received_at_eight, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Desk desk;
        desk.keys.answers.clear();
        Cells cells;
        Intake intake = desk.open(cells);
        const Expected<Recorded> recorded = desk.deliver(intake, c.received + signed_mail());
        REQUIRE(recorded.has_value() != c.deferred);
        if (c.deferred) CHECK(recorded.error().slug == Slug::KeyUnavailable);
        if (c.deferred) CHECK(desk.store.kept.empty());
        if (!c.deferred) CHECK(desk.store.kept.at(0).examination.slug == Slug::KeyUnavailable);
    }
}

TEST_CASE("policy domains are judged outside the cell") {
    struct Case {
        const char* what;
        std::vector<std::string> reported;
        std::vector<std::string> ours;
        Slug slug;
        std::size_t policies;
        std::size_t deviations;
    };
    const Case cases[] = {
        {"all are ours", {"a.example", "b.example"}, {}, Slug::Acceptable, 2, 0},
        {"a mixed report", {"a.example", "b.example"}, {"b.example"}, Slug::Acceptable, 1, 1},
        {"none is ours", {"a.example", "b.example"}, {"*.b.example"}, Slug::PolicyDomainNotOurs, 2, 0},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Desk desk;
        Cells cells;
        Intake intake = desk.open(cells, c.ours);
        const std::string mail = signed_mail(report_about(c.reported));
        const Expected<Judgement> plain = desk.open(cells).judge(mail, std::nullopt, noon);
        REQUIRE(plain.has_value());
        REQUIRE(desk.deliver(intake, mail).has_value());
        const Examination& examination = desk.store.kept.at(0).examination;
        REQUIRE(examination.slug == c.slug);
        REQUIRE(examination.report.has_value());
        CHECK(examination.report->policies.size() == c.policies);
        CHECK(examination.deviations.size() == plain->examination.deviations.size() + c.deviations);
    }
}

TEST_CASE("a cell that fails is replaced and the mail tried once more") {
    for (const auto& [what, work, questions] :
         {std::tuple{"at the preview", &crash, 1u}, std::tuple{"while examining", &crash_while_examining, 1u}}) {
        CAPTURE(what);
        Desk desk;
        Cells cells{{work}};
        Intake intake = desk.open(cells);
        REQUIRE(desk.deliver(intake, received_at_ten + signed_mail()).has_value());
        CHECK(desk.store.kept.at(0).examination.slug == Slug::Acceptable);
        CHECK(desk.store.kept.at(0).received_at == noon - 2h);
        CHECK(desk.keys.asked.size() == questions);  // the second attempt has the answers
        CHECK(cells.started == 2);
    }
}

TEST_CASE("a mail that fails twice is quarantined, and the next one is served") {
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
        {"junk while examining", crash_while_examining, received_at_ten + "From: a@example.com\r\n\r\njunk\r\n", noon - 2h, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        Desk desk;
        Cells cells{{c.work, c.work}};
        Intake intake = desk.open(cells);
        REQUIRE(desk.deliver(intake, c.mail).has_value());
        const FakeStore::Kept& kept = desk.store.kept.at(0);
        CHECK(kept.bytes == c.mail);
        CHECK(kept.examination.slug == Slug::ExaminerFailed);
        CHECK(kept.examination.detail == "the examiner gave no answer: it was ended by signal 11 (SIGSEGV)");
        CHECK(kept.examination.report_like == c.report_like);
        CHECK(kept.received_at == c.received_at);
        CHECK(cells.started == 2);
        REQUIRE(desk.deliver(intake, signed_mail()).has_value());
        CHECK(desk.store.kept.at(1).examination.slug == Slug::Acceptable);
        CHECK(cells.started == 3);
    }
}

TEST_CASE("a cell that vouches for a signer whose key it was not given is not believed") {
    Desk desk;
    Cells cells{{vouch_for_another, vouch_for_another}};
    Intake intake = desk.open(cells);
    REQUIRE(desk.deliver(intake, signed_mail()).has_value());
    const Examination& examination = desk.store.kept.at(0).examination;
    CHECK(examination.slug == Slug::ExaminerFailed);
    CHECK(examination.detail == "the examiner's examination does not follow from the keys that it was given");
    CHECK_FALSE(examination.identity);
    CHECK(cells.started == 2);
}

TEST_CASE("no cell is no verdict: the mail is deferred, not quarantined") {
    Desk desk;
    int started = 0;
    const CellStarter once = [&](const Limits& of_cell) -> Expected<Cell> {
        if (started++ == 0) return start_cell(of_cell, crash);
        return Error{Slug::Internal, "cannot start an examiner: fork"};
    };
    Expected<Intake> intake = Intake::start(limits, {}, desk.keys, once);
    REQUIRE(intake.has_value());
    const Expected<Recorded> recorded = desk.deliver(*intake, signed_mail());
    REQUIRE_FALSE(recorded.has_value());
    CHECK(recorded.error() == Error{Slug::Internal, "cannot start an examiner: fork"});
    CHECK(desk.store.kept.empty());
    CHECK_FALSE(Intake::start(limits, {}, desk.keys, once).has_value());
}

TEST_CASE("judging as of another time") {
    Desk desk;
    Cells cells;
    Intake intake = desk.open(cells);
    const std::string mail = received_at_ten + signed_mail();
    struct Case {
        const char* what;
        std::optional<std::chrono::sys_seconds> at;
        std::chrono::sys_seconds received_at;
        Slug slug;
    };
    const Case cases[] = {
        {"as received", std::nullopt, noon - 2h, Slug::Acceptable},
        {"at a time given", noon - 24h, noon - 24h, Slug::Acceptable},
        {"before it was signed", noon - 24h * 30, noon - 24h * 30, Slug::SignatureFailed},
        {"years later", noon + 24h * 900, noon + 24h * 900, Slug::ReportImplausible},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        const Expected<Judgement> judgement = intake.judge(mail, c.at, noon);
        REQUIRE(judgement.has_value());
        CHECK(judgement->received_at == c.received_at);
        CHECK(judgement->examination.slug == c.slug);
    }
}

TEST_CASE("a clock before the release of the program judges nothing") {
    Desk desk;
    Cells cells;
    Intake intake = desk.open(cells);
    const Expected<Recorded> recorded =
        intake.deliver(signed_mail(), desk.envelope, "pipe", std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}, desk.store);
    REQUIRE_FALSE(recorded.has_value());
    CHECK(recorded.error().slug == Slug::Misconfigured);
    CHECK(recorded.error().detail.starts_with("the clock says 2026-01-01T00:00:00Z, this program is of 20"));
    CHECK(desk.store.kept.empty());
}

TEST_CASE("what the store answers is the answer") {
    const Error busy{Slug::StoreBusy, "locked"};
    const Error full{Slug::StoreFull, "disk full"};
    Desk desk;
    Cells cells;
    Intake intake = desk.open(cells);
    desk.store.answer = [&]() -> Expected<std::vector<Expected<Recorded>>> { return busy; };
    CHECK(desk.deliver(intake, signed_mail()).error() == busy);
    desk.store.answer = [&] { return std::vector<Expected<Recorded>>{full}; };
    CHECK(desk.deliver(intake, signed_mail()).error() == full);
    desk.store.answer = [] { return std::vector<Expected<Recorded>>{}; };
    CHECK(desk.deliver(intake, signed_mail()).error().slug == Slug::Internal);
}
