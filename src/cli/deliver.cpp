// `tlsrpt-ingest deliver`: one mail from an MTA's pipe.
//
//     standard input ─► examine ─► COMMIT ─► "2.0.0 stored: …", exit status 0
//                          └─ anything else ─► "4.x.x slug: why", exit status 75: the MTA keeps the mail
//
// The order is for safety: the cell is forked before the store is open, and the status line is the last thing that happens.
#include <fmt/format.h>
#include <unistd.h>

#include <exception>

#include "cli/clock.hpp"
#include "cli/ingest.hpp"
#include "cli/intake_setup.hpp"
#include "cli/last_words.hpp"
#include "cli/mail_input.hpp"

namespace tlsrpt {
namespace {

// --help and --version: exit status 0 would tell an MTA that its mail is stored.
[[noreturn]] void leave_with_help(const HelpText& help) {
    if (mail_is_waiting(STDIN_FILENO)) leave_deferred({Slug::Misconfigured, "asked for help while a mail waits on standard input"});
    Stream out = Stream::of(STDOUT_FILENO);
    out.write(help.text);
    (void)out.flush();
    _exit(0);
}

// Exim's pipe transport sets SENDER and RECIPIENT by itself; its command line may not hold addresses (they are tainted).
Envelope envelope_of(const DeliverFlags& flags, const Environment& environment) {
    Envelope envelope;
    auto sender = flag_or_variable(flags.sender, environment, "TLSRPT_SENDER");
    if (!sender) sender = environment("SENDER");
    envelope.reverse_path = sender.value_or("");
    envelope.forward_paths = flags.recipients;
    if (!envelope.forward_paths.empty()) return envelope;
    auto recipient = environment("TLSRPT_RECIPIENT");
    if (!recipient) recipient = environment("RECIPIENT");
    if (recipient) envelope.forward_paths.push_back(*std::move(recipient));
    return envelope;
}

[[noreturn]] void deliver_mail(const IngestOptions& options, const Environment& environment) {
    const auto& flags = std::get<DeliverFlags>(options.command);
    const auto config = settle(options.common, environment);
    if (!config) leave_deferred(config.error());
    auto setup = set_up_intake(*config, flags.keys, environment);
    if (!setup) leave_deferred(setup.error());
    const auto bytes = read_mail(STDIN_FILENO, config->limits.max_mail_bytes);
    if (!bytes) leave_deferred(bytes.error());
    auto store = open_store(config->store);
    if (!store) leave_deferred(store.error());
    const auto recorded = setup->intake.deliver(*bytes, envelope_of(flags, environment), "pipe", clock_now(), **store);
    if (!recorded) leave_deferred(recorded.error());
    // Closed, not left behind: else the next one has to read the whole WAL first, which nobody would ever empty.
    *store = nullptr;
    leave_kept(recorded->slug, fmt::format("mail {}: {}", recorded->message_id, recorded->detail.empty() ? outcome_of(recorded->slug).meaning : recorded->detail));
}

}  // namespace

void deliver(std::span<const char* const> arguments, const Environment& environment) {
    prepare_last_words(delivery_deadline);
    try {
        const auto parsed = parse_ingest(arguments);
        if (const auto* help = std::get_if<HelpText>(&parsed)) leave_with_help(*help);
        if (const auto* wrong = std::get_if<UsageError>(&parsed)) leave_deferred({Slug::Misconfigured, wrong->text});
        const auto& options = std::get<IngestOptions>(parsed);
        if (!std::holds_alternative<DeliverFlags>(options.command)) leave_deferred({Slug::Misconfigured, "put the command in front: tlsrpt-ingest COMMAND …"});
        deliver_mail(options, environment);
    } catch (const std::exception& exception) {
        leave_deferred({Slug::Internal, exception.what()});
    } catch (...) {
        leave_deferred({Slug::Internal, "unknown exception"});
    }
}

}  // namespace tlsrpt
