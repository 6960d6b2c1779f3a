// What becomes of a mail, in every kind of store.
#include <algorithm>

#include "stores.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using namespace tlsrpt::test;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

Examination about(const std::string& domain, std::uint64_t sessions, const std::string& id = "id", const std::string& sdid = "sender.example") {
    return accepted(report(id, {policy("sts", domain, sessions, 1, {failure("certificate-expired", 1)})}), sdid);
}

std::string slugs_of(const std::vector<Recorded>& recorded) {
    std::string text;
    for (const Recorded& one : recorded) text += std::string{text.empty() ? "" : " "} + std::string{outcome_of(one.slug).name};
    return text;
}

std::string record_all(Place& place, const std::vector<std::pair<Examination, int>>& mails) {
    std::vector<Submission> batch;
    for (const auto& [examination, second] : mails) batch.push_back(submission_of(examination, noon + seconds{second}));
    return slugs_of(place.record(batch));
}

}  // namespace

TEST_CASE("stored, duplicate, revision") {
    Examination other_octets = about("a.example", 5);
    other_octets.json_sha256 = sha256_hex("other octets");
    Examination other_name = about("a.example", 5, "id", "corp.sender.example");
    other_name.json_sha256 = about("a.example", 5).json_sha256;
    other_name.identity->organizational_domain = "sender.example";
    Examination stranger = other_name;
    stranger.identity->organizational_domain = "stranger.example";
    Examination revision_in_other_octets = about("a.example", 6);
    revision_in_other_octets.json_sha256 = sha256_hex("a revision's other octets");
    const Examination both = accepted(report("id", {policy("sts", "a.example", 3, 0), policy("tlsa", "b.example", 3, 0)}));
    Examination both_in_other_octets = both;
    both_in_other_octets.json_sha256 = sha256_hex("other octets of both");
    Examination no_policy = accepted(report("empty", {}));
    Examination no_domain = accepted(report("unknown", {policy("tlsa", "", 3, 0)}));
    Examination without_digest = about("c.example", 1);
    without_digest.json_sha256.clear();
    struct Case {
        const char* what;
        std::vector<std::pair<Examination, int>> mails;
        const char* slugs;
    };
    const std::vector<Case> cases{
        {"twice", {{about("a.example", 5), 0}, {about("a.example", 5), 1}, {about("a.example", 5), -1}}, "stored duplicate duplicate"},
        {"equal values in other octets", {{about("a.example", 5), 0}, {other_octets, 0}}, "stored duplicate"},
        {"equal values to a revision in other octets",
         {{about("a.example", 5), 0}, {about("a.example", 6), 1}, {about("a.example", 7), 2}, {revision_in_other_octets, 3}},
         "stored revision revision duplicate"},
        {"equal values to one that joins others, in other octets", {{about("b.example", 2), 0}, {about("a.example", 1), 1}, {both, 2}, {both_in_other_octets, 3}},
         "stored stored revision duplicate"},
        {"another d= of the organization", {{about("a.example", 5), 1}, {other_name, 0}}, "stored duplicate"},
        {"another d= of a stranger", {{about("a.example", 5), 0}, {stranger, 0}}, "stored stored"},
        {"other content", {{about("a.example", 5), 0}, {about("a.example", 6), 1}, {about("a.example", 7), -1}, {about("a.example", 6), 2}},
         "stored revision revision duplicate"},
        {"other content at the same second", {{about("a.example", 5), 0}, {about("a.example", 6), 0}}, "stored revision"},
        {"other domains, then one that joins them",
         {{about("a.example", 1), 0}, {about("b.example", 2), 1},
          {accepted(report("id", {policy("sts", "a.example", 3, 0), policy("tlsa", "b.example", 3, 0)})), 2}},
         "stored stored revision"},
        {"older than both that it joins",
         {{about("a.example", 1), 5}, {about("b.example", 2), 6},
          {accepted(report("id", {policy("sts", "a.example", 3, 0), policy("tlsa", "b.example", 3, 0)})), 2}},
         "stored stored revision"},
        {"two senders with one id", {{about("a.example", 1, "id", "one.example"), 0}, {about("a.example", 1, "id", "two.example"), 0}}, "stored stored"},
        {"without policies, without a domain", {{no_policy, 0}, {no_domain, 0}, {no_policy, 1}}, "stored stored duplicate"},
        {"without a digest", {{without_digest, 0}, {without_digest, 0}, {about("c.example", 1), 0}}, "stored duplicate duplicate"},
        {"back from the past", {{about("a.example", 1), 0}, {about("a.example", 2), 1}, {about("a.example", 1), -5}, {about("a.example", 2), -9}},
         "stored revision duplicate duplicate"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.what);
        each_store([&](Place& place) { CHECK(record_all(place, c.mails) == c.slugs); });
        each_store([&](Place& place) {    // one transaction each
            std::string slugs;
            for (const auto& mail : c.mails) slugs += (slugs.empty() ? "" : " ") + record_all(place, {mail});
            CHECK(slugs == c.slugs);
        });
    }
}

TEST_CASE("revisions and copies under two names, in every order") {
    Examination renamed = about("a.example", 2, "id", "corp.sender.example");
    renamed.json_sha256 = about("a.example", 1).json_sha256;
    renamed.identity->organizational_domain = "sender.example";
    Examination late = about("a.example", 3, "id", "corp.sender.example");
    late.identity->organizational_domain = "sender.example";
    std::vector<std::pair<Examination, int>> mails{{about("a.example", 1), 0}, {renamed, 4}, {late, 2},
                                                   {accepted(report("id", {policy("no-policy-found", "a.example", 7, 0), policy("sts", "b.example", 1, 0)})), 3}};
    std::vector<std::size_t> order{0, 1, 2, 3};
    do {
        const std::string sequence = std::to_string(order[0]) + std::to_string(order[1]) + std::to_string(order[2]) + std::to_string(order[3]);
        CAPTURE(sequence);
        std::vector<std::pair<Examination, int>> shuffled;
        for (const std::size_t i : order) shuffled.push_back(mails[i]);
        each_store([&](Place& place) { CHECK(record_all(place, shuffled).find("stored") == 0); });
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("quotas of reports and of copies") {
    for (const std::uint64_t quota : {0, 1, 2, 3}) {
        QuarantineBudget budget;
        budget.quota_per_signer = quota;
        each_store(
            [&](Place& place) {
                for (int day = 0; day < 2; ++day)
                    for (int i = 0; i < 4; ++i) {
                        const bool fits = static_cast<std::uint64_t>(i) < quota;
                        const Examination examination = about("a.example", 1, std::to_string(i) + " of " + std::to_string(day));
                        CHECK(place.record(examination, noon + days{day}).slug == (fits ? Slug::Stored : Slug::QuotaExceeded));
                        CHECK(place.record(examination, noon + days{day}).slug == (fits ? Slug::Duplicate : Slug::QuotaExceeded));
                    }
                CHECK(place.record(about("a.example", 1, "other", "other.example")).slug == (quota > 0 ? Slug::Stored : Slug::QuotaExceeded));
            },
            budget);
    }
}

TEST_CASE("a mail that cannot be recorded is answered alone") {
    Examination incomplete = about("a.example", 1);
    incomplete.identity.reset();
    Examination deferred = refused(Slug::StoreBusy);
    each_store([&](Place& place) {
        CHECK(record_all(place, {{about("a.example", 1), 0}, {incomplete, 0}, {about("b.example", 1), 0}, {deferred, 0}, {refused(Slug::NoSignature), 0}}) ==
              "stored internal stored internal no-signature");
        Submission no_envelope = submission_of(incomplete);
        no_envelope.envelope = nullptr;
        CHECK(slugs_of(place.record({no_envelope, submission_of(deferred)})) == "internal internal");
        CHECK(place.record(std::vector<Submission>{}).empty());
    });
}

TEST_CASE("counts up to their bounds, and beyond") {
    constexpr std::uint64_t bound = std::uint64_t{1} << 62;
    constexpr std::uint64_t most = ~std::uint64_t{0};
    for (const std::uint64_t count : {std::uint64_t{1} << 32, std::uint64_t{1} << 53, bound - 1, bound, bound + 1, (std::uint64_t{1} << 63) - 1, std::uint64_t{1} << 63, most}) {
        CAPTURE(count);
        each_store([&](Place& place) {
            const Slug slug = count <= bound ? Slug::Stored : Slug::ReportImplausible;
            CHECK(record_all(place, {{accepted(report("s", {policy("sts", "a.example", count, 0)})), 0}, {about("c.example", 1), 0}}) ==
                  std::string{outcome_of(slug).name} + " stored");
            CHECK(place.record(accepted(report("f", {policy("sts", "b.example", 0, count)}))).slug == slug);
            CHECK(place.record(accepted(report("d", {policy("tlsa", "d.example", 0, 0, {failure("certificate-expired", count)})}))).slug == slug);
            // A sum of several.
            CHECK(place.record(accepted(report("sum", {policy("sts", "a.example", bound - 1, 0)}))).slug == (count <= bound ? Slug::ReportImplausible : Slug::Stored));
        });
    }
}

TEST_CASE("a revision may take back what was too much to add to") {
    constexpr std::uint64_t bound = std::uint64_t{1} << 62;
    each_store([&](Place& place) {
        CHECK(record_all(place, {{about("a.example", bound - 1), 0}, {about("a.example", bound - 2), 1}, {about("a.example", 2, "another"), 2}}) == "stored revision report-implausible");
        CHECK(record_all(place, {{about("a.example", 10), 3}, {about("a.example", 2, "another"), 4}}) == "revision stored");
    });
}

TEST_CASE("text of every length") {
    std::string long_text;    // that does not shrink when it is compressed
    while (long_text.size() < 64u << 10) long_text += sha256_hex(long_text);
    Examination examination = accepted(report(long_text, {policy(long_text, long_text.substr(0, 2000), 1, 1, {failure(long_text, 1, long_text)})}), "sender.example");
    Report& said = *examination.report;
    said.organization_name = said.contact_info = long_text;
    said.policies.front().policy.policy_string = {long_text, "", "mode: testing"};
    said.policies.front().policy.mx_host = {long_text};
    said.policies.front().failure_details.front().additional_information = long_text;
    examination.subject = examination.submitter = examination.report_domain = long_text;
    examination.signatures.front().detail = examination.signatures.front().auid = long_text;
    examination.deviations = {{long_text, long_text, long_text}};
    Examination not_accepted = refused(Slug::SignatureFailed);
    not_accepted.detail = not_accepted.from_domain = long_text;
    each_store([&](Place& place) {
        CHECK(place.record(examination, noon, long_text).slug == Slug::Stored);
        CHECK(place.record(not_accepted).slug == Slug::SignatureFailed);
        CHECK(must(place.reader().failures(everything())).front().result_type == long_text);
        CHECK(must(place.reader().spells(everything(), far_future)).front().receiving_mx_hostname == long_text);
        const Examination empty = accepted(report("", {policy("", "", 0, 0, {failure("", 1, "")})}), "");
        CHECK(record_all(place, {{empty, 0}, {empty, 1}}) == "stored duplicate");
    });
}

TEST_CASE("failures of every number come back in their order") {
    for (const int count : {0, 1, 7, 8, 9, 15, 16, 17, 100}) {
        CAPTURE(count);
        std::vector<FailureDetails> failures;
        for (int i = 0; i < count; ++i) {
            FailureDetails details = failure("certificate-expired", static_cast<std::uint64_t>(i), "mx" + std::to_string(i) + ".example.net");
            details.sending_mta_ip = "192.0.2." + std::to_string(i);
            details.receiving_mx_helo = std::to_string(i);
            details.receiving_ip = "198.51.100." + std::to_string(i);
            details.additional_information = "https://example.net/" + std::to_string(i);
            details.failure_reason_code = "code " + std::to_string(i);
            failures.push_back(std::move(details));
        }
        const Examination examination = accepted(report("id", {policy("sts", "a.example", 1, 1, failures), policy("tlsa", "a.example", 1, 1, {failure("tlsa-invalid", 1)})}));
        each_store([&](Place& place) {
            const Recorded recorded = place.record(examination);
            CHECK(recorded.slug == Slug::Stored);
            const auto detail = must(place.reader().detail(recorded.message_id));
            REQUIRE(detail.has_value());
            CHECK(detail->report == examination.report);
        });
    }
}

TEST_CASE("a policy domain of a length that no name has") {
    std::string name;
    while (name.size() < 16u << 10) name += sha256_hex(name);
    for (const auto& place : new_places({})) {
        CAPTURE(place->kind());
        const bool fits = place->kind() != "PostgreSQL";    // its index takes some 2,600 octets; the mail is kept all the same
        CHECK(place->record(about(name, 1)).slug == (fits ? Slug::Stored : Slug::ReportImplausible));
        CHECK(must(place->reader().daily(everything())).size() == (fits ? 1 : 0));
        CHECK(must(place->reader().quarantine(std::nullopt)).size() == (fits ? 0 : 1));
    }
}

TEST_CASE("text and octets that some databases cannot keep") {
    const std::string nul = std::string{"a\0b", 3};
    const std::string hostile = nul + "\xFF\xC3(\xED\xA0\x80" + "\xE2\x80\xAE" + "'; DROP TABLE message; --\\\"%s$1";
    Examination examination = accepted(report(hostile, {policy("sts", "a.example", 1, 1, {failure("certificate-expired", 1, hostile)})}));
    examination.report->organization_name = hostile;
    examination.report->policies.front().policy.policy_string = {nul};
    examination.subject = hostile;
    examination.deviations = {{"bare-lf", hostile, hostile}};
    for (const auto& place : new_places({})) {
        CAPTURE(place->kind());
        const Recorded recorded = place->record(examination, noon, hostile);
        CHECK(recorded.slug == Slug::Stored);
        CHECK(place->record(examination, noon, hostile).slug == Slug::Duplicate);    // told by the true octets
        StoreReader& reader = place->reader();
        CHECK(must(reader.message(recorded.message_id))->raw == hostile);
        const auto detail = must(reader.detail(recorded.message_id));
        REQUIRE(detail.has_value());
        CHECK(detail->subject == place->kept(hostile));
        CHECK(detail->deviations == std::vector<Deviation>{{"bare-lf", place->kept(hostile), place->kept(hostile)}});
        REQUIRE(detail->report.has_value());
        CHECK(detail->report->report_id == place->kept(hostile));
        CHECK(detail->report->organization_name == place->kept(hostile));
        CHECK(detail->report->policies.front().policy.policy_string == std::vector{place->kept(nul)});
        CHECK(must(reader.failures(everything())).front().receiving_mx_hostname == place->kept(hostile));
        CHECK(must(reader.spells(everything(), far_future)).front().receiving_mx_hostname == place->kept(hostile));
        // What was added can be taken back.
        examination.report->policies.front().failure_details.clear();
        Examination revision = examination;
        revision.json_sha256 = sha256_hex("revision");
        CHECK(place->record(revision, noon + seconds{1}).slug == Slug::Revision);
        CHECK(must(reader.spells(everything(), far_future)).empty());
        examination.report->policies.front().failure_details = {failure("certificate-expired", 1, hostile)};
    }
}

TEST_CASE("times at their bounds") {
    using std::chrono::sys_seconds;
    for (const sys_seconds at : {sys_seconds{}, sys_seconds{seconds{-1}}, sys_seconds{std::chrono::sys_days{std::chrono::year{2038} / 1 / 19} + hours{4}},
                                 sys_seconds{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + hours{23}}}) {
        CAPTURE(at.time_since_epoch().count());
        Report said = report("id", {policy("sts", "a.example", 1, 1, {failure("certificate-expired", 1)})});
        said.date_range = {at - hours{24}, at};
        const Examination examination = accepted(said);
        each_store([&](Place& place) {
            CHECK(place.record(examination, at).slug == Slug::Stored);
            CHECK(place.record(refused(Slug::KeyUnavailable), at).slug == Slug::KeyUnavailable);
            Selection selection;
            selection.since = report_day(said.date_range);
            selection.until = selection.since + days{1};
            CHECK(must(place.reader().daily(selection)).size() == 1);
            CHECK(must(place.reader().last_day()) == selection.since);
        });
    }
}

TEST_CASE("a thousand policies of one report, more kinds of failure than are named") {
    std::vector<PolicyResult> policies;
    for (int i = 0; i < 1000; ++i) policies.push_back(policy(i % 2 == 0 ? "sts" : "tlsa", std::to_string(i / 2) + ".example", 1, 0));
    std::vector<FailureDetails> failures;
    for (int i = 0; i < 150; ++i) failures.push_back(failure("certificate-expired", 1, "mx" + std::to_string(i)));
    each_store([&](Place& place) {
        CHECK(place.record(accepted(report("many", policies))).slug == Slug::Stored);
        CHECK(record_all(place, {{accepted(report("loud", {policy("sts", "a.example", 1, 1, failures)})), 0}, {about("a.example", 1, "one more"), 1}}) == "stored stored");
        CHECK(must(place.reader().spells(everything(), far_future)).size() == 1);
        CHECK(place.record(about("a.example", 1, "loud"), noon + seconds{5}).slug == Slug::Revision);    // the names come back
        CHECK(must(place.reader().spells(everything(), far_future)).front().result_type == "certificate-expired");
    });
}
