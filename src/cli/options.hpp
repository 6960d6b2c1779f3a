// The command lines of the programs as values.
//
//     arguments → IngestOptions | LmtpdOptions | QueryOptions,  or text to print for --help and --version,  or what is wrong with them
//
// Pure: nothing is printed, opened or looked up here. CLI11 stays behind these functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "cli/period.hpp"
#include "cli/settings.hpp"
#include "cli/view.hpp"
#include "tlsrpt/advice.hpp"
#include "tlsrpt/outcome.hpp"

namespace tlsrpt {

/// Of --help or --version.
struct HelpText {
    std::string text;
};

struct UsageError {
    std::string text;    ///< one line, not escaped
};

template <typename Options>
using Parsed = std::variant<Options, HelpText, UsageError>;

// ---- tlsrpt-ingest ----

struct DeliverFlags {
    std::optional<std::string> keys;
    std::optional<std::string> sender;       ///< "" is the null sender
    std::vector<std::string> recipients;
};

struct CheckFlags {
    std::optional<std::string> keys;
    std::optional<std::chrono::sys_seconds> at;
    bool json{false};
    std::vector<std::string> files;          ///< "-" is standard input
};

struct ReprocessFlags {
    std::optional<std::string> keys;
    std::optional<Slug> slug;
    std::optional<std::int64_t> id;
    bool due{false};                         ///< only those whose next attempt is due
    bool dry_run{false};
};

struct PruneFlags {
    bool dry_run{false};
};

struct MigrateFlags {};

struct CopyFlags {
    std::string from;
    std::string to;
};

struct IngestOptions {
    CommonFlags common;
    std::variant<DeliverFlags, CheckFlags, ReprocessFlags, PruneFlags, MigrateFlags, CopyFlags> command;
};

/// @param arguments  argv, the program's name included
Parsed<IngestOptions> parse_ingest(std::span<const char* const> arguments);

/// Whether an MTA may be behind this command line: everything but a clear check, reprocess, prune, migrate or copy. A slip in master.cf,
/// "delivr" or a wrong flag in front, must defer the mail, and any exit status but 0 and 75 would bounce it.
bool is_delivery(std::span<const char* const> arguments);

// ---- tlsrpt-lmtpd ----

struct LmtpdOptions {
    CommonFlags common;
    std::vector<std::string> listen;    ///< in place of lmtp.listen, when there are any
    std::optional<std::string> keys;
    bool check_config{false};
};

Parsed<LmtpdOptions> parse_lmtpd(std::span<const char* const> arguments);

// ---- tlsrpt-query ----

/// Of summary --format mail.
struct MailFlags {
    std::string group;                          ///< a [[summary]]; "" the only one, or everything
    std::string from;                           ///< "": the group's
    std::vector<std::string> to;                ///< empty: the group's
    std::string since_last;                     ///< file with the marks of the mails that were handed over
    std::string handed_over;                    ///< a mail that sendmail took; "-" is standard input
    bool quiet_if_clean{false};
    bool list_groups{false};
};

/// Of doctor.
struct DoctorFlags {
    std::vector<std::string> domains;
    bool probe{false};
    bool suggest{false};
    std::string resolver;                                ///< "": the configuration's
    std::string ca_file;                                 ///< "": the system's
    std::uint16_t https_port{443};
    std::uint16_t smtp_port{25};
    std::optional<std::chrono::milliseconds> timeout;    ///< of one fetch and one probe
    std::chrono::milliseconds check_time{5000};          ///< for the store's integrity
};

struct QueryOptions {
    enum class Command : std::uint8_t { Summary, Reports, Failures, Quarantine, Show, Raw, Explain, Doctor, Incidents, Advise, Reporters, Drift, Domains, Export, Html, Metrics };
    CommonFlags common;
    Command command{Command::Summary};
    Format format{Format::Table};
    PeriodFlags period;
    std::vector<std::string> policy_domains;    ///< lower case, A-labels; "*.example.com" for what is below it
    std::vector<std::string> reporters;         ///< sdid
    bool fail_when_empty{false};                ///< -e
    std::optional<Slug> slug;                   ///< quarantine
    std::int64_t id{0};                         ///< show, raw: of a mail
    MailFlags mail;
    std::string output;                         ///< --output: a file in place of standard output; ""
    std::string word;                           ///< explain; "" lists all
    DoctorFlags doctor{};
    std::optional<std::chrono::sys_days> as_of; ///< as if nothing after that day had been reported
    AdviceOptions advice;
};

Parsed<QueryOptions> parse_query(std::span<const char* const> arguments);

}  // namespace tlsrpt
