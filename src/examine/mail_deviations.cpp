#include "examine/mail_deviations.hpp"

#include <algorithm>
#include <array>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_shown_bytes = 200;    // as the report's deviations
constexpr std::array report_fields{std::string_view{"TLS-Report-Domain"}, std::string_view{"TLS-Report-Submitter"}};

template <typename Lacks>
std::string fields_that(Lacks lacks) {
    std::string names;
    for (const std::string_view name : report_fields)
        if (lacks(name)) names += (names.empty() ? "" : ", ") + std::string{name};
    return names;
}

std::string fields_absent(const SignedMail& mail) {
    return fields_that([&](std::string_view name) { return find_field(*mail.mail, name) == nullptr; });
}

std::string fields_unsigned(const SignedMail& mail) {
    return fields_that(
        [&](std::string_view name) { return find_field(*mail.mail, name) != nullptr && !covers(*mail.signature, *mail.mail, name); });
}

// The rest of the Subject's grammar is for people; the id is what RFC 8460 section 5.3 wants it for.
std::string subject_without_id(const SignedMail& mail) {
    if (lower_ascii(mail.subject).find("report-id") != std::string::npos) return {};
    return mail.subject.empty() ? "no Subject" : cut_text(mail.subject, max_shown_bytes);
}

constexpr std::array rules{
    MailRule{"report-fields-absent", "TLS-Report-Domain and TLS-Report-Submitter may be absent", "others", fields_absent},
    MailRule{"report-fields-unsigned", "TLS-Report-Domain and TLS-Report-Submitter need not be signed; unsigned they prove nothing",
             "Microsoft, Mail.ru, Stalwart", fields_unsigned},
    MailRule{"subject-without-report-id", "the Subject need not have a Report-ID", "others", subject_without_id},
};

}  // namespace

std::span<const MailRule> mail_rules() { return rules; }

std::vector<Deviation> mail_deviations(const SignedMail& mail) {
    std::vector<Deviation> deviations;
    for (const MailRule& rule : rules)
        if (std::string shown = rule.shown(mail); !shown.empty())
            deviations.push_back({.name = std::string{rule.name}, .pointer = {}, .detail = std::move(shown)});
    return deviations;
}

bool covers(const SignatureVerdict& signature, const Prescan& mail, std::string_view name) {
    const auto fields = std::ranges::count_if(mail.fields, [name](const Field& field) { return equal_ignoring_case(field.name, name); });
    return fields > 0 && std::ranges::count(signature.signed_fields, lower_ascii(name)) >= fields;
}

}  // namespace tlsrpt
