#include "cli/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::chrono::milliseconds daemon_patience{2000};

DoctorOptions options_of(const DoctorFlags& flags) {
    DoctorOptions options;
    options.probe = flags.probe;
    options.ca_file = flags.ca_file;
    options.https_port = flags.https_port;
    options.smtp_port = flags.smtp_port;
    if (flags.timeout) {
        options.total_timeout = *flags.timeout;
        options.connect_timeout = std::min(options.connect_timeout, options.total_timeout);
    }
    return options;
}

ResolverOptions resolver_of(const Doctor& doctor) {
    ResolverOptions resolver = doctor.config.resolver;
    const DoctorFlags& flags = doctor.options.doctor;
    if (!flags.resolver.empty()) resolver.forwarders = {flags.resolver};
    return resolver;
}

std::vector<Finding> look_around(const Doctor& doctor, const StoreHealth& health, DnsSource& dns, const Expectations& expected) {
    Installation installation;
    installation.store = health;
    installation.dns = dns.path();
    installation.retention = doctor.config.retention;
    installation.min_free_percent = doctor.config.store.budget.min_free_percent;
    for (const std::string& address : doctor.config.lmtp.listen) installation.listeners.push_back(reach_daemon(address, daemon_patience));
    installation.report_addresses = expected.report_addresses;
    look_into_mta("", installation);
    return judge_installation(installation, doctor.now);
}

/// policy_domains may list MX hosts, for reports that name the host: they publish nothing by themselves. One with MX records of its own is a
/// domain like others.
void spare_mx_hosts(std::vector<Finding>& findings) {
    std::set<std::string> hosts;
    std::set<std::string> domains;
    for (const Finding& finding : findings) {
        if (!finding.mx_host.empty() && finding.mx_host != finding.policy_domain) hosts.insert(finding.mx_host);
        domains.insert(finding.policy_domain);
    }
    for (const Finding& finding : findings)
        if (finding.check == "mx" && finding.level == Finding::Level::Ok) hosts.erase(finding.policy_domain);
    std::erase_if(findings, [&](const Finding& finding) { return hosts.contains(finding.policy_domain); });
    for (const std::string& host : hosts) {
        if (!domains.contains(host)) continue;
        Finding note;
        note.policy_domain = host;
        note.check = "mx";
        note.level = Finding::Level::Note;
        note.what = "an MX host of another domain: not looked at as a domain of its own";
        findings.push_back(std::move(note));
    }
}

/// The store, as long as it answers: a damaged one is a finding and keeps nobody from looking at the rest.
class Memory {
public:
    Memory(const Doctor& doctor, StoreHealth& health) : doctor_(doctor), health_(health), store_(open_store_reader(doctor.config.store)) {
        if (!store_) give_up(store_.error());
    }

    KnownDomains domains() {
        auto known = known_domains(doctor_, reader());
        if (!known && give_up(known.error())) known = known_domains(doctor_, nullptr);
        return known ? *std::move(known) : KnownDomains{};
    }
    Expectations expectations(const std::string& domain) {
        auto expected = expectations_for(domain, doctor_, reader());
        if (!expected && give_up(expected.error())) expected = expectations_for(domain, doctor_, nullptr);
        Expectations found = expected ? *std::move(expected) : Expectations{};
        found.report_addresses = addresses();
        found.addresses_are_learned = doctor_.config.report_addresses.empty();
        return found;
    }

private:
    /// The configuration's, else those that the newest reports came to.
    const std::vector<std::string>& addresses() {
        if (!addresses_) {
            addresses_ = doctor_.config.report_addresses;
            if (addresses_->empty() && reader() != nullptr) {
                auto learned = learned_addresses(*reader());
                if (learned) addresses_ = *std::move(learned);
                else give_up(learned.error());
            }
        }
        return *addresses_;
    }

    StoreReader* reader() { return store_ ? store_->get() : nullptr; }
    bool give_up(const Error& error) {
        if (health_.trouble.empty()) health_.trouble = error.detail;
        store_ = error;
        return true;
    }

    const Doctor& doctor_;
    StoreHealth& health_;
    Expected<std::unique_ptr<StoreReader>> store_;
    std::optional<std::vector<std::string>> addresses_;
};

int advise_domains(const Doctor& doctor, DnsSource& dns, Memory& memory, const std::vector<std::string>& domains) {
    std::vector<Suggestion> suggestions;
    for (const std::string& domain : domains)
        suggestions.push_back(suggest(domain, dns, options_of(doctor.options.doctor), memory.expectations(domain)));
    print_suggestions(suggestions, doctor.options.format, doctor.console.out);
    const bool complete = std::ranges::all_of(suggestions, [](const Suggestion& suggestion) { return suggestion.trouble.empty(); });
    return complete ? exit_ok : exit_some_error;
}

}  // namespace

int run_doctor(const Doctor& doctor) {
    const DoctorFlags& flags = doctor.options.doctor;
    StoreHealth health =
        examine_store(doctor.config.store, flags.suggest ? std::chrono::milliseconds{0} : flags.check_time);  // forks: before any thread
    Memory memory{doctor, health};
    const auto dns = open_dns_source(resolver_of(doctor));
    if (!dns) {
        doctor.console.note(dns.error());
        return exit_error;
    }

    const KnownDomains known = flags.domains.empty() ? memory.domains() : KnownDomains{flags.domains, 0};
    if (known.left_out > 0) doctor.console.note(fmt::format("{} more domains are known; name those that you want to see", known.left_out));
    if (flags.suggest) {
        if (!known.names.empty()) return advise_domains(doctor, **dns, memory, known.names);
        doctor.console.note("--suggest needs a domain");
        return exit_usage;
    }

    std::vector<Finding> findings;
    for (const std::string& domain : known.names) {
        const auto found = examine_domain(domain, **dns, options_of(flags), memory.expectations(domain));
        findings.insert(findings.end(), found.begin(), found.end());
    }
    if (flags.domains.empty()) {
        spare_mx_hosts(findings);
        const Expectations expected = memory.expectations("");
        const auto local = look_around(doctor, health, **dns, expected);
        findings.insert(findings.end(), local.begin(), local.end());
        if (known.names.empty() && doctor.options.format == Format::Table)
            doctor.console.note("no domain is known yet: name one, or list policy_domains in the configuration");
    } else if (!health.trouble.empty()) {
        doctor.console.note("the store cannot be read, so nothing is compared with what reporters saw: " + escape_terminal(health.trouble));
    }
    print_findings(findings, doctor.options.format, doctor.console.out);
    const bool bad = std::ranges::any_of(findings, [](const Finding& finding) { return finding.level == Finding::Level::Error; });
    return bad ? exit_some_error : exit_ok;
}

}  // namespace tlsrpt
