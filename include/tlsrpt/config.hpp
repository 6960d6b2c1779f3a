// The configuration file and its defaults.
//
//     /etc/tlsrpt/tlsrpt.toml  →  Config
//
// A missing default file is no error: the defaults run. A named file that is missing, a key we do not know, or a value of the wrong
// type or out of its range is misconfigured, with file, line and key: an operator's slip must not be silent.
// Precedence (applied by src/cli): flag > TLSRPT_* environment > file > default.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tlsrpt/dns.hpp"
#include "tlsrpt/expected.hpp"
#include "tlsrpt/limits.hpp"
#include "tlsrpt/lmtp.hpp"
#include "tlsrpt/store.hpp"

namespace tlsrpt {

inline constexpr const char* default_config_path = "/etc/tlsrpt/tlsrpt.toml";

/// Who gets a summary mail about which domains: one tenant, or a team.
struct SummaryGroup {
    std::string name;                               ///< letters, digits, "-", "_" and "."; no two groups have the same
    std::vector<std::string> policy_domains;        ///< empty: all; exact names or "*.example.com"
    std::vector<std::string> to;                    ///< empty: postmaster
    std::string from;                               ///< "": tlsrpt
    bool operator==(const SummaryGroup&) const = default;
};

struct Config {
    StoreOptions store;
    ResolverOptions resolver;
    Limits limits;
    LmtpOptions lmtp;
    Retention retention;
    std::vector<std::string> policy_domains;        ///< empty: all; those of policy_domains_file are among them
    std::string policy_domains_file;                ///< "": none
    std::vector<std::string> report_addresses;      ///< where reports arrive, for doctor; empty: learned from the mails that were stored
    std::vector<std::string> trusted_reporters;     ///< sdid: established from the first report
    std::vector<std::string> ignored_reporters;     ///< sdid: left out everywhere people look
    std::vector<SummaryGroup> summary_groups;       ///< [[summary]]; empty: one mail about everything
};

/// @param path  empty: the default path, which may be missing
Expected<Config> load_config(const std::string& path);

/// The keys that load_config() knows, dotted: for the man page's test.
std::vector<std::string> config_keys();

/// "postmaster" or "postmaster@example.com": printable ASCII that needs no quoting in a header (RFC 5322 section 3.4.1).
bool is_mail_address(std::string_view text);
bool is_group_name(std::string_view text);

}  // namespace tlsrpt
