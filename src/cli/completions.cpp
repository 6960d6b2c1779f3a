#include "cli/completions.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "cli/meaning.hpp"
#include "tlsrpt/outcome.hpp"

namespace tlsrpt {
namespace {

using Commands = std::vector<const CLI::App*>;

Commands commands_of(const CLI::App& program) {
    return program.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
    return app.get_options([](const CLI::Option*) { return true; });
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }
bool is_file(const CLI::Option& option) { return option.get_type_name() == "FILE" || option.get_type_name() == "PATH"; }
bool is_repeatable(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

/// "--format", "-e", "--exit-status"; empty for a positional argument.
std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

/// What can stand there, where that is known.
std::vector<std::string> choices_of(const CLI::Option& option) {
    std::string type = option.get_type_name();
    std::vector<std::string> choices;
    if (type == "SLUG") {
        for (const Outcome& outcome : outcomes)
            if (outcome.disposition == Disposition::Quarantine || outcome.slug == Slug::KeyUnavailable) choices.emplace_back(outcome.name);
        return choices;
    }
    if (type == "WORD") {
        for (const Meaning& meaning : meanings()) choices.emplace_back(meaning.word);
        return choices;
    }
    if (type.find('|') == std::string::npos) return choices;
    for (std::size_t start = 0; start <= type.size();) {
        const std::size_t end = std::min(type.find('|', start), type.size());
        choices.push_back(type.substr(start, end - start));
        start = end + 1;
    }
    return choices;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += separator;
        text += word;
    }
    return text;
}

/// A name that both shells take for a function.
std::string function_of(const CLI::App& program) {
    std::string name = "_" + program.get_name();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

// ---- bash ----

/// The words that may begin an argument of this command: its options, its commands, its choices.
std::string bash_words(const CLI::App& app) {
    std::vector<std::string> words;
    for (const CLI::App* command : commands_of(app)) words.push_back(command->get_name());
    for (const CLI::Option* option : options_of(app)) {
        const auto more = option->get_positional() ? choices_of(*option) : names_of(*option);
        words.insert(words.end(), more.begin(), more.end());
    }
    return joined(words, " ");
}

bool takes_files(const CLI::App& app) {
    const auto options = options_of(app);
    return std::any_of(options.begin(), options.end(), [](const CLI::Option* option) { return option->get_positional() && option->get_name() == "FILE"; });
}

/// "    'check --keys') files=1 ;;", one for each option that takes a value.
void append_bash_values(std::string& script, const CLI::App& app, const std::string& command) {
    for (const CLI::Option* option : options_of(app)) {
        if (!takes_value(*option) || option->get_positional()) continue;
        std::vector<std::string> patterns;
        // NOLINTNEXTLINE(performance-inefficient-string-concatenation): once for an installation
        for (const std::string& name : names_of(*option)) patterns.push_back("'" + command + " " + name + "'");
        script += "    " + joined(patterns, "|") + ") ";
        script += is_file(*option) ? "words= files=1" : "words='" + joined(choices_of(*option), " ") + "' files=";
        script += " ;;\n";
    }
}

// ---- zsh ----

/// Inside single quotes, and inside the brackets and before the colons of _arguments.
std::string zsh_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') out += "'\\''";
        else if (c == '[' || c == ']' || c == ':' || c == '\\') out.append("\\").push_back(c);
        else out += c;
    }
    return out;
}

std::string zsh_value(const CLI::Option& option) {
    const auto choices = choices_of(option);
    const bool file = is_file(option) || (option.get_positional() && option.get_name() == "FILE");
    const std::string what = option.get_positional() ? option.get_name() : choices.empty() ? option.get_type_name() : "value";
    return ":" + zsh_text(what) + ":" + (file ? "_files" : choices.empty() ? " " : "(" + joined(choices, " ") + ")");
}

void append_zsh_options(std::string& script, const CLI::App& app, const std::string& indent) {
    for (const CLI::Option* option : options_of(app)) {
        if (option->get_positional()) {
            script += indent + "'" + (is_repeatable(*option) ? "*" : "") + zsh_value(*option) + "' \\\n";
            continue;
        }
        for (const std::string& name : names_of(*option)) {
            // NOLINTNEXTLINE(performance-inefficient-string-concatenation): once for an installation
            script += indent + "'" + (is_repeatable(*option) ? "*" : "") + name + (takes_value(*option) ? "=" : "") + "[" + zsh_text(option->get_description()) + "]";
            if (takes_value(*option)) script += zsh_value(*option);
            script += "' \\\n";
        }
    }
}

}  // namespace

std::string bash_completions(const CLI::App& program) {
    const std::string function = function_of(program);
    const Commands commands = commands_of(program);
    std::vector<std::string> names;
    for (const CLI::App* command : commands) names.push_back(command->get_name());
    std::vector<std::string> with_value;
    for (const CLI::Option* option : options_of(program))
        if (takes_value(*option))
            for (const std::string& name : names_of(*option)) with_value.push_back(name);

    std::string script = "# bash completion of " + program.get_name() + "; made from its command line\n" + function + "() {\n";
    script += "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= words= files= i\n";
    script += "  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n";
    if (!names.empty()) {
        script += "  for ((i = 1; i < COMP_CWORD; i++)); do\n    case ${COMP_WORDS[i]} in\n";
        script += "      " + joined(with_value, "|") + ") ((i++)) ;;\n";
        script += "      " + joined(names, "|") + ") command=${COMP_WORDS[i]}; break ;;\n    esac\n  done\n";
    }
    script += "  case $command in\n    '') words='" + bash_words(program) + "' ;;\n";
    for (const CLI::App* command : commands)
        script += "    " + command->get_name() + ") words='" + bash_words(*command) + "'" + (takes_files(*command) ? " files=1" : "") + " ;;\n";
    script += "  esac\n  case \"$command $before\" in\n";
    append_bash_values(script, program, "");
    for (const CLI::App* command : commands) append_bash_values(script, *command, command->get_name());
    script += "  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"; [[ -z $files ]] || compgen -f -- \"$word\")\n";
    script += "  [[ -z $files ]] || compopt -o filenames 2>/dev/null\n}\n";
    return script + "complete -F " + function + " " + program.get_name() + "\n";
}

std::string zsh_completions(const CLI::App& program) {
    const std::string function = function_of(program);
    const Commands commands = commands_of(program);
    std::string script = "#compdef " + program.get_name() + "\n# zsh completion of " + program.get_name() + "; made from its command line\n" + function + "() {\n";
    script += "  local context state state_descr line\n  typeset -A opt_args\n";
    script += commands.empty() ? "  _arguments \\\n" : "  _arguments -C \\\n";
    append_zsh_options(script, program, "    ");
    if (commands.empty()) return script + "    && return 0\n}\n" + function + " \"$@\"\n";
    script += "    '1:command:->command' \\\n    '*::argument:->argument' && return 0\n  case $state in\n    command)\n      local -a commands=(\n";
    for (const CLI::App* command : commands) script += "        '" + command->get_name() + ":" + zsh_text(command->get_description()) + "'\n";
    script += "      )\n      _describe -t commands command commands ;;\n    argument)\n      case $words[1] in\n";
    for (const CLI::App* command : commands) {
        script += "        " + command->get_name() + ")\n          _arguments \\\n";
        append_zsh_options(script, *command, "            ");
        script += "            && return 0 ;;\n";
    }
    return script + "      esac ;;\n  esac\n}\n" + function + " \"$@\"\n";
}

}  // namespace tlsrpt
