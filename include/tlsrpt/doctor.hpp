// Is this domain set up, and does the world see what it publishes?
//
//     domain + DNS + HTTPS (+ SMTP)  ──examine_domain──►  Evidence  ──judge──►  Findings
//                                    (all the I/O)                  (pure: values in, values out)
//
// Judged: the TLSRPT record (RFC 8460 section 3), the MTA-STS record and policy (RFC 8461 section 3) against the MX hosts (section 4.1),
// TLSA records (RFC 6698, RFC 7672), what `--probe` saw of each MX, and all of that against what reporters saw.
//
// Everything that came by DNS, HTTPS or SMTP is hostile: bounded before it is kept, escaped by whoever prints it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dns_records.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/store.hpp"
#include "tlsrpt/store_health.hpp"

namespace tlsrpt {

/// One thing that was looked at.
struct Finding {
    enum class Level : std::uint8_t { Ok, Note, Warning, Error };

    /// A failure that reporters saw and that this finding explains.
    struct Reported {
        std::string result_type;            ///< RFC 8460 section 4.3
        std::string receiving_mx_hostname;  ///< "" when no report names it
        std::chrono::sys_days first_day{};
        std::chrono::sys_days last_day{};
        std::uint64_t failed_session_count{0};
        bool operator==(const Reported&) const = default;
    };

    std::string policy_domain;  ///< "" for this installation
    std::string check;          ///< "sts-mx"; docs/man/tlsrpt-query.1 lists them
    Level level{Level::Ok};
    std::string what;                            ///< one sentence; may quote hostile text
    std::string why;                             ///< why it matters; "" for ok
    std::string fix;                             ///< what to do; "" when there is nothing to do
    std::string rfc;                             ///< "RFC 8461 section 3.2"; "" for this installation
    std::string mx_host;                         ///< the MX that it is about; "" for all or none
    std::vector<std::string> explains;           ///< result types that reporters use for it
    std::optional<std::chrono::sys_days> since;  ///< report day, where reports tell
    std::vector<Reported> reported;
};

/// What one reporter saw published, in its newest report with that policy type, and since when it has seen just that.
struct SeenPolicy {
    std::string sdid;
    std::string policy_type;  ///< "sts", "tlsa", "no-policy-found"
    std::vector<std::string> policy_string;
    std::vector<std::string> mx_host;
    std::chrono::sys_days first_day{};
    std::chrono::sys_days last_day{};
};

struct ReportedFailure {
    std::chrono::sys_days day{};
    std::string result_type;
    std::string receiving_mx_hostname;
    std::uint64_t failed_session_count{0};
};

/// What the store knows of a domain, and what its owner wants.
struct Expectations {
    std::vector<std::string> report_addresses;  ///< where our reports arrive; empty: not known
    bool addresses_are_learned{false};          ///< from mails that were stored, not from the configuration
    std::vector<SeenPolicy> seen;
    std::vector<ReportedFailure> failures;
    std::chrono::sys_seconds now{};
};

struct DoctorOptions {
    std::string ca_file;  ///< PEM; "": the system's
    std::uint16_t https_port = 443;
    std::uint16_t smtp_port = 25;
    bool probe = false;                        ///< connect to each MX
    std::string helo = "localhost";            ///< our name in EHLO
    std::size_t max_policy_bytes = 64u << 10;  ///< RFC 8461 section 3.3
    std::size_t max_mx_hosts = 20;             ///< looked at; more are named and left out
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{30'000};  ///< one fetch or one probe; RFC 8461 section 3.3 suggests a minute
};

/// Looks everything up and judges it. Blocks; never fails as a whole.
std::vector<Finding> examine_domain(const std::string& domain, DnsSource& dns, const DoctorOptions& options, const Expectations& expected);

/// What to publish for a domain that has nothing yet.
struct Suggestion {
    std::string policy_domain;
    std::vector<std::string> dns;  ///< zone file lines
    std::string policy_url;
    std::string policy;  ///< the file's text, CRLF
    std::vector<std::string> next_steps;
    std::vector<std::string> mx_hosts;  ///< found
    std::string trouble;                ///< why it is incomplete; "" when it is not
};
Suggestion suggest(const std::string& domain, DnsSource& dns, const DoctorOptions& options, const Expectations& expected);

// ---- the local side ----

/// What is known of this installation. Filled by src/cli, which knows configuration and store.
struct Installation {
    struct Listener {
        enum class State : std::uint8_t { Answers, Missing, Forbidden, Refused, Silent };
        std::string address;  ///< as configured
        State state{State::Missing};
        std::string detail;
    };
    /// A line of the MTA's configuration in which one of our addresses stands.
    struct Mention {
        std::string address;
        std::string file;
        std::string line;
    };

    StoreHealth store;
    DnsPath dns;
    Retention retention;
    std::uint64_t min_free_percent{0};
    std::vector<Listener> listeners;
    std::vector<std::string> report_addresses;
    std::vector<Mention> mentions;
    std::vector<std::string> mta_files;  ///< those that could be read
};

/// @param address  "unix:PATH" or "ADDRESS:PORT", as in lmtp.listen; waits for the greeting, says QUIT
Installation::Listener reach_daemon(const std::string& address, std::chrono::milliseconds most);
/// Fills mentions and mta_files from Postfix's and Exim's files.
/// @param root  in front of every path; "" in earnest
void look_into_mta(const std::string& root, Installation& installation);
/// Pure.
std::vector<Finding> judge_installation(const Installation& installation, std::chrono::sys_seconds now);

}  // namespace tlsrpt
