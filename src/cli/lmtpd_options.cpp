#include "cli/parsing.hpp"

namespace tlsrpt {

Parsed<LmtpdOptions> parse_lmtpd(std::span<const char* const> arguments) {
    LmtpdOptions options;
    CLI::App app{"Takes in SMTP TLS reports (RFC 8460) from an MTA, over LMTP (RFC 2033). Stays in the foreground.", "tlsrpt-lmtpd"};
    app.set_version_flag("--version", "tlsrpt-lmtpd " TLSRPT_VERSION);
    app.footer("Exit status 0: was told to stop. 71: cannot listen. 78: wrong configuration. See tlsrpt-lmtpd(8).");
    add_common(app, options.common);
    app.add_option("--listen", options.listen, "unix:PATH or ADDRESS:PORT, may be repeated [lmtp.listen of the configuration]")
        ->type_name("ADDRESS")->allow_extra_args(false);
    app.add_option("--keys", options.keys, "Take DKIM key records from FILE, not from DNS [TLSRPT_KEYS]")->type_name("FILE");
    app.add_flag("--check-config", options.check_config, "Say whether the configuration is right, then end");

    if (auto other = parse(app, arguments)) {
        if (auto* help = std::get_if<HelpText>(&*other)) return std::move(*help);
        return std::get<UsageError>(std::move(*other));
    }
    return options;
}

}  // namespace tlsrpt
