#include <algorithm>
#include <iterator>
#include <utility>

#include "examine/mail_deviations.hpp"
#include "examine/preview.hpp"
#include "tlsrpt/examination.hpp"
#include "tlsrpt/mail.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

void take_message(Examination& examination, Message& message) {
    examination.media_type = std::move(message.part.media_type);
    examination.file_name = std::move(message.part.file_name);
    examination.deviations = std::move(message.deviations);
}

void take_reading(Examination& examination, ReportReading& reading, const Limits& limits) {
    examination.slug = reading.slug;
    if (reading.slug != Slug::Acceptable) examination.detail = std::move(reading.detail);  // else it names the signature
    examination.inflated_bytes = reading.inflated_bytes;
    examination.json_sha256 = std::move(reading.json_sha256);
    examination.report = std::move(reading.report);
    examination.violations = std::move(reading.violations);
    std::ranges::move(reading.deviations, std::back_inserter(examination.deviations));
    // Each reader keeps the limit and may say in one more entry what it left out; together they keep it too.
    if (examination.deviations.size() > limits.max_deviations + 1) {
        std::swap(examination.deviations[limits.max_deviations], examination.deviations.back());
        examination.deviations.resize(limits.max_deviations + 1);
    }
}

Preview preview_of(const Prescan& mail, const MailSignatures& signatures) {
    return {.key_names = signatures.key_names(), .received = time_in_received(mail), .report_like = mail.report_like};
}

Examination examine_mail(const Prescan& mail, MailSignatures signatures, const KeyAnswers& keys, std::chrono::sys_seconds received_at,
                         const Limits& limits) {
    Examination examination;
    const auto refuse = [&examination](Slug slug, std::string detail) {
        examination.slug = slug;
        examination.detail = std::move(detail);
        return std::move(examination);
    };

    examination.report_like = mail.report_like;
    examination.subject = decoded_field(mail, "Subject");
    examination.submitter = decoded_field(mail, "TLS-Report-Submitter");
    examination.report_domain = decoded_field(mail, "TLS-Report-Domain");
    if (mail.refusal) return refuse(mail.refusal->slug, mail.refusal->detail);

    Verification verification = signatures.verify(keys, received_at);
    examination.from_domain = std::move(verification.from_domain);
    examination.signatures = std::move(verification.signatures);
    examination.identity = std::move(verification.identity);
    // RFC 8460 section 3: a report without a valid signature is ignored. From here on the octets have an author.
    if (verification.slug != Slug::Acceptable || !examination.identity) return refuse(verification.slug, std::move(verification.detail));
    examination.detail = std::move(verification.detail);

    Expected<Message> message = read(mail, limits);
    if (!message) return refuse(message.error().slug, message.error().detail);
    const std::string octets = std::move(message->part.octets);
    take_message(examination, *message);

    const SignatureVerdict& signature = examination.identity->signature;
    std::ranges::move(mail_deviations({.mail = &mail, .signature = &signature, .subject = examination.subject}),
                      std::back_inserter(examination.deviations));

    const bool is_signed = covers(signature, mail, "TLS-Report-Domain");
    ReportReading reading =
        read_report({.octets = octets,
                     .media_type = examination.media_type,
                     .file_name = examination.file_name,
                     .signed_report_domain = is_signed ? std::string_view{examination.report_domain} : std::string_view{},
                     .submitter = examination.submitter},
                    limits);
    take_reading(examination, reading, limits);
    if (examination.slug != Slug::Acceptable || !examination.report) return examination;

    if (std::optional<Error> error = implausible(*examination.report, received_at, limits))
        return refuse(error->slug, std::move(error->detail));
    return examination;
}

}  // namespace

Preview preview(std::string_view bytes, const Limits& limits) {
    const Prescan mail = prescan(bytes, limits);
    return preview_of(mail, MailSignatures{mail, limits});
}

std::vector<KeyName> key_names(std::string_view bytes, const Limits& limits) { return preview(bytes, limits).key_names; }

Examination examine(std::string_view bytes, const KeyAnswers& keys, std::chrono::sys_seconds received_at, const Limits& limits) {
    const Prescan mail = prescan(bytes, limits);
    return examine_mail(mail, MailSignatures{mail, limits}, keys, received_at, limits);
}

Attempt attempt(std::string_view bytes, const KeyAnswers& keys, const ReceiptBounds& bounds, const Limits& limits) {
    const Prescan mail = prescan(bytes, limits);
    MailSignatures signatures{mail, limits};
    Attempt attempt{.preview = preview_of(mail, signatures)};
    const bool answered = std::ranges::all_of(attempt.preview.key_names, [&](const KeyName& name) { return keys.contains(name); });
    if (answered) attempt.examination = examine_mail(mail, std::move(signatures), keys, receipt_time(attempt.preview.received, bounds), limits);
    return attempt;
}

std::chrono::sys_seconds receipt_time(std::optional<std::chrono::sys_seconds> received, const ReceiptBounds& bounds) {
    return std::clamp(received.value_or(bounds.latest), bounds.earliest, bounds.latest);
}

}  // namespace tlsrpt
