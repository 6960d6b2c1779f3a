// Report mails of our own making, in the shapes that senders use.
//
//     shape, names, JSON text  →  a mail with CRLF, not signed
//
// The shapes differ where receivers stumble: what is quoted, folded, encoded, left out or unclosed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/signer.hpp"

namespace tlsrpt::test {

enum class SenderShape : std::uint8_t {
    Google,     ///< text/plain first, one long Subject line, name= and filename=
    Microsoft,  ///< text/html only as the first part, folded Subject, Report-ID without angle brackets
    MailRu,     ///< no close delimiter at the end
    Stalwart,   ///< Subject as an RFC 2047 word, gzip, Auto-Submitted
    Halon,      ///< application/tlsrpt+json in base64, boundary that begins "--", Tls-Report-Domain
    Bare,       ///< the report is the whole body (RFC 8460 section 5.3)
};

struct ReportMail {
    SenderShape shape{SenderShape::Google};
    std::string from{"noreply-smtp-tls-reporting@reporter.example"};
    std::string to{"tlsrpt@example.com"};
    std::string submitter{"reporter.example"};
    std::string report_domain{"example.com"};
    std::string report_id{"2026-11-17T00:00:00Z_example.com"};
    std::string date{"Wed, 18 Nov 2026 11:06:40 +0000"};
    std::string json;  ///< empty: sample_report()
};

/// A small valid report about 2026-11-17 with one failure.
std::string sample_report(std::string_view organization_name = "Reporter Inc.",
                          std::string_view report_id = "2026-11-17T00:00:00Z_example.com", std::string_view policy_domain = "example.com");

std::string make_report_mail(const ReportMail& mail = {});

/// How that sender signs: key size, fields, expiry.
SignOptions sign_options(SenderShape shape);

/// RFC 1952.
std::string gzip(std::string_view octets);

}  // namespace tlsrpt::test
