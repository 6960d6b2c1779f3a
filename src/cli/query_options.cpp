#include <algorithm>
#include <array>
#include <utility>

#include "cli/doctor_options.hpp"
#include "cli/parsing.hpp"
#include "tlsrpt/config.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

using Command = QueryOptions::Command;

constexpr std::array formats{
    std::pair<std::string_view, Format>{"table", Format::Table},
    std::pair<std::string_view, Format>{"json", Format::Json},
    std::pair<std::string_view, Format>{"ndjson", Format::Ndjson},
    std::pair<std::string_view, Format>{"csv", Format::Csv},
    std::pair<std::string_view, Format>{"mail", Format::Mail},
};

// What the command line says before it is understood.
struct Raw {
    std::optional<std::string> format;
    std::optional<std::string> slug;
    std::string id;
    std::optional<std::string> as_of;
};

std::optional<Format> format_named(std::string_view name) {
    for (const auto& [known, format] : formats)
        if (known == name) return format;
    return std::nullopt;
}

void add_format(CLI::App& command, Raw& raw, const char* choices) { command.add_option("--format", raw.format, "How to print it; the first is the default")->type_name(choices); }

/// The format that the command line says, else the command's default: the first of its choices.
std::optional<Format> chosen_format(const CLI::App& command, const Raw& raw, std::optional<UsageError>& wrong) {
    const CLI::Option* option = command.get_option_no_throw("--format");
    if (option == nullptr) return Format::Table;
    std::string choices = option->get_type_name();
    const std::string name = raw.format.value_or(choices.substr(0, choices.find('|')));
    const bool offered = ("|" + choices + "|").find("|" + name + "|") != std::string::npos && name.find('|') == std::string::npos;
    if (offered) return format_named(name);
    std::replace(choices.begin(), choices.end(), '|', ' ');
    wrong = UsageError{"--format: \"" + name + "\" is none of " + choices};
    return std::nullopt;
}

void add_output(CLI::App& command, QueryOptions& options) {
    command.add_option("--output", options.output, "Write to FILE, which is replaced in one step, in place of standard output")->type_name("FILE");
}

void add_period(CLI::App& command, PeriodFlags& period, const char* which) {
    command.add_option("--day", period.day, std::string{which} + " of one day (UTC), such as 2026-11-23")->type_name("D");
    command.add_option("--since", period.since, std::string{which} + " from this day or time on")->type_name("T");
    command.add_option("--until", period.until, std::string{which} + " before this day or time")->type_name("T");
}

void add_reporters(CLI::App& command, QueryOptions& options) {
    command.add_option("--reporter", options.reporters, "Only reports signed by this domain; may be repeated")->type_name("D")->allow_extra_args(false);
}

void add_filters(CLI::App& command, QueryOptions& options) {
    command.add_option("--policy-domain", options.policy_domains, "Only this domain, or *.D for those below it; may be repeated")
        ->type_name("D")->allow_extra_args(false);
    add_reporters(command, options);
}

void add_exit_status(CLI::App& command, QueryOptions& options) {
    command.add_flag("-e,--exit-status", options.fail_when_empty, "Exit with status 1 when nothing matches");
}

std::optional<UsageError> canonicalise(std::vector<std::string>& names, const char* flag, bool wildcards) {
    for (std::string& name : names) {
        const bool below = wildcards && name.starts_with("*.");
        const auto domain = canonical_domain(below ? std::string_view{name}.substr(2) : std::string_view{name});
        if (!domain) return UsageError{std::string{flag} + ": \"" + name + "\" is not a domain name (write international names as xn--…)"};
        name = below ? "*." + *domain : *domain;
    }
    return std::nullopt;
}

std::optional<UsageError> wrong_mail_flags(const QueryOptions& options) {
    const MailFlags& mail = options.mail;
    for (const std::string& address : mail.to)
        if (!is_mail_address(address)) return UsageError{"--to: \"" + address + "\" is not a mail address"};
    if (!mail.from.empty() && !is_mail_address(mail.from)) return UsageError{"--from: \"" + mail.from + "\" is not a mail address"};
    if (!mail.handed_over.empty()) {
        if (mail.since_last.empty()) return UsageError{"--handed-over needs --since-last FILE, where it is noted"};
        return std::nullopt;
    }
    const bool any = !mail.from.empty() || !mail.to.empty() || !mail.group.empty() || !mail.since_last.empty() || mail.quiet_if_clean;
    if (any && options.format != Format::Mail) return UsageError{"--from, --to, --group, --since-last and --quiet-if-clean are for --format mail"};
    return std::nullopt;
}

}  // namespace

Parsed<QueryOptions> parse_query(std::span<const char* const> arguments) {
    QueryOptions options;
    Raw raw;
    CLI::App app{"Shows what senders reported about the TLS of your mail servers (RFC 8460). Reads only.", "tlsrpt-query"};
    app.set_version_flag("--version", "tlsrpt-query " TLSRPT_VERSION);
    app.require_subcommand(1);
    app.footer("Periods select the day that a report speaks of; without one, the last 30 days.\n"
               "Exit status 0; 1 with -e when nothing matched; 2 after an error; 64 after wrong usage. See tlsrpt-query(1).");
    add_common(app, options.common);

    constexpr const char* any_format = "table|json|ndjson|csv";
    std::vector<std::pair<CLI::App*, Command>> commands;
    const auto add = [&](const char* name, Command command, const char* help) -> CLI::App& {
        CLI::App* app_of_command = app.add_subcommand(name, help);
        add_common(*app_of_command, options.common);
        commands.emplace_back(app_of_command, command);
        return *app_of_command;
    };
    const auto add_listing = [&](const char* name, Command command, const char* help) -> CLI::App& {
        CLI::App& listing = add(name, command, help);
        add_format(listing, raw, any_format);
        add_period(listing, options.period, "Reports");
        add_filters(listing, options);
        add_exit_status(listing, options);
        return listing;
    };
    add_listing("summary", Command::Summary, "Sessions, failures and their reasons for each of your domains");
    CLI::App& summary = *commands.front().first;
    summary.get_option("--format")->type_name("table|json|ndjson|csv|mail");
    summary.add_option("--from", options.mail.from, "mail: the sender [the group's, tlsrpt]")->type_name("ADDRESS");
    summary.add_option("--to", options.mail.to, "mail: a recipient, may be repeated [the group's, postmaster]")->type_name("ADDRESS")->allow_extra_args(false);
    summary.add_option("--group", options.mail.group, "mail: about the domains of this [[summary]] of the configuration")->type_name("NAME");
    summary.add_option("--since-last", options.mail.since_last, "mail: about what was received since the last mail, which FILE knows")->type_name("FILE");
    summary.add_option("--handed-over", options.mail.handed_over, "Note in the FILE of --since-last that this mail was sent; - is standard input")->type_name("MAIL");
    summary.add_flag("--quiet-if-clean", options.mail.quiet_if_clean, "mail: none when no incident is open, nobody is silent and no report is in quarantine");
    summary.add_flag("--list-groups", options.mail.list_groups, "Print the names of the [[summary]] groups, nothing else");
    add_listing("reports", Command::Reports, "The reports, one a line");
    add_listing("failures", Command::Failures, "Each failure that was reported");
    const auto add_as_of = [&](CLI::App& command) {
        command.add_option("--as-of", raw.as_of, "As if nothing after this day had been reported")->type_name("D");
    };
    add_as_of(add_listing("incidents", Command::Incidents, "What is broken: since when, for whom, and whether it is over"));
    add_as_of(add_listing("drift", Command::Drift, "When policies changed, as reporters saw it, and who still sees the old one"));
    add_listing("domains", Command::Domains, "The domains that reports speak of").footer("Without a period, all that is stored.");

    CLI::App& advise = add("advise", Command::Advise, "Whether MTA-STS may be enforced, and what stands in the way");
    add_format(advise, raw, any_format);
    add_as_of(advise);
    advise.add_option("--days", options.advice.days, "Report days that make evidence [14]")->type_name("N")->check(CLI::Range(1, 365));
    advise.add_option("--reporters", options.advice.reporters, "Established reporters that make evidence [2]")->type_name("N")->check(CLI::Range(1, 1000));
    add_exit_status(advise, options);
    advise.add_option("--policy-domain,DOMAIN", options.policy_domains, "Only this domain, or *.D for those below it; may be repeated")
        ->type_name("D")->allow_extra_args(false);

    CLI::App& reporters = add("reporters", Command::Reporters, "Who reports, since when, how well, and who fell silent");
    add_format(reporters, raw, any_format);
    add_as_of(reporters);
    add_reporters(reporters, options);
    add_exit_status(reporters, options);

    CLI::App& quarantine = add("quarantine", Command::Quarantine, "Mails that were not accepted as reports, and why");
    add_format(quarantine, raw, any_format);
    add_period(quarantine, options.period, "Mails received");
    quarantine.add_option("--slug", raw.slug, "Only those with this reason, such as signature-failed")->type_name("SLUG");
    add_exit_status(quarantine, options);
    quarantine.footer("Without a period, everything in quarantine.");

    CLI::App& show = add("show", Command::Show, "All that is known of one mail: verdicts, deviations, report");
    add_format(show, raw, "table|json|ndjson");
    add_exit_status(show, options);
    show.add_option("ID", raw.id, "As printed by reports or quarantine")->required();

    CLI::App& octets = add("raw", Command::Raw, "One mail as it was received, octet for octet");
    add_exit_status(octets, options);
    octets.add_option("ID", raw.id, "As printed by reports or quarantine")->required();
    octets.footer("On a terminal, control characters are shown escaped; redirect to a file for the exact octets.");

    CLI::App& everything = add("export", Command::Export, "The reports themselves, for other programs");
    add_format(everything, raw, "ndjson|csv");
    add_period(everything, options.period, "Reports");
    add_filters(everything, options);
    add_output(everything, options);
    add_exit_status(everything, options);
    everything.footer("ndjson: one report a line, as RFC 8460 writes it. csv: a line for each policy and each failure.");

    CLI::App& page = add("html", Command::Html, "One self-contained page: incidents, advice, charts, domains, reporters");
    add_period(page, options.period, "Reports");
    add_filters(page, options);
    add_output(page, options);
    add_exit_status(page, options);

    CLI::App& metrics = add("metrics", Command::Metrics, "Figures of the last report day for Prometheus");
    metrics.add_option("--policy-domain", options.policy_domains, "Only this domain, or *.D for those below it; may be repeated")->type_name("D")->allow_extra_args(false);
    add_output(metrics, options);
    metrics.footer("For node_exporter's textfile collector: --output /var/lib/prometheus/node-exporter/tlsrpt.prom");

    CLI::App& explain = add("explain", Command::Explain, "What a result type or a reason means, and how to mend it");
    add_format(explain, raw, any_format);
    explain.add_option("WORD", options.word, "A result type, or a reason code in quotes; without it, what can be explained")->type_name("WORD");
    explain.footer("Reads neither the configuration nor the database.");

    RawDoctor raw_doctor;
    CLI::App& doctor = add("doctor", Command::Doctor, "Is a domain set up, and does the world see what it publishes");
    add_format(doctor, raw, any_format);
    add_doctor(doctor, options.doctor, raw_doctor);

    if (auto other = parse(app, arguments)) {
        if (auto* help = std::get_if<HelpText>(&*other)) return std::move(*help);
        return std::get<UsageError>(std::move(*other));
    }
    std::optional<UsageError> wrong;
    for (const auto& [command, name] : commands) {
        if (!command->parsed()) continue;
        options.command = name;
        options.format = chosen_format(*command, raw, wrong).value_or(Format::Table);
    }
    if (options.command == Command::Explain && !options.word.empty() && options.format == Format::Csv) wrong = UsageError{"one explanation is no table: csv is for the list"};
    if (raw.as_of) {
        options.as_of = parse_date(*raw.as_of);
        if (!options.as_of) wrong = UsageError{"--as-of: \"" + *raw.as_of + "\" is not a date (2026-11-23)"};
    }
    if (auto bad = wrong_mail_flags(options)) wrong = bad;
    if (raw.slug) options.slug = quarantine_slug_of(*raw.slug, wrong);
    if (options.command == Command::Show || options.command == Command::Raw) options.id = id_of(raw.id, wrong).value_or(0);
    if (auto bad = canonicalise(options.policy_domains, "--policy-domain", true)) wrong = bad;
    if (auto bad = canonicalise(options.reporters, "--reporter", false)) wrong = bad;
    settle_doctor(options.doctor, raw_doctor, wrong);
    if (wrong) return *std::move(wrong);
    return options;
}

}  // namespace tlsrpt
