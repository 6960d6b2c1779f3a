#include <algorithm>
#include <array>

#include "cli/parsing.hpp"
#include "tlsrpt/text.hpp"
#include "tlsrpt/time.hpp"

namespace tlsrpt {
namespace {

constexpr std::array<std::string_view, 5> commands_of_people{"check", "reprocess", "prune", "migrate", "copy"};

constexpr const char* keys_help = "Take DKIM key records from FILE, not from DNS [TLSRPT_KEYS]";

}  // namespace

bool is_delivery(std::span<const char* const> arguments) {
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string_view argument{arguments[i]};
        if (argument == "--config" || argument == "--database") {
            ++i;
            continue;
        }
        if (argument.starts_with("--config=") || argument.starts_with("--database=")) continue;
        return std::find(commands_of_people.begin(), commands_of_people.end(), argument) == commands_of_people.end();
    }
    return true;
}

Parsed<IngestOptions> parse_ingest(std::span<const char* const> arguments) {
    IngestOptions options;
    DeliverFlags deliver;
    CheckFlags check;
    ReprocessFlags reprocess;
    PruneFlags prune;
    CopyFlags copy;
    std::optional<std::string> at;
    std::optional<std::string> slug;
    std::optional<std::string> id;
    std::string format = "text";

    CLI::App app{"Takes in SMTP TLS reports (RFC 8460): one mail from an MTA, or files that a person asks about.", "tlsrpt-ingest"};
    app.set_version_flag("--version", "tlsrpt-ingest " TLSRPT_VERSION);
    app.require_subcommand(1);
    app.footer("See tlsrpt-ingest COMMAND --help, and tlsrpt-ingest(1).");
    add_common(app, options.common);

    CLI::App* deliver_command = app.add_subcommand("deliver", "Store the mail on standard input; for Postfix pipe(8) and Exim's pipe transport");
    deliver_command->add_option("--keys", deliver.keys, keys_help)->type_name("FILE");
    deliver_command->add_option("--sender", deliver.sender, "Envelope sender [TLSRPT_SENDER, SENDER]")->type_name("ADDRESS");
    deliver_command->add_option("--recipient", deliver.recipients, "Envelope recipient, may be repeated [TLSRPT_RECIPIENT, RECIPIENT]")
        ->type_name("ADDRESS")->allow_extra_args(false);
    deliver_command->footer("Prints one line. Exit status 0: the mail is kept for good, as a report or in quarantine. 75: the MTA keeps it and tries again.");

    CLI::App* check_command = app.add_subcommand("check", "Explain what would become of each mail; nothing is stored");
    check_command->add_option("--keys", check.keys, keys_help)->type_name("FILE");
    check_command->add_option("--at", at, "Judge as if received then: 2026-11-23T04:05:06Z, 2026-11-23, or as in a Date field")->type_name("TIME");
    check_command->add_option("--format", format, "Text for people, or json, one object a line")->type_name("text|json");
    check_command->add_option("FILE", check.files, "Mails; - is standard input")->required();
    check_command->footer("Exit status 0: all are acceptable. 1: some are not. 2: an error.");

    CLI::App* reprocess_command = app.add_subcommand("reprocess", "Examine mails in quarantine again, as of their time of receipt");
    reprocess_command->add_option("--keys", reprocess.keys, keys_help)->type_name("FILE");
    reprocess_command->add_option("--slug", slug, "Only those with this reason, such as key-unavailable")->type_name("SLUG");
    reprocess_command->add_option("--id", id, "Only this mail; tlsrpt-query quarantine shows the numbers")->type_name("N");
    reprocess_command->add_flag("--due", reprocess.due, "Only those whose key DNS did not give and whose next attempt is due; for a timer");
    reprocess_command->add_flag("--dry-run", reprocess.dry_run, "Say what would become of them, change nothing");

    CLI::App* prune_command = app.add_subcommand("prune", "Delete what is older than the configured retention");
    prune_command->add_flag("--dry-run", prune.dry_run, "Count it, delete nothing");

    CLI::App* migrate_command = app.add_subcommand("migrate", "Create the store, or bring it to this version's schema");

    CLI::App* copy_command = app.add_subcommand("copy", "Copy a store to an empty one, of the same kind of database or another; run again it goes on");
    copy_command->add_option("--from", copy.from, "The store to copy; it is only read")->type_name("URL|PATH")->required();
    copy_command->add_option("--to", copy.to, "Where to: it must be empty, or a copy of that store which was not finished")->type_name("URL|PATH")->required();

    for (CLI::App* command : {deliver_command, check_command, reprocess_command, prune_command, migrate_command, copy_command}) add_common(*command, options.common);

    if (auto other = parse(app, arguments)) {
        if (auto* help = std::get_if<HelpText>(&*other)) return std::move(*help);
        return std::get<UsageError>(std::move(*other));
    }

    std::optional<UsageError> wrong;
    if (at) {
        check.at = parse_time_flag(*at);
        if (!check.at) wrong = UsageError{"--at: \"" + *at + "\" is not a time such as 2026-11-23T04:05:06Z"};
    }
    if (format != "text" && format != "json") wrong = UsageError{"--format: \"" + format + "\" is neither text nor json"};
    check.json = format == "json";
    if (slug) reprocess.slug = quarantine_slug_of(*slug, wrong);
    if (id) reprocess.id = id_of(*id, wrong);
    if (int{slug.has_value()} + int{id.has_value()} + int{reprocess.due} > 1) wrong = UsageError{"--slug, --id and --due exclude each other"};
    if (copy_command->parsed() && copy.from == copy.to) wrong = UsageError{"--from and --to are the same"};
    if (wrong) return *std::move(wrong);
    std::erase(deliver.recipients, "");

    if (deliver_command->parsed()) options.command = std::move(deliver);
    else if (check_command->parsed()) options.command = std::move(check);
    else if (reprocess_command->parsed()) options.command = std::move(reprocess);
    else if (prune_command->parsed()) options.command = prune;
    else if (copy_command->parsed()) options.command = std::move(copy);
    else options.command = MigrateFlags{};
    return options;
}

}  // namespace tlsrpt
