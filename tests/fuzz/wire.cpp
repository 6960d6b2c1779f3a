// What a captured cell may answer: bounded values or a refusal. And what an honest one says comes back.
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "examine/wire.hpp"
#include "target.hpp"

namespace {
std::size_t allocated = 0;    // octets asked for so far
}

void* operator new(std::size_t size) {
    allocated += size;
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {    // libFuzzer's
    allocated += size;
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace tlsrpt;
using fuzz::Input;
using fuzz::require;

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::size_t room_for_errors = 1024;

/// Decodes, and holds the decoder to what it may allocate: a list's items within max_answer_bytes, texts within what was sent.
template <typename Decode>
auto bounded(Decode decode, std::string_view octets, const Limits& limits, std::size_t most) {
    const std::size_t before = allocated;
    auto decoded = decode(octets, limits);
    require(allocated - before <= most + 2 * octets.size() + room_for_errors, "decoding allocates no more than an answer may have");
    require(decoded || decoded.error().slug == Slug::ExaminerFailed, "a malformed answer counts as a crash");
    return decoded;
}

/// One value has one spelling: what was decoded is written as it was read.
void check_answer(std::string_view octets, const Limits& limits) {
    if (const auto examination = bounded(decode_examination, octets, limits, limits.max_answer_bytes))
        require(encode(*examination) == octets, "an examination is written as it was read");
    if (const auto preview = bounded(decode_preview, octets, limits, limits.max_answer_bytes))
        require(encode(*preview) == octets, "a preview is written as it was read");
    // A request comes from the parent, which is trusted; each of its keys takes a node of a map.
    if (const auto request = bounded(decode_request, octets, limits, 32 * octets.size())) {
        const std::string front = encode_without_mail(*request);
        require(front + std::string{request->mail} == octets || request->keys->size() > 1, "a request is written as it was read");
    }
}

std::string text(Input& input) { return std::string{input.text().substr(0, 40)}; }

std::vector<std::string> texts(Input& input) {
    std::vector<std::string> list(input.octet() % 4);
    for (std::string& one : list) one = text(input);
    return list;
}

sys_seconds instant(Input& input) {
    std::int64_t count = 0;
    for (const char c : input.take(4)) count = count * 256 + static_cast<unsigned char>(c);
    return sys_seconds{seconds{count}};
}

SignatureVerdict verdict(Input& input) {
    constexpr Slug slugs[] = {Slug::Acceptable, Slug::KeyUnavailable, Slug::NoSignature, Slug::SignatureFailed, Slug::AlgorithmRefused};
    SignatureVerdict verdict;
    verdict.slug = slugs[input.octet() % std::size(slugs)];
    verdict.detail = text(input);
    verdict.sdid = text(input);
    verdict.auid = text(input);
    verdict.selector = text(input);
    verdict.key_bits = input.octet();
    verdict.services = text(input);
    verdict.testing = input.octet() % 2 != 0;
    verdict.aligned = input.octet() % 2 != 0;
    if (input.octet() % 2 != 0) verdict.signed_at = instant(input);
    if (input.octet() % 2 != 0) verdict.expires_at = instant(input);
    verdict.signed_fields = texts(input);
    return verdict;
}

Report report(Input& input) {
    Report report{text(input), {instant(input), instant(input)}, text(input), text(input), {}};
    report.policies.resize(input.octet() % 3);
    for (PolicyResult& result : report.policies) {
        result.policy = {text(input), texts(input), text(input), texts(input)};
        result.summary = {input.octet(), input.octet()};
        result.failure_details.resize(input.octet() % 3);
        for (FailureDetails& details : result.failure_details)
            details = {text(input), text(input), text(input), text(input), text(input), input.octet(), text(input), text(input)};
    }
    return report;
}

/// One that examine() could have given.
Examination examination(Input& input) {
    constexpr Slug refusals[] = {Slug::MessageUnreadable, Slug::NoReportPart, Slug::ReportInvalid, Slug::ReportTooLarge, Slug::SignatureFailed};
    Examination e;
    const std::uint8_t kind = input.octet();
    const bool is_read = kind % 2 != 0;
    e.slug = is_read ? (kind % 4 == 1 ? Slug::Acceptable : Slug::ReportImplausible) : refusals[kind / 2 % std::size(refusals)];
    e.detail = text(input);
    e.report_like = input.octet() % 2 != 0;
    e.from_domain = text(input);
    e.subject = text(input);
    for (unsigned left = input.octet() % 3; left > 0; --left) e.signatures.push_back(verdict(input));
    e.media_type = text(input);
    e.file_name = text(input);
    e.inflated_bytes = input.octet();
    if (is_read) {
        e.identity = Identity{verdict(input), text(input), text(input), text(input)};
        e.identity->signature.slug = Slug::Acceptable;
        e.identity->signature.sdid += "signer.example";
        e.json_sha256 = std::string(64, 'a');
        e.report = report(input);
    }
    for (unsigned left = input.octet() % 3; left > 0; --left) e.deviations.push_back({text(input), text(input), text(input)});
    for (unsigned left = input.octet() % 3; left > 0; --left) e.violations.push_back({text(input), text(input)});
    return e;
}

void check_honest_answer(Input& input, const Limits& limits) {
    std::string octets = encode(examination(input));
    const auto decoded = decode_examination(octets, limits);
    require(decoded.has_value(), "an honest answer is understood");
    require(encode(*decoded) == octets, "an honest answer comes back");
    // The rest of the input says what a captured cell changes in it.
    while (!input.empty() && !octets.empty()) {
        const std::size_t at = input.octet() * std::size_t{256} + input.octet();
        octets[at % octets.size()] = static_cast<char>(input.octet());
    }
    check_answer(octets, limits);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input{data, size};
    Limits limits;
    limits.max_answer_bytes = 64u << 10;
    if (input.octet() % 2 == 0) check_answer(input.rest(), limits);
    else check_honest_answer(input, limits);
    return 0;
}
