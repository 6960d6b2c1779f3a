// What the sender says happened: RFC 8460 section 4.4, as values.
//
//     report part ─inflate─► JSON text ─guard, normalise, validate, map─► Report + deviations
//
// Members have the JSON names with "_" for "-". Optional text that is absent is "". Result types and policy types are
// kept verbatim, known or not, so that a report of tomorrow is not lost.
//
// Pure: no I/O, no clock. Bounded by limits.hpp before any library sees the text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/deviation.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"

namespace tlsrpt {

struct DateRange {
    std::chrono::sys_seconds start_datetime{};
    std::chrono::sys_seconds end_datetime{};
    bool operator==(const DateRange&) const = default;
};

struct Policy {
    std::string policy_type;                   ///< "tlsa", "sts", "no-policy-found", or what the sender wrote
    std::vector<std::string> policy_string;
    std::string policy_domain;                 ///< lower-case A-labels; "" when unknown
    std::vector<std::string> mx_host;
    bool operator==(const Policy&) const = default;
};

struct Summary {
    std::uint64_t total_successful_session_count{0};
    std::uint64_t total_failure_session_count{0};
    bool operator==(const Summary&) const = default;
};

struct FailureDetails {
    std::string result_type;
    std::string sending_mta_ip;
    std::string receiving_mx_hostname;
    std::string receiving_mx_helo;
    std::string receiving_ip;
    std::uint64_t failed_session_count{0};
    std::string additional_information;
    std::string failure_reason_code;
    bool operator==(const FailureDetails&) const = default;
};

struct PolicyResult {
    Policy policy;
    Summary summary;
    std::vector<FailureDetails> failure_details;
    bool operator==(const PolicyResult&) const = default;
};

struct Report {
    std::string organization_name;
    DateRange date_range;
    std::string contact_info;
    std::string report_id;
    std::vector<PolicyResult> policies;
    bool operator==(const Report&) const = default;
};

/// What read_report() is given.
struct ReportSource {
    std::string_view octets;            ///< the part, transfer encoding removed; gzip or plain JSON is told by its first octets
    std::string_view media_type;
    std::string_view file_name;
    std::string_view signed_report_domain;    ///< TLS-Report-Domain when the accepted signature covers it, else ""
    std::string_view submitter{};             ///< TLS-Report-Submitter, signed or not: only compared with contact-info; "" when absent
};

struct Violation {
    std::string pointer;    ///< JSON pointer into the normalised document
    std::string text;       ///< for a person
    bool operator==(const Violation&) const = default;
};

struct ReportReading {
    Slug slug{Slug::ReportInvalid};    ///< Acceptable, report-too-large or report-invalid
    std::string detail;
    std::uint64_t inflated_bytes{0};
    std::string json_sha256;           ///< of the inflated octets, 64 hex digits; "" when inflating failed
    std::optional<Report> report;      ///< when acceptable
    std::vector<Deviation> deviations;
    std::vector<Violation> violations;
};

ReportReading read_report(const ReportSource& source, const Limits& limits);

/// The normalised report as RFC 8460 JSON, one line; valid against schemas/tlsrpt-report.schema.json.
std::string to_json(const Report& report);

/// report-implausible and why: the range starts over 24 h after receipt, ended over 366 days before it, is reversed or over 8 days long.
std::optional<Error> implausible(const Report& report, std::chrono::sys_seconds received_at, const Limits& limits);

/// The domains that we take reports for.
class PolicyDomains {
public:
    PolicyDomains() = default;
    /// Exact names and "*.example.com" (any name below it, not itself); case-insensitive. @return misconfigured
    static Expected<PolicyDomains> create(std::span<const std::string> names);
    [[nodiscard]] bool empty() const { return exact_.empty() && below_.empty(); }    ///< empty: all domains are ours
    [[nodiscard]] bool contains(std::string_view domain) const;

private:
    std::vector<std::string> exact_;    // sorted
    std::vector<std::string> below_;    // sorted, without "*."
};

/// Drops the policies of others from a mixed report, each as deviation "foreign-policy". A policy whose domain is unknown stays.
/// @return policy-domain-not-ours when nothing of it is ours; the report is then unchanged
std::optional<Error> keep_ours(Report& report, std::vector<Deviation>& deviations, const PolicyDomains& ours);

/// The UTC day of the range's midpoint: the day that a report speaks of.
std::chrono::sys_days report_day(const DateRange& range);

}  // namespace tlsrpt
