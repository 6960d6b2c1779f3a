#include "config/file.hpp"

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "config/domain_list.hpp"
#include "config/keys.hpp"
#include "config/summary_groups.hpp"

namespace tlsrpt {
namespace {

struct Entry {
    std::string name;  ///< dotted
    const toml::node* node;
    toml::source_index line;
};

struct Mistake {
    toml::source_index line;
    std::string text;
};

/// The keys of the file, those of its tables dotted. A table with nothing in it is an entry itself only when no key begins with its name.
std::vector<Entry> entries_in(const toml::table& file) {
    std::vector<Entry> entries;
    for (const auto& [key, node] : file) {
        if (key.str() == summary_table) continue;    // groups_in()
        const toml::table* table = node.as_table();
        const std::string name{key.str()};
        if (table == nullptr) {
            entries.push_back({name, &node, key.source().begin.line});
            continue;
        }
        const auto belongs = [&name](const Key& one) { return one.name.starts_with(name + "."); };
        if (table->empty() && std::ranges::none_of(all_keys(), belongs)) entries.push_back({name, &node, key.source().begin.line});
        for (const auto& [inner_key, inner] : *table)
            entries.push_back({fmt::format("{}.{}", name, inner_key.str()), &inner, inner_key.source().begin.line});
    }
    return entries;
}

/// monostate for a date, a fraction, a table, a list of anything but texts.
Value value_of(const toml::node& node) {
    if (const auto* flag = node.as_boolean()) return flag->get();
    if (const auto* number = node.as_integer()) return number->get();
    if (const auto* text = node.as_string()) return text->get();
    const toml::array* array = node.as_array();
    if (array == nullptr) return {};
    std::vector<std::string> texts;
    for (const toml::node& element : *array) {
        const auto* text = element.as_string();
        if (text == nullptr) return {};
        texts.push_back(text->get());
    }
    return texts;
}

std::optional<std::string> apply(const Entry& entry, Config& config) {
    const Key* key = key_named(entry.name);
    if (key == nullptr) {
        const Key* meant = nearest_key(entry.name);
        return fmt::format("unknown key \"{}\"{}", entry.name, meant == nullptr ? "" : fmt::format("; did you mean \"{}\"?", meant->name));
    }
    const auto problem = key->set(config, value_of(*entry.node));
    if (!problem) return std::nullopt;
    return fmt::format("{} {}", key->name, *problem);
}

/// [[summary]]: an array of tables, each a group.
void read_groups(const toml::table& file, Config& config, const std::function<void(toml::source_index, std::string)>& complain) {
    const toml::node* node = file.get(summary_table);
    if (node == nullptr) return;
    const toml::array* groups = node->as_array();
    if (groups == nullptr || !groups->is_homogeneous<toml::table>() || groups->empty())
        return complain(node->source().begin.line, "summary must be written as [[summary]], once for each group");
    for (const toml::node& element : *groups) {
        const toml::table& table = *element.as_table();
        SummaryGroup group;
        bool is_right = true;
        for (const auto& [key, value] : table) {
            auto problem = set_in_group(group, key.str(), value_of(value));
            if (!problem) continue;
            is_right = false;
            complain(key.source().begin.line, *std::move(problem));
        }
        if (is_right)
            if (auto problem = problem_of_group(group, config.summary_groups)) complain(table.source().begin.line, *std::move(problem));
        config.summary_groups.push_back(std::move(group));
    }
}

Error misconfigured(std::string detail) { return {Slug::Misconfigured, std::move(detail)}; }

}  // namespace

Expected<Config> parse_config(std::string_view text, const std::string& file_name, const ReadFile& read) {
    const toml::parse_result parsed = toml::parse(text, file_name);
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        return misconfigured(fmt::format("{}:{}: {}", file_name, error.source().begin.line, error.description()));
    }

    Config config;
    std::optional<Mistake> first;
    for (const Entry& entry : entries_in(parsed.table())) {
        auto problem = apply(entry, config);
        if (problem && (!first || entry.line < first->line)) first = Mistake{entry.line, *std::move(problem)};
    }
    read_groups(parsed.table(), config, [&first](toml::source_index line, std::string problem) {
        if (!first || line < first->line) first = Mistake{line, std::move(problem)};
    });
    if (first) return misconfigured(fmt::format("{}:{}: {}", file_name, first->line, first->text));

    if (config.resolver.mail_deadline < config.resolver.lookup_deadline)
        return misconfigured(fmt::format("{}: dns.mail_deadline_ms is shorter than dns.lookup_deadline_ms", file_name));
    if (!config.policy_domains_file.empty()) {
        const auto list = read(config.policy_domains_file);
        if (!list) return list.error();
        const auto names = parse_domain_list(*list, config.policy_domains_file);
        if (!names) return names.error();
        config.policy_domains.insert(config.policy_domains.end(), names->begin(), names->end());
    }
    return config;
}

}  // namespace tlsrpt
