#include "config/keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "config/domain_list.hpp"
#include "tlsrpt/database_url.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/spelling.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

using Problem = std::optional<std::string>;
constexpr auto fine = std::nullopt;

/// A member of Config, or a member of a member, for reading and for writing.
template <typename... Members>
auto field(Members... members) {
    return [=](auto& config) -> auto& { return (config.*....*members); };
}

template <typename T>
std::int64_t count_of(T number) {
    return static_cast<std::int64_t>(number);
}
template <typename Rep, typename Period>
std::int64_t count_of(std::chrono::duration<Rep, Period> time) {
    return static_cast<std::int64_t>(time.count());
}

template <typename T>
void set_count(T& number, std::int64_t count) {
    number = static_cast<T>(count);
}
template <typename Rep, typename Period>
void set_count(std::chrono::duration<Rep, Period>& time, std::int64_t count) {
    time = std::chrono::duration<Rep, Period>{static_cast<Rep>(count)};
}

template <typename Field>
Key flag(std::string_view name, Field member) {
    return {name, [=](const Config& config) -> Value { return member(config); },
            [=](Config& config, const Value& value) -> Problem {
                const bool* given = std::get_if<bool>(&value);
                if (given == nullptr) return "must be true or false";
                member(config) = *given;
                return fine;
            }};
}

template <typename Field>
Key number(std::string_view name, Field member, std::int64_t least, std::int64_t most) {
    return {name, [=](const Config& config) -> Value { return count_of(member(config)); },
            [=](Config& config, const Value& value) -> Problem {
                const std::int64_t* given = std::get_if<std::int64_t>(&value);
                if (given == nullptr || *given < least || *given > most)
                    return fmt::format("must be a whole number from {} to {}", least, most);
                set_count(member(config), *given);
                return fine;
            }};
}

enum class Empty : bool { Refused, MeansNone };

/// The programs run with whatever working directory an MTA gives them, so that a relative path would mean something else to each.
template <typename Field>
Key path(std::string_view name, Field member, Empty empty) {
    return {name, [=](const Config& config) -> Value { return member(config); },
            [=](Config& config, const Value& value) -> Problem {
                const std::string* given = std::get_if<std::string>(&value);
                const bool usable = given != nullptr && (given->starts_with('/') || (given->empty() && empty == Empty::MeansNone));
                if (!usable)
                    return empty == Empty::MeansNone ? "must be a path that begins with \"/\", or \"\" for none"
                                                     : "must be a path that begins with \"/\"";
                member(config) = *given;
                return fine;
            }};
}

/// @param canonical  an entry in its stored form, none when it is not allowed
template <typename Field>
Key list(std::string_view name, Field member, const char* of_what, std::optional<std::string> (*canonical)(std::string_view)) {
    return {name, [=](const Config& config) -> Value { return member(config); },
            [=](Config& config, const Value& value) -> Problem {
                const auto* given = std::get_if<std::vector<std::string>>(&value);
                if (given == nullptr) return fmt::format("must be a list of {}", of_what);
                std::vector<std::string> entries;
                for (const std::string& text : *given) {
                    auto entry = canonical(text);
                    if (!entry) return fmt::format("must be a list of {}; {} is not one", of_what, to_toml(text));
                    entries.push_back(*std::move(entry));
                }
                member(config) = std::move(entries);
                return fine;
            }};
}

/// @param problem_of  what is wrong with a text, none when it is fine
template <typename Field>
Key text(std::string_view name, Field member, Problem (*problem_of)(std::string_view)) {
    return {name, [=](const Config& config) -> Value { return member(config); },
            [=](Config& config, const Value& value) -> Problem {
                const std::string* given = std::get_if<std::string>(&value);
                if (given == nullptr) return "must be a text in quotes";
                if (Problem problem = problem_of(*given)) return problem;
                member(config) = *given;
                return fine;
            }};
}

/// The path of an SQLite file, or the URL of a PostgreSQL server, which libpq reads.
Key database() {
    Key key = path("database", field(&Config::store, &StoreOptions::database), Empty::Refused);
    key.set = [set_path = key.set](Config& config, const Value& value) -> Problem {
        const std::string* given = std::get_if<std::string>(&value);
        if (given == nullptr || !is_postgresql(*given)) {
            if (set_path(config, value)) return "must be a path that begins with \"/\", or a URL that begins with \"postgresql://\"";
            return fine;
        }
        config.store.database = *given;
        return fine;
    };
    return key;
}

std::optional<std::string> canonical_forwarder(std::string_view text) {
    if (!is_forwarder(text)) return std::nullopt;
    return std::string{text};
}

// "0660": a number in TOML would be read as decimal, which is never meant.
Problem problem_of_mode(std::string_view mode) {
    const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
    if (mode.size() == 4 && mode.front() == '0' && std::ranges::all_of(mode, is_octal)) return fine;
    return "must be four octal digits such as \"0660\"";
}

Problem problem_of_group(std::string_view group) {
    const auto is_odd = [](char c) { return c <= ' ' || c == ':' || c == ',' || c == 0x7F; };
    if (std::ranges::none_of(group, is_odd)) return fine;
    return "must be the name of a group, or \"\" for the daemon's own";
}

// What the address means is judged where it is listened on: src/lmtp.
std::optional<std::string> canonical_listen_address(std::string_view text) {
    const bool is_path = text.starts_with("unix:/");
    const std::size_t colon = text.rfind(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : parse_count(text.substr(colon + 1));
    if (!is_path && (colon == 0 || !port || *port > 65535)) return std::nullopt;
    return std::string{text};
}

/// local@domain, as rua has it without "mailto:". The local part stays as it is (RFC 5321 section 2.4).
std::optional<std::string> canonical_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == 0 || at == std::string_view::npos || at > 64) return std::nullopt;
    const std::string_view local = text.substr(0, at);
    const auto domain = canonical_domain(text.substr(at + 1));
    if (!domain || std::ranges::any_of(local, [](char c) { return c <= ' ' || c >= 0x7F || std::string_view{"@<>,;:\\\"()[]"}.find(c) != std::string_view::npos; })) return std::nullopt;
    return std::string{local} + "@" + *domain;
}

constexpr const char* listen_addresses = "\"unix:/PATH\" or \"ADDRESS:PORT\"";
constexpr const char* domain_patterns = "domain names in A-labels, or \"*.\" and such a name for all that is below it";
constexpr const char* domains = "domain names in A-labels";
constexpr const char* mail_addresses = "mail addresses such as \"tlsrpt@example.com\"";
constexpr const char* addresses = "ADDRESS or ADDRESS@PORT";

constexpr std::int64_t kib = 1 << 10;
constexpr std::int64_t mib = kib << 10;
constexpr std::int64_t gib = mib << 10;
constexpr std::int64_t billion = 1'000'000'000;
// A pipe handler gives up after 60 s: nothing that it waits for may be allowed to take all of them.
constexpr std::int64_t longest_wait_seconds = 50;
constexpr std::int64_t longest_wait_ms = longest_wait_seconds * 1000;

}  // namespace

std::span<const Key> all_keys() {
    constexpr auto budget = [](auto member) { return field(&Config::store, &StoreOptions::budget, member); };
    static const Key keys[] = {
        database(),
        list("policy_domains", field(&Config::policy_domains), domain_patterns, canonical_domain_pattern),
        path("policy_domains_file", field(&Config::policy_domains_file), Empty::MeansNone),
        list("report_addresses", field(&Config::report_addresses), mail_addresses, canonical_address),
        list("trusted_reporters", field(&Config::trusted_reporters), domains, canonical_domain),
        list("ignored_reporters", field(&Config::ignored_reporters), domains, canonical_domain),
        flag("require_tlsrpt_service", field(&Config::limits, &Limits::require_tlsrpt_service)),

        list("dns.forwarders", field(&Config::resolver, &ResolverOptions::forwarders), addresses, canonical_forwarder),
        path("dns.resolv_conf", field(&Config::resolver, &ResolverOptions::resolv_conf), Empty::Refused),
        path("dns.trust_anchor_file", field(&Config::resolver, &ResolverOptions::trust_anchor_file), Empty::MeansNone),
        number("dns.lookup_deadline_ms", field(&Config::resolver, &ResolverOptions::lookup_deadline), 100, longest_wait_ms),
        number("dns.mail_deadline_ms", field(&Config::resolver, &ResolverOptions::mail_deadline), 100, longest_wait_ms),

        number("limits.max_mail_bytes", field(&Config::limits, &Limits::max_mail_bytes), 64 * kib, 256 * mib),
        number("limits.max_inflated_bytes", field(&Config::limits, &Limits::max_inflated_bytes), 64 * kib, 512 * mib),
        number("limits.max_json_nodes", field(&Config::limits, &Limits::max_json_nodes), 1000, 64 * mib),
        number("limits.max_failures", field(&Config::limits, &Limits::max_failures), 100, 16 * mib),
        number("limits.min_rsa_bits", field(&Config::limits, &Limits::min_rsa_bits), 1024, 4096),  // RFC 8301 section 3.2: not below 1024
        number("limits.max_cell_memory_bytes", field(&Config::limits, &Limits::max_cell_memory_bytes), 64 * mib, 16 * gib),
        number("limits.max_cell_cpu_seconds", field(&Config::limits, &Limits::max_cell_cpu), 1, longest_wait_seconds),
        number("limits.max_cell_wait_seconds", field(&Config::limits, &Limits::max_cell_wait), 1, longest_wait_seconds),

        list("lmtp.listen", field(&Config::lmtp, &LmtpOptions::listen), listen_addresses, canonical_listen_address),
        flag("lmtp.allow_remote", field(&Config::lmtp, &LmtpOptions::allow_remote)),
        text("lmtp.socket_mode", field(&Config::lmtp, &LmtpOptions::socket_mode), problem_of_mode),
        text("lmtp.socket_group", field(&Config::lmtp, &LmtpOptions::socket_group), problem_of_group),
        number("lmtp.max_sessions", field(&Config::lmtp, &LmtpOptions::max_sessions), 1, 100'000),
        number("lmtp.max_recipients", field(&Config::lmtp, &LmtpOptions::max_recipients), 100, 100'000),
        number("lmtp.max_bytes_in_flight", field(&Config::lmtp, &LmtpOptions::max_bytes_in_flight), mib, 16 * gib),
        number("lmtp.idle_timeout_seconds", field(&Config::lmtp, &LmtpOptions::idle_timeout), 1, 3600),

        number("quarantine.max_bytes", budget(&QuarantineBudget::max_bytes), 0, 1024 * gib),
        number("quarantine.max_mails_per_day", budget(&QuarantineBudget::max_mails_per_day), 0, billion),
        number("quarantine.quota_per_signer", budget(&QuarantineBudget::quota_per_signer), 1, billion),
        number("quarantine.min_free_percent", budget(&QuarantineBudget::min_free_percent), 0, 90),

        number("retention.raw_days", field(&Config::retention, &Retention::raw), 0, 36'500),
        number("retention.quarantine_days", field(&Config::retention, &Retention::quarantine), 7, 36'500),
        number("retention.junk_days", field(&Config::retention, &Retention::junk), 7, 36'500),
        number("retention.details_days", field(&Config::retention, &Retention::details), 366, 36'500),
        number("retention.rollup_days", field(&Config::retention, &Retention::rollup), 366, 36'500),

        number("store.busy_timeout_ms", field(&Config::store, &StoreOptions::busy_timeout), 0, longest_wait_ms),
    };
    return keys;
}

const Key* key_named(std::string_view name) {
    const auto found = std::ranges::find(all_keys(), name, &Key::name);
    return found == all_keys().end() ? nullptr : &*found;
}

const Key* nearest_key(std::string_view name) {
    const auto last_part = [](std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); };
    const Key* nearest = nullptr;
    std::size_t least = std::max<std::size_t>(2, last_part(name).size() / 3) + 1;
    for (const Key& key : all_keys()) {
        // A key under the wrong table, or above the first one, is one mistake, too.
        const std::size_t edits = std::min(edits_between(name, key.name), edits_between(last_part(name), last_part(key.name)) + 1);
        if (edits < least) {
            least = edits;
            nearest = &key;
        }
    }
    return nearest;
}

std::string to_toml(const Value& value) {
    if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return quote_json(*text);  // a JSON string is a TOML string
    if (std::holds_alternative<std::monostate>(value)) return {};
    std::vector<std::string> entries;
    for (const std::string& entry : std::get<std::vector<std::string>>(value)) entries.push_back(quote_json(entry));
    return fmt::format("[{}]", fmt::join(entries, ", "));
}

}  // namespace tlsrpt
