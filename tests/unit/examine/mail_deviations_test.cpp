#include "examine/mail_deviations.hpp"

#include <doctest/doctest.h>

#include <set>

namespace tlsrpt {
extern const char deviations_doc[];  // docs/deviations.md, embedded at build
}

using namespace tlsrpt;

namespace {

constexpr std::string_view subject = "Subject: Report Domain: a.example Submitter: s.example Report-ID: <1@s.example>\r\n";
constexpr std::string_view domain = "TLS-Report-Domain: a.example\r\n";
constexpr std::string_view submitter = "TLS-Report-Submitter: s.example\r\n";

struct Case {
    std::string_view rule;    // "": none
    std::string header;
    std::vector<std::string> signed_fields;
    std::string detail;
};

std::string operator+(std::string_view a, std::string_view b) { return std::string{a}.append(b); }

const std::vector<std::string> all_signed{"from", "subject", "tls-report-domain", "tls-report-submitter"};

const std::vector<Case> cases{
    {"", subject + domain + std::string{submitter}, all_signed, ""},
    {"", "Subject: report-id\r\ntls-report-domain: a\r\nTLS-REPORT-SUBMITTER: b\r\n", all_signed, ""},
    {"report-fields-absent", std::string{subject}, all_signed, "TLS-Report-Domain, TLS-Report-Submitter"},
    {"report-fields-absent", subject + domain, all_signed, "TLS-Report-Submitter"},
    {"report-fields-unsigned", subject + domain + std::string{submitter}, {"from"}, "TLS-Report-Domain, TLS-Report-Submitter"},
    {"report-fields-unsigned", subject + domain + std::string{domain} + std::string{submitter}, all_signed, "TLS-Report-Domain"},    // one added on top
    {"subject-without-report-id", domain + submitter + "Subject: your report\r\n", all_signed, "your report"},
    {"subject-without-report-id", domain + submitter, all_signed, "no Subject"},
    {"subject-without-report-id", domain + submitter + "Subject: " + std::string(300, 's') + "\r\n", all_signed, std::string(197, 's') + "\xE2\x80\xA6"},
};

std::vector<Deviation> found_in(const Case& c) {
    const std::string bytes = "From: a@s.example\r\n" + c.header + "\r\nbody\r\n";
    const Prescan mail = prescan(bytes, Limits{});
    SignatureVerdict signature;
    signature.signed_fields = c.signed_fields;
    const Field* field = find_field(mail, "Subject");
    const std::string decoded = field != nullptr ? decode_words(field->value) : std::string{};
    return mail_deviations({.mail = &mail, .signature = &signature, .subject = decoded});
}

}  // namespace

TEST_CASE("each rule about the mail, and mails to which none applies") {
    std::set<std::string_view> tested;
    for (const Case& c : cases) {
        CAPTURE(c.header);
        const auto found = found_in(c);
        if (c.rule.empty()) {
            CHECK(found.empty());
            continue;
        }
        REQUIRE(found.size() == 1);
        CHECK(found.front() == Deviation{std::string{c.rule}, "", c.detail});
        tested.insert(c.rule);
    }
    for (const MailRule& rule : mail_rules()) CHECK_MESSAGE(tested.contains(rule.name), rule.name);
}

TEST_CASE("docs/deviations.md has the rules about the mail") {
    for (const MailRule& rule : mail_rules()) {
        const std::string row = "| `" + std::string{rule.name} + "` | " + std::string{rule.forgives} + " | " + std::string{rule.seen_at} + " |\n";
        CHECK_MESSAGE(std::string_view{deviations_doc}.find(row) != std::string_view::npos, row);
    }
}
