// Surprise of CLI11 2.1: "--sender=" takes the next argument for its value. An MTA writes exactly that for the null sender, so an empty
// value is made an argument of its own before CLI11 sees it.
#include "cli/parsing.hpp"

#include <algorithm>
#include <limits>

#include "cli/completions.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt {

void add_common(CLI::App& app, CommonFlags& flags) {
    app.add_option("--config", flags.config, "Configuration file [TLSRPT_CONFIG, /etc/tlsrpt/tlsrpt.toml]")->type_name("FILE");
    app.add_option("--database", flags.database, "SQLite file, or postgresql://… [TLSRPT_DATABASE, the configuration's]")->type_name("PATH|URL");
}

std::vector<std::string> for_cli11(std::span<const char* const> arguments) {
    std::vector<std::string> texts;
    bool options_over = false;
    for (const char* const argument : arguments.subspan(std::min<std::size_t>(1, arguments.size()))) {
        const std::string_view text{argument};
        options_over = options_over || text == "--";
        if (!options_over && text.size() > 3 && text.starts_with("--") && text.find('=') == text.size() - 1) {
            texts.emplace_back(text.substr(0, text.size() - 1));
            texts.emplace_back();
        } else {
            texts.emplace_back(text);
        }
    }
    std::reverse(texts.begin(), texts.end());
    return texts;
}

std::optional<std::variant<HelpText, UsageError>> parse(CLI::App& app, std::span<const char* const> arguments) {
    // For packagers, and undocumented in --help: PROGRAM --completions bash|zsh.
    if (arguments.size() == 3 && std::string_view{arguments[1]} == "--completions") {
        const std::string_view shell{arguments[2]};
        if (shell == "bash") return HelpText{bash_completions(app)};
        if (shell == "zsh") return HelpText{zsh_completions(app)};
        return UsageError{"--completions: \"" + std::string{shell} + "\" is neither bash nor zsh"};
    }
    try {
        app.parse(for_cli11(arguments));
        return std::nullopt;
    } catch (const CLI::CallForHelp&) {
        return HelpText{app.help()};
    } catch (const CLI::CallForVersion& version) {
        return HelpText{std::string{version.what()} + "\n"};
    } catch (const CLI::ParseError& error) {
        return UsageError{error.what()};
    }
}

std::optional<std::int64_t> id_of(const std::string& text, std::optional<UsageError>& wrong) {
    const auto number = parse_count(text);
    if (number && *number > 0 && *number <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return static_cast<std::int64_t>(*number);
    wrong = UsageError{"\"" + text + "\" is not the number of a mail"};
    return std::nullopt;
}

std::optional<Slug> quarantine_slug_of(const std::string& text, std::optional<UsageError>& wrong) {
    const auto slug = slug_named(text);
    if (slug && (outcome_of(*slug).disposition == Disposition::Quarantine || *slug == Slug::KeyUnavailable)) return slug;
    std::string known;
    for (const Outcome& outcome : outcomes)
        if (outcome.disposition == Disposition::Quarantine || outcome.slug == Slug::KeyUnavailable) known.append(known.empty() ? "" : ", ").append(outcome.name);
    wrong = UsageError{"--slug: \"" + text + "\" is none of " + known};
    return std::nullopt;
}

}  // namespace tlsrpt
