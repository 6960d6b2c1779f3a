// Reports by number for the store's measurements: typical ones in all but their names.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "tlsrpt/examination.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt::bench {

using std::chrono::days;
using std::chrono::sys_days;

inline constexpr std::size_t reporters = 50;
inline const sys_days first_day{std::chrono::year{2025} / 10 / 1};

/// The value, or the end of the program.
template <typename T>
T need(Expected<T> value) {
    if (value) return *std::move(value);
    std::cerr << "" << value.error().detail << '\n';
    std::exit(1);
}

inline std::string domain(const char* what, std::size_t number) { return what + std::to_string(number) + ".example"; }

/// The report with that number, all numbers different; one of that many policy domains.
inline Examination examination_of(std::size_t number, std::size_t day_number, std::size_t failures, std::size_t policy_domains = 50) {
    const std::string sdid = domain("reporter", number % reporters);
    const sys_days day = first_day + days{static_cast<int>(day_number)};
    Examination e;
    e.slug = Slug::Acceptable;
    e.report_like = true;
    e.from_domain = sdid;
    e.subject = "Report Domain: example Submitter: " + sdid;
    SignatureVerdict verdict;
    verdict.slug = Slug::Acceptable;
    verdict.sdid = sdid;
    verdict.auid = "@" + sdid;
    verdict.selector = "s1";
    verdict.algorithm = "rsa-sha256";
    verdict.canonicalization = "relaxed/relaxed";
    verdict.key_bits = 2048;
    verdict.aligned = true;
    verdict.signed_fields = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"};
    e.signatures = {verdict};
    e.identity = Identity{verdict, "tls-reports@" + sdid, sdid, sdid};
    e.media_type = "application/tlsrpt+gzip";
    e.submitter = sdid;
    e.inflated_bytes = 1500;
    std::string digits = std::to_string(number);
    e.json_sha256 = digits + std::string(64 - digits.size(), 'a');
    Report report;
    report.organization_name = "Reporter " + sdid;
    report.date_range = {.start_datetime = day, .end_datetime = day + std::chrono::seconds{86399}};
    report.contact_info = "tls@" + sdid;
    report.report_id = "2026-" + digits + "@" + sdid;
    PolicyResult result;
    result.policy = {.policy_type = "sts",
                     .policy_string = {"version: STSv1", "mode: enforce", "mx: mx1.example.com", "max_age: 604800"},
                     .policy_domain = domain("policy", number / reporters % policy_domains),
                     .mx_host = {"mx1.example.com", "mx2.example.com"}};
    result.summary = {.total_successful_session_count = 1000 + number % 977, .total_failure_session_count = failures * 3};
    for (std::size_t i = 0; i < failures; ++i)
        result.failure_details.push_back({.result_type = i % 3 == 0 ? "certificate-expired" : "starttls-not-supported",
                                          .sending_mta_ip = "192.0.2." + std::to_string(number % 250 + 1),
                                          .receiving_mx_hostname = "mx" + std::to_string(i % 2 + 1) + ".example.com",
                                          .receiving_mx_helo = "",
                                          .receiving_ip = "2001:db8::" + std::to_string(i + 1),
                                          .failed_session_count = 3,
                                          .additional_information = "",
                                          .failure_reason_code = "code " + std::to_string(i % 5)});
    report.policies = {std::move(result)};
    e.report = std::move(report);
    return e;
}

/// Stores reports [from, to) in groups; all of them must be new.
class Filler {
public:
    explicit Filler(Store& store, std::size_t group = 64, std::size_t policy_domains = 50) : store_(store), group_(group), policy_domains_(policy_domains) {}

    void store(std::size_t from, std::size_t to, std::size_t failures, std::size_t day_number, bool raw_is_kept) {
        const std::string raw(raw_is_kept ? 3000 : 1, 'x');
        for (std::size_t start = from; start < to; start += group_) {
            std::vector<Examination> examinations;
            for (std::size_t number = start; number < std::min(start + group_, to); ++number) examinations.push_back(examination_of(number, day_number, failures, policy_domains_));
            std::vector<Submission> submissions;
            for (const Examination& examination : examinations)
                submissions.push_back({.bytes = raw,
                                       .envelope = &envelope_,
                                       .transport = "lmtp",
                                       .received_at = first_day + days{static_cast<int>(day_number) + 1} + std::chrono::hours{3},
                                       .examination = &examination});
            for (const auto& recorded : need(store_.record(submissions)))
                if (!recorded || recorded->slug != Slug::Stored) {
                    std::cerr << "a report was not stored: " << (recorded ? recorded->detail : recorded.error().detail) << '\n';
                    std::exit(1);
                }
        }
    }

private:
    Store& store_;
    std::size_t group_;
    std::size_t policy_domains_;
    const Envelope envelope_{.reverse_path = "reports@reporter.example", .forward_paths = {"tlsrpt@example.com"}};
};

}  // namespace tlsrpt::bench
