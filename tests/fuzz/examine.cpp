// All of it for one mail. The mail is signed here with a throw-away key, so that the octets that the fuzzer changed get past verification.
//
//     one octet of choices, mail [, "\n%%REPORT%%\n", JSON]  →  signed mail  →  examine()
//
// In the mail "%%GZIP%%" stands for the JSON as gzip in base64, "%%JSON%%" for the JSON in base64: so the fuzzer changes text and not
// what a checksum protects.
#include <optional>
#include <string>

#include "dkim/from_field.hpp"
#include "examine/preview.hpp"
#include "examine/wire.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"
#include "target.hpp"
#include "tlsrpt/examination.hpp"
#include "tlsrpt/report.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

// An hour after the signer's default t=, and within the day of the seeds' reports.
constexpr std::chrono::sys_seconds received_at{std::chrono::seconds{1'795'003'600}};

void replace(std::string& text, std::string_view word, std::string_view by) {
    if (const std::size_t at = text.find(word); at != std::string::npos) text.replace(at, word.size(), by);
}

std::string base64_lines(std::string_view octets) {
    const std::string text = test::encode_base64(octets);
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += 76) lines += text.substr(at, 76) + "\r\n";
    return lines;
}

std::string with_report(std::string_view text) {
    constexpr std::string_view edge = "\n%%REPORT%%\n";
    const std::size_t end = text.find(edge);
    std::string mail{text.substr(0, end)};
    if (end == std::string_view::npos) return mail;
    const std::string_view json = text.substr(end + edge.size());
    replace(mail, "%%GZIP%%", base64_lines(test::gzip(json)));
    replace(mail, "%%JSON%%", base64_lines(json));
    return mail;
}

test::SignOptions options(std::uint8_t choices, const Prescan& mail) {
    test::SignOptions options;
    options.key = (choices & 2) != 0 ? test::KeyKind::Rsa1024 : test::KeyKind::Ed25519;
    options.canonicalization = std::string{(choices & 4) != 0 ? "simple" : "relaxed"} + ((choices & 8) != 0 ? "/simple" : "/relaxed");
    if ((choices & 16) != 0) options.signed_fields = {"From", "Date", "Subject"};
    if ((choices & 32) != 0) options.expires_at = 1'795'000'000 + 3600;
    if (const Field* from = find_field(mail, "From"))
        if (const auto author = dkim::parse_from_field(from->value)) options.domain = author->domain;
    return options;
}

KeyAnswers keys_for(std::string_view mail, const Limits& limits, const test::SignOptions& options) {
    KeyAnswers keys;
    for (const KeyName& name : key_names(mail, limits))
        keys[name] = {.kind = KeyAnswer::Kind::Found, .text = test::key_record(options.key), .detail = {}};
    return keys;
}

void check(const Examination& e, const Limits& limits) {
    const std::string octets = encode(e);
    const auto decoded = decode_examination(octets, limits);
    require(decoded && encode(*decoded) == octets, "the parent understands what an honest cell says");
    if (!e.identity) require(e.media_type.empty() && e.inflated_bytes == 0 && !e.report && e.deviations.empty(), "nothing is read before somebody vouches for it");
    if (e.slug != Slug::Acceptable) return;
    require(e.report && e.identity, "an acceptable mail has a report and an author");
    const std::string json = to_json(*e.report);
    const ReportReading again = read_report({.octets = json, .media_type = "application/tlsrpt+json", .file_name = "", .signed_report_domain = ""}, Limits{});
    require(again.report == e.report, "a report that is written reads as the same report");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const std::uint8_t choices = input.octet();
    Limits limits = choices % 2 == 0 ? Limits{} : fuzz::small_limits();
    const std::string text = with_report(input.rest());

    const Prescan unsigned_mail = prescan(text, limits);
    const test::SignOptions how = options(choices, unsigned_mail);
    const KeyAnswers keys = keys_for(text, limits, how);
    const Examination unsigned_examination = examine(text, keys, received_at, limits);
    require(!unsigned_examination.identity, "nobody vouches for what nobody signed");
    check(unsigned_examination, limits);
    if (unsigned_mail.refusal) return 0;

    limits.max_signatures = std::max(limits.max_signatures, Limits{}.max_signatures);
    const std::string mail = test::sign(std::string{unsigned_mail.octets}, how);
    const KeyAnswers signed_keys = keys_for(mail, limits, how);
    const Examination examination = examine(mail, signed_keys, received_at, limits);
    check(examination, limits);
    const Attempt again = attempt(mail, signed_keys, {.earliest = received_at, .latest = received_at}, limits);
    require(again.examination && encode(*again.examination) == encode(examination), "the same mail is examined the same twice");
    require(again.preview.key_names == key_names(mail, limits), "two calls ask for the same keys");
    return 0;
}
