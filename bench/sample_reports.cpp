#include "sample_reports.hpp"

#include <array>
#include <string_view>

#include "support/report_mail.hpp"
#include "support/signer.hpp"

namespace tlsrpt::bench {

std::string report_json(std::size_t failures, unsigned number) {
    using std::to_string;
    constexpr std::array<std::string_view, 4> types{"certificate-expired", "starttls-not-supported", "certificate-host-mismatch", "validation-failure"};
    std::string json = R"({"organization-name":"Reporter Inc.","date-range":{"start-datetime":"2026-11-17T00:00:00Z","end-datetime":"2026-11-17T23:59:59Z"},)"
                       R"("contact-info":"tls-reports@reporter.example","report-id":"2026-11-17T00:00:00Z_)" +
                       to_string(number) +
                       R"(","policies":[{"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: enforce","mx: mx1.example.com",)"
                       R"("mx: mx2.example.com","max_age: 604800"],"policy-domain":"example.com","mx-host":["mx1.example.com","mx2.example.com"]},)"
                       R"("summary":{"total-successful-session-count":48251,"total-failure-session-count":)" +
                       to_string(failures * 3) + R"(},"failure-details":[)";
    for (std::size_t i = 0; i < failures; ++i) {
        if (i > 0) json += ',';
        json += R"({"result-type":")";
        json += types[i % types.size()];
        json += R"(","sending-mta-ip":"192.0.2.)" + to_string(i % 250 + 1) + R"(","receiving-mx-hostname":"mx)" + to_string(i % 2 + 1) +
                R"(.example.com","receiving-ip":"2001:db8::)" + to_string(i % 9000 + 1) +
                R"(","failed-session-count":3,"failure-reason-code":"X509_V_ERR_)" + to_string(i % 100) + R"("})";
    }
    return json + "]}]}";
}

SampleMail sample_mail(std::size_t failures, unsigned number) {
    test::ReportMail mail;
    mail.json = report_json(failures, number);
    const test::SignOptions options;
    return {.octets = test::sign(test::make_report_mail(mail), options),
            .keys = {{options.selector + "._domainkey." + options.domain,
                      KeyAnswer{KeyAnswer::Kind::Found, test::key_record(options.key), "", KeyAnswer::Dnssec::Secure}}},
            .received_at = std::chrono::sys_seconds{std::chrono::seconds{*options.signed_at + 60}}};
}

}  // namespace tlsrpt::bench
