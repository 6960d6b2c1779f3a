// One description of each struct for both directions: pass(wire, value) with an OctetWriter writes, with an OctetReader reads.
#include "examine/wire.hpp"

#include "examine/octets.hpp"
#include "tlsrpt/claims.hpp"

namespace tlsrpt {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

// An answer begins with what it answers, so that a cell cannot pass one off as another.
enum class AnswerKind : std::uint8_t { Preview, Examination, Attempt };

/// Dates have four digits of year, and a zone.
constexpr sys_seconds last_date = sys_days{std::chrono::year{10000} / 1 / 1} + widest_zone;
/// t= and x= have up to 12 digits (RFC 6376 section 3.5).
constexpr sys_seconds last_signature_time{std::chrono::seconds{999'999'999'999}};

template <typename Wire, typename T>
using Value = typename Wire::template Value<T>;

template <typename Wire>
void pass_texts(Wire& wire, Value<Wire, std::vector<std::string>> texts, Bound most) {
    wire.list(texts, most, [&](auto& text) { wire.text(text); });
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, SignatureVerdict> verdict) {
    wire.choice(verdict.slug, Slug::ShuttingDown);
    wire.text(verdict.detail);
    wire.text(verdict.sdid);
    wire.text(verdict.auid);
    wire.text(verdict.selector);
    wire.text(verdict.algorithm);
    wire.text(verdict.canonicalization);
    wire.number(verdict.key_bits);
    wire.text(verdict.services);
    wire.truth(verdict.testing);
    wire.truth(verdict.aligned);
    wire.choice(verdict.dnssec, KeyAnswer::Dnssec::Secure);
    wire.maybe(verdict.signed_at, [&](auto& time) { wire.time(time, last_signature_time); });
    wire.maybe(verdict.expires_at, [&](auto& time) { wire.time(time, last_signature_time); });
    pass_texts(wire, verdict.signed_fields, &Limits::max_signed_field_names);
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Identity> identity) {
    pass(wire, identity.signature);
    wire.text(identity.from_address);
    wire.text(identity.from_domain);
    wire.text(identity.organizational_domain);
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, FailureDetails> details) {
    wire.text(details.result_type);
    wire.text(details.sending_mta_ip);
    wire.text(details.receiving_mx_hostname);
    wire.text(details.receiving_mx_helo);
    wire.text(details.receiving_ip);
    wire.number(details.failed_session_count, &Limits::max_session_count);
    wire.text(details.additional_information);
    wire.text(details.failure_reason_code);
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, PolicyResult> result) {
    wire.text(result.policy.policy_type);
    pass_texts(wire, result.policy.policy_string, &Limits::max_policy_strings);
    wire.text(result.policy.policy_domain);
    pass_texts(wire, result.policy.mx_host, &Limits::max_policy_strings);
    wire.number(result.summary.total_successful_session_count, &Limits::max_session_count);
    wire.number(result.summary.total_failure_session_count, &Limits::max_session_count);
    wire.list(result.failure_details, &Limits::max_failures, [&](auto& details) { pass(wire, details); });
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Report> report) {
    wire.text(report.organization_name);
    wire.time(report.date_range.start_datetime, last_date);
    wire.time(report.date_range.end_datetime, last_date);
    wire.text(report.contact_info);
    wire.text(report.report_id);
    wire.list(report.policies, &Limits::max_policies, [&](auto& result) { pass(wire, result); });
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Deviation> deviation) {
    wire.text(deviation.name);
    wire.text(deviation.pointer);
    wire.text(deviation.detail);
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Violation> violation) {
    wire.text(violation.pointer);
    wire.text(violation.text);
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Examination> examination) {
    wire.choice(examination.slug, Slug::ShuttingDown);
    wire.text(examination.detail);
    wire.truth(examination.report_like);
    wire.text(examination.from_domain);
    wire.text(examination.subject);
    wire.list(examination.signatures, &Limits::max_signatures, [&](auto& verdict) { pass(wire, verdict); });
    wire.maybe(examination.identity, [&](auto& identity) { pass(wire, identity); });
    wire.text(examination.media_type);
    wire.text(examination.file_name);
    wire.text(examination.submitter);
    wire.text(examination.report_domain);
    wire.number(examination.inflated_bytes, &Limits::max_inflated_bytes);
    wire.text(examination.json_sha256);
    wire.maybe(examination.report, [&](auto& report) { pass(wire, report); });
    wire.list(examination.deviations, &Limits::max_deviations, [&](auto& deviation) { pass(wire, deviation); });
    wire.list(examination.violations, &Limits::max_violations, [&](auto& violation) { pass(wire, violation); });
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Preview> preview) {
    pass_texts(wire, preview.key_names, &Limits::max_signatures);
    wire.maybe(preview.received, [&](auto& time) { wire.time(time, last_date); });
    wire.truth(preview.report_like);
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, Attempt> attempt) {
    pass(wire, attempt.preview);
    wire.maybe(attempt.examination, [&](auto& examination) { pass(wire, examination); });
}

template <typename Wire>
void pass(Wire& wire, Value<Wire, KeyAnswer> answer) {
    wire.choice(answer.kind, KeyAnswer::Kind::Unavailable);
    wire.text(answer.text);
    wire.text(answer.detail);
    wire.choice(answer.dnssec, KeyAnswer::Dnssec::Secure);
}

/// A key name goes to the resolver: printable ASCII of a length that the DNS can carry (RFC 1035 section 2.3.4).
bool is_key_name(const std::string& name) {
    constexpr std::size_t max_name_bytes = 253;
    return !name.empty() && name.size() <= max_name_bytes && std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_coherent(const Preview& preview) { return std::ranges::all_of(preview.key_names, is_key_name); }

/// What a signature can be found to be, or a whole mail before its report is read.
bool is_signature_slug(Slug slug) {
    return slug == Slug::Acceptable || slug == Slug::KeyUnavailable || (slug >= Slug::NoSignature && slug <= Slug::AlgorithmRefused);
}

/// Some call of examine() could have given this.
bool is_coherent(const Examination& e) {
    const bool known_slug = is_signature_slug(e.slug) || (e.slug >= Slug::MessageUnreadable && e.slug <= Slug::ReportInvalid) ||
                            e.slug == Slug::ReportImplausible;
    const bool report_was_read = e.slug == Slug::Acceptable || e.slug == Slug::ReportImplausible;
    const bool is_hash = e.json_sha256.size() == 64 && e.json_sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    return known_slug &&
           std::ranges::all_of(e.signatures, [](const SignatureVerdict& verdict) { return is_signature_slug(verdict.slug); }) &&
           (!e.identity || (e.identity->signature.slug == Slug::Acceptable && !e.identity->signature.sdid.empty())) &&
           e.report.has_value() == report_was_read && (!e.report || (e.identity && is_hash)) && (e.json_sha256.empty() || is_hash);
}

Error malformed(std::string_view what) { return {Slug::ExaminerFailed, "the examiner's " + std::string{what} + " is malformed"}; }

// A report takes less room than its JSON did, mostly; memory that is reserved and not written to costs nothing.
std::size_t likely_size(const Preview&) { return 0; }
std::size_t likely_size(const Examination& examination) { return examination.report ? examination.inflated_bytes : 0; }
std::size_t likely_size(const Attempt& attempt) { return attempt.examination ? likely_size(*attempt.examination) : 0; }

template <typename T>
std::string encode_answer(AnswerKind kind, const T& answer) {
    constexpr std::size_t of_most_answers = 2048;
    OctetWriter wire{std::max(of_most_answers, likely_size(answer))};
    wire.choice(kind, AnswerKind::Attempt);
    pass(wire, answer);
    return std::move(wire).take();
}

/// False when the octets are not exactly one well-formed answer of that kind.
template <typename T>
bool decode_answer(std::string_view octets, const Limits& limits, AnswerKind expected, T& answer) {
    OctetReader wire{octets, limits};
    AnswerKind kind{};
    wire.choice(kind, AnswerKind::Attempt);
    pass(wire, answer);
    return wire.finished() && kind == expected;
}

/// In place of the number of keys.
constexpr std::uint32_t same_keys_as_before = UINT32_MAX;

}  // namespace

std::string encode_without_mail(const CellRequest& request) {
    KeysBefore none;
    return encode_without_mail(request, none);
}

std::string encode_without_mail(const CellRequest& request, KeysBefore& before) {
    OctetWriter wire;
    wire.choice(request.kind, CellRequest::Kind::Examine);
    wire.time(request.earliest, last_date);
    wire.time(request.received_at, last_date);
    const bool same_keys = before && &**before == &*request.keys;
    before = request.keys;
    if (same_keys) {
        wire.number(same_keys_as_before);
        return std::move(wire).take();
    }
    wire.number(static_cast<std::uint32_t>(request.keys->size()));
    for (const auto& [name, answer] : *request.keys) {
        wire.text(name);
        pass(wire, answer);
    }
    return std::move(wire).take();
}

namespace {

SharedKeyAnswers read_keys(OctetReader& wire, const KeysBefore& before) {
    KeyAnswers keys;
    std::uint32_t count = 0;
    wire.number(count);
    if (count == same_keys_as_before && before) return *before;
    for (std::uint32_t i = 0; i < count && !wire.refused(); ++i) {
        KeyName name;
        KeyAnswer answer;
        wire.text(name);
        pass(wire, answer);
        if (!keys.emplace(std::move(name), std::move(answer)).second) wire.refuse();
    }
    return keys;
}

}  // namespace

Expected<CellRequest> decode_request(std::string_view octets, const Limits& limits) {
    KeysBefore none;
    return decode_next_request(octets, limits, none);
}

Expected<CellRequest> decode_next_request(std::string_view octets, const Limits& limits, KeysBefore& before) {
    OctetReader wire{octets, limits};
    CellRequest request;
    wire.choice(request.kind, CellRequest::Kind::Examine);
    wire.time(request.earliest, last_date);
    wire.time(request.received_at, last_date);
    request.keys = read_keys(wire, before);
    request.mail = wire.take_rest();
    before.reset();    // nothing is left of a request that was cut
    if (!wire.finished()) return malformed("request");
    before = request.keys;
    return request;
}

std::string encode(const Preview& preview) { return encode_answer(AnswerKind::Preview, preview); }
std::string encode(const Attempt& attempt) { return encode_answer(AnswerKind::Attempt, attempt); }
std::string encode(const Examination& examination) { return encode_answer(AnswerKind::Examination, examination); }

Expected<Preview> decode_preview(std::string_view octets, const Limits& limits) {
    Preview preview;
    if (!decode_answer(octets, limits, AnswerKind::Preview, preview) || !is_coherent(preview)) return malformed("preview");
    return preview;
}

Expected<Attempt> decode_attempt(std::string_view octets, const Limits& limits) {
    Attempt attempt;
    if (!decode_answer(octets, limits, AnswerKind::Attempt, attempt) || !is_coherent(attempt.preview) ||
        (attempt.examination && !is_coherent(*attempt.examination)))
        return malformed("attempt");
    return attempt;
}

Expected<Examination> decode_examination(std::string_view octets, const Limits& limits) {
    Examination examination;
    if (!decode_answer(octets, limits, AnswerKind::Examination, examination) || !is_coherent(examination)) return malformed("examination");
    return examination;
}

namespace {

Error does_not_follow() { return {Slug::ExaminerFailed, "the examiner's examination does not follow from the keys that it was given"}; }

bool follows(const Examination& e, const KeyAnswers& keys, sys_seconds received_at, const Limits& limits) {
    const bool waits = std::ranges::any_of(e.signatures, [](const SignatureVerdict& verdict) { return verdict.slug == Slug::KeyUnavailable; });
    return (!e.identity || e.identity->from_domain == e.from_domain) && (e.slug != Slug::KeyUnavailable || waits) &&
           follows_from(e.identity, e.signatures, keys, received_at, limits);
}

}  // namespace

Expected<Examination> decode_answer_to(const CellRequest& request, std::string_view octets, const Limits& limits) {
    Expected<Examination> examination = decode_examination(octets, limits);
    if (examination && !follows(*examination, *request.keys, request.received_at, limits)) return does_not_follow();
    return examination;
}

Expected<Attempt> decode_attempt_at(const CellRequest& request, std::string_view octets, const Limits& limits) {
    Expected<Attempt> attempt = decode_attempt(octets, limits);
    if (!attempt || !attempt->examination) return attempt;
    const sys_seconds received_at = receipt_time(attempt->preview.received, {.earliest = request.earliest, .latest = request.received_at});
    const bool answered = std::ranges::all_of(attempt->preview.key_names, [&](const KeyName& name) { return request.keys->contains(name); });
    if (!answered || !follows(*attempt->examination, *request.keys, received_at, limits)) return does_not_follow();
    return attempt;
}

}  // namespace tlsrpt
