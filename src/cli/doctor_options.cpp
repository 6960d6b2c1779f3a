#include "cli/doctor_options.hpp"

#include <limits>

#include "tlsrpt/dns.hpp"
#include "tlsrpt/domain.hpp"

namespace tlsrpt {
namespace {

constexpr double least_seconds = 0.1;
constexpr double most_seconds = 3600;

std::optional<std::chrono::milliseconds> time_of(const std::optional<double>& seconds, const char* flag, std::optional<UsageError>& wrong) {
    if (!seconds) return std::nullopt;
    if (!(*seconds >= least_seconds && *seconds <= most_seconds)) {
        wrong = UsageError{std::string{flag} + ": must be 0.1 to 3600 seconds"};
        return std::nullopt;
    }
    return std::chrono::milliseconds{static_cast<std::int64_t>(*seconds * 1000)};
}

}  // namespace

void add_doctor(CLI::App& command, DoctorFlags& flags, RawDoctor& raw) {
    command.add_option("DOMAIN", flags.domains, "Domains to examine; none: every one that is known, and this installation");
    command.add_flag("--probe", flags.probe, "Connect to each MX and look at STARTTLS and its certificate");
    command.add_flag("--suggest", flags.suggest, "Print what to publish for the domain instead");
    command.add_option("--resolver", flags.resolver, "Ask this resolver, ADDRESS or ADDRESS@PORT, in place of the configuration's")
        ->type_name("ADDRESS");
    command.add_option("--ca-file", flags.ca_file, "Authorities to trust in place of the system's, PEM")->type_name("FILE");
    command.add_option("--https-port", raw.https_port, "Where to fetch policies; 443 is what senders use")->type_name("N");
    command.add_option("--smtp-port", raw.smtp_port, "Where to probe MX hosts; 25 is what senders use")->type_name("N");
    command.add_option("--timeout", raw.timeout, "For each policy and each MX; 30")->type_name("SECONDS");
    command.add_option("--check-time", raw.check_time, "For the check of the store's integrity; 5")->type_name("SECONDS");
    command.footer("Exit status 0 when no error was found; 1 when some was; 2 when it could not run.");
}

void settle_doctor(DoctorFlags& flags, const RawDoctor& raw, std::optional<UsageError>& wrong) {
    const auto port = [&wrong](std::int64_t number, const char* flag) {
        if (number < 1 || number > std::numeric_limits<std::uint16_t>::max())
            wrong = UsageError{std::string{flag} + ": must be 1 to 65535"};
        return static_cast<std::uint16_t>(number);
    };
    flags.https_port = port(raw.https_port, "--https-port");
    flags.smtp_port = port(raw.smtp_port, "--smtp-port");
    flags.timeout = time_of(raw.timeout, "--timeout", wrong);
    flags.check_time = time_of(raw.check_time, "--check-time", wrong).value_or(flags.check_time);
    if (!flags.resolver.empty() && !is_forwarder(flags.resolver))
        wrong = UsageError{"--resolver: \"" + flags.resolver + "\" is neither ADDRESS nor ADDRESS@PORT"};
    for (std::string& name : flags.domains) {
        const auto domain = canonical_domain(name);
        if (!domain)
            wrong = UsageError{"\"" + name + "\" is not a domain name (write international names as xn--…)"};
        else
            name = *domain;
    }
}

}  // namespace tlsrpt
