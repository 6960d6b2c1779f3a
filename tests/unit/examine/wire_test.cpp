// The wire format: every field comes back, and whatever a captured cell may write decodes to bounded values or not at all.
#include "examine/wire.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace tlsrpt;
using namespace std::chrono_literals;

namespace {

const Limits limits;

constexpr std::chrono::sys_seconds noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 12h};
constexpr std::chrono::sys_seconds before_1970{-1s};

/// No two members alike, none at its default.
SignatureVerdict full_verdict() {
    return {.slug = Slug::Acceptable,
            .detail = "verified",
            .sdid = "example.com",
            .auid = "@mail.example.com",
            .selector = "s2026",
            .algorithm = "rsa-sha256",
            .canonicalization = "relaxed/simple",
            .key_bits = 2048,
            .services = "tlsrpt:email",
            .testing = true,
            .aligned = true,
            .dnssec = KeyAnswer::Dnssec::Secure,
            .signed_at = noon - 10s,
            .expires_at = std::chrono::sys_seconds{999'999'999'999s},
            .signed_fields = {"from", "to", "tls-report-domain"}};
}

Report full_report() {
    const FailureDetails expired{.result_type = "certificate-expired",
                                 .sending_mta_ip = "2001:db8::1",
                                 .receiving_mx_hostname = "mx1.example.net",
                                 .receiving_mx_helo = "helo.example.net",
                                 .receiving_ip = "192.0.2.7",
                                 .failed_session_count = (std::uint64_t{1} << 53) - 1,
                                 .additional_information = "https://example.com/info",
                                 .failure_reason_code = "X509_V_ERR"};
    FailureDetails bare;
    bare.result_type = "tlsa-invalid";
    bare.failed_session_count = 3;
    const PolicyResult sts{.policy = {.policy_type = "sts",
                                      .policy_string = {"version: STSv1", "mode: testing", ""},
                                      .policy_domain = "example.net",
                                      .mx_host = {"*.example.net", "mx.example.org"}},
                           .summary = {.total_successful_session_count = 5326, .total_failure_session_count = 303},
                           .failure_details = {expired, bare}};
    PolicyResult none;
    none.policy.policy_type = "no-policy-found";
    none.summary.total_successful_session_count = 1;
    return {.organization_name = "Company-X",
            .date_range = {.start_datetime = noon - 36h, .end_datetime = noon - 12h},
            .contact_info = "tls@company-x.example",
            .report_id = std::string{"id with \0 and \xff", 16},
            .policies = {sts, none}};
}

Examination full_examination() {
    Examination e;
    e.slug = Slug::Acceptable;
    e.detail = "all well";
    e.report_like = true;
    e.from_domain = "mail.example.com";
    e.subject = "Report Domain: example.net";
    e.signatures = {full_verdict(), SignatureVerdict{}};
    e.identity = Identity{.signature = full_verdict(),
                          .from_address = "tls@mail.example.com",
                          .from_domain = "mail.example.com",
                          .organizational_domain = "example.com"};
    e.media_type = "application/tlsrpt+gzip";
    e.file_name = "a!b!1!2.json.gz";
    e.submitter = "submitter.example";
    e.report_domain = "example.net";
    e.inflated_bytes = 1234;
    e.json_sha256 = std::string(32, 'a') + std::string(32, '0');
    e.report = full_report();
    e.deviations = {{.name = "date-without-zone", .pointer = "/date-range/start-datetime", .detail = "2026-11-21T00:00:00"}};
    e.violations = {{.pointer = "/policies/0", .text = "must be an object"}, {.pointer = "", .text = "second"}};
    return e;
}

Examination refused_examination() {
    Examination e;
    e.slug = Slug::NoSignature;
    e.detail = "no DKIM-Signature field";
    return e;
}

struct Sample {
    const char* name;
    std::string octets;
    std::function<bool(std::string_view)> decodes;
};

std::vector<Sample> samples() {
    const Preview preview{.key_names = {"s1._domainkey.example.com", "s2._domainkey.example.com"}, .received = noon, .report_like = true};
    const CellRequest request{
        .kind = CellRequest::Kind::Attempt,
        .earliest = noon - 168h,
        .received_at = noon,
        .keys = KeyAnswers{{"s1._domainkey.example.com", {.kind = KeyAnswer::Kind::Found, .text = "v=DKIM1; p=AA==", .detail = "x"}}},
        .mail = "From: a\r\n\r\n"};
    const auto as_preview = [](std::string_view octets) { return decode_preview(octets, limits).has_value(); };
    const auto as_examination = [](std::string_view octets) { return decode_examination(octets, limits).has_value(); };
    const Attempt attempt{.preview = preview, .examination = full_examination()};
    const auto as_attempt = [](std::string_view octets) { return decode_attempt(octets, limits).has_value(); };
    const auto as_request = [](std::string_view octets) { return decode_request(octets, limits).has_value(); };
    return {{"preview", encode(preview), as_preview},
            {"full examination", encode(full_examination()), as_examination},
            {"refused examination", encode(refused_examination()), as_examination},
            {"attempt", encode(attempt), as_attempt},
            {"attempt without keys", encode(Attempt{.preview = preview}), as_attempt},
            {"request", encode_without_mail(request) + std::string{request.mail}, as_request}};
}

void put_count(std::string& octets, std::size_t at, std::uint32_t count) {
    for (std::size_t i = 0; i < 4; ++i) octets.at(at + i) = static_cast<char>(count >> (8 * i) & 0xff);
}

}  // namespace

TEST_CASE("every member of an Examination comes back") {
    for (const Examination& sent : {full_examination(), refused_examination()}) {
        const Expected<Examination> received = decode_examination(encode(sent), limits);
        REQUIRE(received.has_value());
        CHECK(received->slug == sent.slug);
        CHECK(received->detail == sent.detail);
        CHECK(received->report_like == sent.report_like);
        CHECK(received->from_domain == sent.from_domain);
        CHECK(received->subject == sent.subject);
        CHECK(received->signatures == sent.signatures);
        CHECK(received->identity == sent.identity);
        CHECK(received->media_type == sent.media_type);
        CHECK(received->file_name == sent.file_name);
        CHECK(received->submitter == sent.submitter);
        CHECK(received->report_domain == sent.report_domain);
        CHECK(received->inflated_bytes == sent.inflated_bytes);
        CHECK(received->json_sha256 == sent.json_sha256);
        CHECK(received->report == sent.report);
        CHECK(received->deviations == sent.deviations);
        CHECK(received->violations == sent.violations);
    }
}

TEST_CASE("a preview comes back") {
    for (const Preview& sent :
         {Preview{}, Preview{.key_names = {"s._domainkey.example.com"}, .received = before_1970, .report_like = true}}) {
        const Expected<Preview> received = decode_preview(encode(sent), limits);
        REQUIRE(received.has_value());
        CHECK(received->key_names == sent.key_names);
        CHECK(received->received == sent.received);
        CHECK(received->report_like == sent.report_like);
    }
}

TEST_CASE("an attempt comes back, with an examination and without") {
    const Preview preview{.key_names = {"s._domainkey.example.com"}, .received = noon, .report_like = true};
    for (const std::optional<Examination>& sent : {std::optional<Examination>{}, std::optional{full_examination()}}) {
        const Expected<Attempt> received = decode_attempt(encode(Attempt{preview, sent}), limits);
        REQUIRE(received.has_value());
        CHECK(encode(received->preview) == encode(preview));
        REQUIRE(received->examination.has_value() == sent.has_value());
        if (sent) CHECK(encode(*received->examination) == encode(*sent));
    }
}

TEST_CASE("a request comes back, whatever the mail's octets") {
    const KeyAnswers keys{
        {"a._domainkey.example.com", {.kind = KeyAnswer::Kind::Found, .text = "p=", .detail = "d", .dnssec = KeyAnswer::Dnssec::Secure}},
        {"b._domainkey.example.com", {.kind = KeyAnswer::Kind::Multiple, .text = "", .detail = ""}}};
    for (const std::string& mail : {std::string{}, std::string(3, '\0'), std::string{"From: x\r\n\r\n\xff"}}) {
        const CellRequest sent{.kind = CellRequest::Kind::Attempt, .earliest = noon - 168h, .received_at = noon, .keys = keys, .mail = mail};
        const std::string octets = encode_without_mail(sent) + mail;
        const Expected<CellRequest> received = decode_request(octets, limits);
        REQUIRE(received.has_value());
        CHECK(received->kind == sent.kind);
        CHECK(received->earliest == sent.earliest);
        CHECK(received->received_at == sent.received_at);
        CHECK(*received->keys == *sent.keys);
        CHECK(received->mail == sent.mail);
    }
}

TEST_CASE("keys are sent and decoded anew unless they are those of the request before") {
    const auto request = [](const SharedKeyAnswers& keys, KeysBefore& sent) {
        return encode_without_mail({.kind = CellRequest::Kind::Examine, .received_at = noon, .keys = keys}, sent) + "mail";
    };
    const KeyAnswer answer{.kind = KeyAnswer::Kind::Found, .text = "p=", .detail = ""};
    const SharedKeyAnswers one{KeyAnswers{{"a", answer}}};
    const SharedKeyAnswers other{KeyAnswers{{"b", answer}}};
    const SharedKeyAnswers both{KeyAnswers{{"a", answer}, {"b", answer}}};
    KeysBefore sent;
    KeysBefore before;
    const KeyAnswers* decoded = nullptr;
    for (const SharedKeyAnswers& keys : {one, one, other, both, one, SharedKeyAnswers{}, SharedKeyAnswers{}, both}) {
        const std::string octets = request(keys, sent);    // the mail is a part of them
        const auto received = decode_next_request(octets, limits, before);
        REQUIRE(received);
        CHECK(*received->keys == *keys);
        CHECK(received->mail == "mail");
        decoded = &*received->keys;
    }
    const std::string same = request(both, sent);
    KeysBefore none;
    CHECK(same.size() < request(both, none).size());
    CHECK(&*decode_next_request(same, limits, before)->keys == decoded);
    CHECK_FALSE(decode_next_request(request(one, sent).substr(0, 30), limits, before));
    CHECK_FALSE(decode_next_request(same, limits, before));    // nothing is left of one that was cut
    KeysBefore elsewhere;
    CHECK_FALSE(decode_next_request(same, limits, elsewhere));
}

TEST_CASE("an answer that ends anywhere else is refused") {
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        CHECK(sample.decodes(sample.octets));
        const bool has_free_end = sample.name == std::string_view{"request"};  // the mail: it may have any length
        const std::size_t until = has_free_end ? sample.octets.size() - std::string_view{"From: a\r\n\r\n"}.size() : sample.octets.size();
        for (std::size_t size = 0; size < until; ++size) CHECK_FALSE(sample.decodes(std::string_view{sample.octets}.substr(0, size)));
        if (!has_free_end) CHECK_FALSE(sample.decodes(sample.octets + '\0'));
    }
}

TEST_CASE("an answer with any octet changed decodes to bounded values or is refused") {
    // What decodes must encode to the very octets: then it is a value that the format can carry, within every limit.
    for (const Sample& sample : samples()) {
        CAPTURE(sample.name);
        std::string octets = sample.octets;
        for (std::size_t at = 0; at < octets.size(); ++at) {
            const char before = octets[at];
            for (const unsigned flip : {0x01u, 0x80u, 0xffu, 0x7fu, 0x10u}) {
                octets[at] = static_cast<char>(static_cast<unsigned char>(before) ^ flip);
                if (!sample.decodes(octets)) continue;
                if (const auto e = decode_examination(octets, limits); e) CHECK(encode(*e) == octets);
                if (const auto p = decode_preview(octets, limits); p) CHECK(encode(*p) == octets);
                if (const auto a = decode_attempt(octets, limits); a) CHECK(encode(*a) == octets);
            }
            octets[at] = before;
        }
    }
}

TEST_CASE("one answer does not pass for another") {
    CHECK_FALSE(decode_examination(encode(Attempt{}), limits));
    CHECK_FALSE(decode_preview(encode(Attempt{}), limits));
    CHECK_FALSE(decode_attempt(encode(Preview{}), limits));
    CHECK_FALSE(decode_examination(encode(Preview{}), limits));
    CHECK_FALSE(decode_preview(encode(refused_examination()), limits));
}

TEST_CASE("a count over its limit, or over what is there, takes no memory") {
    std::string octets = encode(Preview{});
    constexpr std::size_t key_name_count_at = 1;
    for (const std::uint32_t count : {1u, 1000u, 0x7fffffffu, 0xffffffffu}) {
        put_count(octets, key_name_count_at, count);
        CHECK_FALSE(decode_preview(octets, limits));
        // Even with enough octets for so many empty names.
        CHECK_FALSE(decode_preview(octets + std::string(100'000, '\0'), limits));
    }
}

TEST_CASE("what exceeds a limit is refused") {
    struct Excess {
        const char* what;
        std::function<void(Examination&)> make;
    };
    const std::size_t max_text_bytes = 2 * limits.max_json_depth * limits.max_json_string_bytes;
    const std::vector<Excess> excesses{
        {"a text", [&](Examination& e) { e.subject.assign(max_text_bytes + 1, 'x'); }},
        {"signatures", [](Examination& e) { e.signatures.resize(limits.max_signatures + 2); }},
        {"signed fields", [](Examination& e) { e.signatures.front().signed_fields.resize(limits.max_signed_field_names + 2); }},
        {"policies", [](Examination& e) { e.report->policies.resize(limits.max_policies + 2); }},
        {"failures", [](Examination& e) { e.report->policies.front().failure_details.resize(limits.max_failures + 2); }},
        {"policy strings", [](Examination& e) { e.report->policies.front().policy.policy_string.resize(limits.max_policy_strings + 2); }},
        {"deviations", [](Examination& e) { e.deviations.resize(limits.max_deviations + 2); }},
        {"violations", [](Examination& e) { e.violations.resize(limits.max_violations + 2); }},
        {"a session count",
         [](Examination& e) { e.report->policies.front().summary.total_failure_session_count = limits.max_session_count + 1; }},
        {"inflated octets", [](Examination& e) { e.inflated_bytes = limits.max_inflated_bytes + 1; }},
        {"a date after 9999",
         [](Examination& e) { e.report->date_range.end_datetime = std::chrono::sys_days{std::chrono::year{10000} / 1 / 6}; }},
        {"a date before 1970",
         [](Examination& e) { e.report->date_range.start_datetime = std::chrono::sys_days{std::chrono::year{1969} / 12 / 26}; }},
        {"x= of 13 digits", [](Examination& e) { e.signatures.front().expires_at = std::chrono::sys_seconds{1'000'000'000'000s}; }},
    };
    for (const Excess& excess : excesses) {
        CAPTURE(excess.what);
        Examination e = full_examination();
        excess.make(e);
        CHECK_FALSE(decode_examination(encode(e), limits));
    }
}

TEST_CASE("many small lists together take no more memory than an answer may have octets") {
    Limits small = limits;
    small.max_answer_bytes = 100 * sizeof(PolicyResult);
    Examination e = full_examination();
    e.signatures.clear();
    e.report->policies.assign(90, {});
    CHECK(decode_examination(encode(e), small));
    for (PolicyResult& result : e.report->policies) result.policy.mx_host.resize(8);
    CHECK_FALSE(decode_examination(encode(e), small));
}

TEST_CASE("an Examination that contradicts itself is refused") {
    struct Contradiction {
        const char* what;
        std::function<void(Examination&)> make;
    };
    const Contradiction contradictions[] = {
        {"acceptable without identity", [](Examination& e) { e.identity.reset(); }},
        {"acceptable without report", [](Examination& e) { e.report.reset(); }},
        {"a report though refused", [](Examination& e) { e.slug = Slug::ReportInvalid; }},
        {"an identity of no domain", [](Examination& e) { e.identity->signature.sdid.clear(); }},
        {"an identity whose signature failed", [](Examination& e) { e.identity->signature.slug = Slug::SignatureFailed; }},
        {"a report without hash", [](Examination& e) { e.json_sha256.clear(); }},
        {"a hash that is none", [](Examination& e) { e.json_sha256.back() = 'G'; }},
        {"a slug that only the store gives", [](Examination& e) { e.slug = Slug::Stored; }},
        {"a slug that only the parent gives", [](Examination& e) { e.slug = Slug::ExaminerFailed; }},
        {"a slug about our domains", [](Examination& e) { e.slug = Slug::PolicyDomainNotOurs; }},
        {"a slug that no signature has", [](Examination& e) { e.signatures.front().slug = Slug::NoReportPart; }},
    };
    for (const Contradiction& contradiction : contradictions) {
        CAPTURE(contradiction.what);
        Examination e = full_examination();
        contradiction.make(e);
        const Expected<Examination> decoded = decode_examination(encode(e), limits);
        REQUIRE_FALSE(decoded);
        CHECK(decoded.error().slug == Slug::ExaminerFailed);
    }
    Examination implausible = full_examination();
    implausible.slug = Slug::ReportImplausible;
    CHECK(decode_examination(encode(implausible), limits));
    implausible.report.reset();
    CHECK_FALSE(decode_attempt(encode(Attempt{.preview = {}, .examination = implausible}), limits));
}

TEST_CASE("a key name that no resolver should see is refused") {
    for (const std::string& name : {std::string{}, std::string{"a b"}, std::string{"a\nb"}, std::string("a\0b", 3),
                                    std::string{"\xc3\xa4.example"}, std::string(254, 'a')}) {
        CAPTURE(name);
        CHECK_FALSE(decode_preview(encode(Preview{.key_names = {name}}), limits));
        CHECK_FALSE(decode_attempt(encode(Attempt{.preview = {.key_names = {name}}}), limits));
    }
}
