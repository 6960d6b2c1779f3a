// What is kept of mails that were not accepted, how they come back, and what goes by age, in every kind of store.
#include "stores.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Examination numbered(int number, const std::string& domain = "a.example") {
    return accepted(report("r" + std::to_string(number), {policy("sts", domain, 10, 1, {failure("certificate-expired", 1)})}));
}

Examination signed_but(Slug slug, bool report_like = true) {
    Examination examination = numbered(0);
    examination.slug = slug;
    examination.report_like = report_like;
    examination.detail = "for a test";
    return examination;
}

const std::string mail = "From: a\r\nTo: b\r\n\r\n" + std::string(80, 'b');    // 97 octets, 17 of them headers

}  // namespace

TEST_CASE("the quarantine's budget of bytes, of mails a day and of headers") {
    struct Case {
        const char* what;
        QuarantineBudget budget;
    };
    const auto budget = [](std::uint64_t bytes, std::uint64_t mails) {
        QuarantineBudget it;
        it.max_bytes = bytes;
        it.max_mails_per_day = mails;
        return it;
    };
    for (const Case& c : {Case{"roomy", budget(1u << 20, 100)}, Case{"three mails", budget(300, 100)}, Case{"one mail", budget(97, 100)}, Case{"no mail", budget(96, 100)},
                          Case{"nothing", budget(0, 100)}, Case{"two a day", budget(1u << 20, 2)}, Case{"none a day", budget(1u << 20, 0)}}) {
        CAPTURE(c.what);
        each_store(
            [&](Place& place) {
                Examination departs = refused(Slug::ReportInvalid);
                departs.deviations = {{"bare-lf", "/a", std::string(20, 'd')}};
                for (int round = 0; round < 3; ++round) {
                    const auto at = noon + days{round} + seconds{round};
                    CHECK(place.record(refused(Slug::NoSignature, false), at, mail).slug == Slug::NoSignature);
                    CHECK(place.record(refused(Slug::NoSignature), at - seconds{5}, mail).slug == Slug::NoSignature);
                    CHECK(place.record(departs, at, mail).slug == Slug::ReportInvalid);
                    CHECK(place.record(signed_but(Slug::ReportInvalid, false), at, mail).slug == Slug::ReportInvalid);
                    CHECK(place.record(signed_but(Slug::PolicyDomainNotOurs), at - hours{1}, mail).slug == Slug::PolicyDomainNotOurs);
                    const Examination cut = refused(Slug::MessageUnreadable);
                    Submission beginning = submission_of(cut, at, mail);
                    beginning.is_cut = true;
                    CHECK(place.record({beginning}).front().slug == Slug::MessageUnreadable);
                }
            },
            c.budget);
    }
}

TEST_CASE("headers of every shape are kept without their body") {
    QuarantineBudget budget;
    budget.max_mails_per_day = 0;
    each_store(
        [&](Place& place) {
            for (const std::string& octets : {std::string{}, std::string{"\r\n\r\nbody"}, std::string{"\n\nbody"}, std::string{"a: b\n\nbody\r\n\r\n"}, std::string{"a: b\r\n\r\n\n\n"},
                                              std::string(20'000, 'h'), std::string{"no end"}, std::string{"a\0b: c\r\n\r\nd", 11}})
                CHECK(place.record(refused(Slug::NoSignature), noon, octets).slug == Slug::NoSignature);
        },
        budget);
}

TEST_CASE("a flood stays within its bounds") {
    QuarantineBudget budget;
    budget.max_mails_per_day = 3;
    each_store(
        [&](Place& place) {
            std::vector<Examination> examinations;
            for (int i = 0; i < 1040; ++i) examinations.push_back(i % 100 == 0 ? signed_but(Slug::ReportInvalid) : refused(Slug::NoSignature));
            std::vector<Submission> flood;
            for (std::size_t i = 0; i < examinations.size(); ++i) flood.push_back(submission_of(examinations[i], noon + seconds{i % 7}, mail));
            CHECK(place.record(flood).size() == 1040);
            CHECK(must(place.reader().quarantine(std::nullopt)).size() == 1003);    // a thousand without body, three with it
        },
        budget);
}

TEST_CASE("a mail of the quarantine is examined again") {
    each_store([](Place& place) {
        const auto keep = [&](const Examination& examination, int second = 0) { return place.record(examination, noon + seconds{second}, mail).message_id; };
        const std::int64_t first = keep(refused(Slug::KeyUnavailable));
        const std::int64_t second = keep(refused(Slug::ReportInvalid), 1);
        const std::int64_t third = keep(refused(Slug::NoSignature, false), 2);
        const std::int64_t fourth = keep(refused(Slug::ReportInvalid), 3);
        CHECK(place.record(numbered(7), noon + seconds{9}).slug == Slug::Stored);
        CHECK(place.record_again(second, numbered(7)).slug == Slug::Duplicate);    // and the older copy
        CHECK(place.record_again(first, numbered(1)).slug == Slug::Stored);
        CHECK(place.record_again(first, numbered(2)).slug == Slug::Stored);        // somebody was faster: nothing changes
        Examination other = numbered(1);
        other.report->policies.front().summary.total_successful_session_count = 11;
        other.json_sha256 = "other";
        CHECK(place.record_again(fourth, other).slug == Slug::Revision);
        Examination departs = signed_but(Slug::ReportImplausible);
        departs.deviations = {{"name", "/pointer", "detail"}};
        CHECK(place.record_again(third, departs).slug == Slug::ReportImplausible);
        CHECK(place.record_again(third, refused(Slug::KeyUnavailable)).slug == Slug::KeyUnavailable);
        CHECK(place.record_again(third, refused(Slug::Internal)).slug == Slug::Internal);
        Examination incomplete = numbered(3);
        incomplete.report.reset();
        CHECK(place.record_again(third, incomplete).slug == Slug::Internal);
        const auto gone = place.store().record_again(1'000'000'000, numbered(3));
        REQUIRE_FALSE(gone.has_value());
        CHECK(gone.error().slug == Slug::Internal);
        CHECK(place.record_again(third, accepted(report("large", {policy("sts", "a.example", ~std::uint64_t{0}, 0)}))).slug == Slug::ReportImplausible);
        CHECK(must(place.reader().quarantine(std::nullopt)).size() == 1);
    });
}

TEST_CASE("over its quota a mail stays in quarantine when it is examined again") {
    QuarantineBudget budget;
    budget.quota_per_signer = 1;
    each_store(
        [](Place& place) {
            const std::int64_t id = place.record(refused(Slug::KeyUnavailable), noon, mail).message_id;
            CHECK(place.record(numbered(1)).slug == Slug::Stored);
            CHECK(place.record_again(id, numbered(2)).slug == Slug::QuotaExceeded);
            CHECK(place.record_again(id, numbered(2)).slug == Slug::QuotaExceeded);
            CHECK(place.record_again(id, numbered(1)).slug == Slug::Duplicate);
        },
        budget);
}

TEST_CASE("a missing key is asked for again, less and less often") {
    each_store([](Place& place) {
        const std::int64_t id = place.record(refused(Slug::KeyUnavailable), noon, mail).message_id;
        CHECK(place.record(refused(Slug::SignatureFailed), noon, mail).slug == Slug::SignatureFailed);
        int attempts = 0;
        for (auto now = noon; now < noon + days{9}; now += minutes{15}) {
            const auto due = must(place.store().due(now));
            if (due.empty()) continue;
            CHECK(due == std::vector{id});
            place.log("due at " + std::to_string((now - noon).count()));
            CHECK(place.record_again(id, refused(Slug::KeyUnavailable)).slug == Slug::KeyUnavailable);
            ++attempts;
        }
        CHECK(attempts > 8);
        CHECK(attempts < 20);
    });
}

TEST_CASE("each kind goes by its own age") {
    each_store([](Place& place) {
        CHECK(place.record(numbered(1)).slug == Slug::Stored);
        CHECK(place.record(numbered(1)).slug == Slug::Duplicate);
        CHECK(place.record(refused(Slug::NoSignature)).slug == Slug::NoSignature);
        CHECK(place.record(refused(Slug::NoSignature, false)).slug == Slug::NoSignature);
        Report longer = report("long", {policy("tlsa", "b.example", 1, 0)});
        longer.date_range.end_datetime += hours{40};
        CHECK(place.record(accepted(longer)).slug == Slug::Stored);
        for (const int age : {0, 7, 8, 30, 31, 90, 91, 400, 401, 871, 872, 900, 3650, 3660, 4000}) {
            CAPTURE(age);
            place.log("after " + std::to_string(age));
            place.prune(noon + days{age});
            if (age == 401) CHECK(place.record(numbered(1), noon + days{age}).slug == Slug::Duplicate);    // keys are kept longer
        }
        CHECK(must(place.reader().daily(everything())).empty());
        CHECK(place.record(accepted(report("r1", {policy("sts", "a.example", 1, 0)}))).slug == Slug::Stored);    // nothing is known of its key any more
    });
}

TEST_CASE("retention as somebody configured it") {
    for (const Retention& retention : {Retention{days{0}, days{0}, days{0}, days{0}, days{0}}, Retention{days{500}, days{1}, days{2}, days{1}, days{1}},
                                       Retention{days{1}, days{1000}, days{3}, days{366}, days{800}}})
        each_store([&](Place& place) {
            for (int i = 0; i < 6; ++i) {
                CHECK(place.record(numbered(i), noon - days{100 * i}).slug == Slug::Stored);
                CHECK(place.record(refused(Slug::ReportInvalid, i % 2 == 0), noon - days{100 * i}).slug == Slug::ReportInvalid);
                CHECK(place.record(numbered(i), noon).slug == Slug::Duplicate);
            }
            for (const int age : {0, 1, 2, 300, 400, 700, 900, 2000}) place.prune(noon + days{age}, retention);
        });
}

TEST_CASE("a group that was pruned is settled") {
    each_store([](Place& place) {
        Examination revision = numbered(1);
        revision.report->policies.front().summary.total_successful_session_count = 99;
        revision.json_sha256 = "revision";
        CHECK(place.record(numbered(1)).slug == Slug::Stored);
        CHECK(place.record(revision, noon + seconds{1}).slug == Slug::Revision);
        place.prune(noon + days{401});
        Examination third = revision;
        third.report->policies.front().summary.total_successful_session_count = 100;
        third.json_sha256 = "third";
        CHECK(place.record(third, noon + days{401}).slug == Slug::Revision);
        CHECK(place.record(numbered(1), noon - seconds{1}).slug == Slug::Duplicate);
        Examination renamed = revision;    // a copy under another name ties nothing
        renamed.identity->signature.sdid = "corp.sender.example";
        CHECK(place.record(renamed, noon + days{402}).slug == Slug::Duplicate);
        CHECK(must(place.reader().daily(everything())).front().sessions == 100);    // what counted when it was pruned
        place.prune(noon + days{802});
        place.prune(noon + days{4000});
    });
}
