// mixed_mails: writes a round of mails such as a report address gets, good and bad, each other than those of all other rounds.
//
//   mixed_mails FOLDER ROUND COUNT     COUNT .eml files with CRLF; keys.txt beside them; one JSON line on stdout: how many must end how
//
// Of ten mails six are good reports in the shapes of six senders, one is the one before it once more, and one each has a body that was
// changed after it was signed, a report that is no report, and no signature at all.
// The keys are those of tests/support: public, trusted by nobody.
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "support/keys.hpp"
#include "support/report_mail.hpp"
#include "support/signer.hpp"

namespace {

using namespace tlsrpt::test;

constexpr std::array shapes{SenderShape::Google, SenderShape::Microsoft, SenderShape::MailRu, SenderShape::Stalwart, SenderShape::Halon, SenderShape::Bare};

std::string reporter_of(unsigned number) { return "reporter" + std::to_string(number % 40) + ".example"; }

constexpr std::array kinds{KeyKind::Rsa1024, KeyKind::Rsa2048, KeyKind::Ed25519};

std::string selector_of(KeyKind kind) { return "k" + std::to_string(static_cast<unsigned>(kind)); }

std::string signed_mail(unsigned round, unsigned number, std::string json) {
    const SenderShape shape = shapes[number % shapes.size()];
    const std::string reporter = reporter_of(number), domain = "d" + std::to_string(number % 60) + ".example";
    ReportMail mail;
    mail.shape = shape;
    mail.from = "reports@" + reporter;
    mail.to = "tlsrpt@" + domain;
    mail.submitter = reporter;
    mail.report_domain = domain;
    mail.report_id = "r" + std::to_string(round) + "." + std::to_string(number) + "@" + reporter;
    mail.json = json.empty() ? sample_report("Reporter " + std::to_string(number % 40), mail.report_id, domain) : std::move(json);
    SignOptions how = sign_options(shape);
    how.domain = reporter;
    how.selector = selector_of(how.key);
    how.expires_at.reset();
    return sign(make_report_mail(mail), how);
}

void changed_body(std::string& mail) { mail.replace(mail.find("\r\n\r\n") + 4, 0, "X"); }

unsigned number_of(const char* text) {
    unsigned value = 0;
    const std::string_view digits = text;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ptr != digits.data() + digits.size()) value = 0;
    return value;
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
        std::fprintf(stderr, "usage: mixed_mails FOLDER ROUND COUNT\n");
        return 2;
    }
    const std::filesystem::path folder = words[1];
    const unsigned round = number_of(words[2]), mails = number_of(words[3]);
    std::filesystem::create_directories(folder);
    std::map<std::string, unsigned> expected;
    std::string before;
    for (unsigned number = 0; number < mails; ++number) {
        std::string mail;
        const char* slug = "stored";
        switch (number % 10) {
            case 6: mail = before, slug = "duplicate"; break;
            case 7: mail = signed_mail(round, number, {}), changed_body(mail), slug = "signature-failed"; break;
            case 8: mail = signed_mail(round, number, R"({"organization-name":1})"), slug = "report-invalid"; break;
            case 9:
                mail = "From: winner@lottery.example\r\nTo: tlsrpt@example.net\r\nSubject: You have won " + std::to_string(round) + "." + std::to_string(number) +
                       "\r\nDate: Wed, 18 Nov 2026 11:06:40 +0000\r\n\r\nCall us.\r\n";
                slug = "no-signature";
                break;
            default: mail = signed_mail(round, number, {}), before = mail;
        }
        ++expected[slug];
        std::array<char, 16> name{};
        std::snprintf(name.data(), name.size(), "%07u.eml", number);
        std::ofstream{folder / name.data(), std::ios::binary} << mail;
    }

    std::ofstream keys{folder / "keys.txt"};
    for (unsigned number = 0; number < 40; ++number)
        for (const KeyKind kind : kinds) keys << selector_of(kind) << "._domainkey." << reporter_of(number) << ' ' << key_record(kind) << '\n';
    std::string separator = "{";
    for (const auto& [slug, number] : expected) {
        std::printf("%s\"%s\":%u", separator.c_str(), slug.c_str(), number);
        separator = ",";
    }
    std::printf("}\n");
}
