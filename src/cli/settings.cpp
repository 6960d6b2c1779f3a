#include "cli/settings.hpp"

#include <cstdlib>

#include "tlsrpt/database_url.hpp"

namespace tlsrpt {

Environment process_environment() {
    return [](const char* name) -> std::optional<std::string> {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') return std::nullopt;
        return std::string{value};
    };
}

std::optional<std::string> flag_or_variable(const std::optional<std::string>& flag, const Environment& environment, const char* name) {
    return flag ? flag : environment(name);
}

Expected<std::string> config_path(const CommonFlags& flags, const Environment& environment) {
    const auto path = flag_or_variable(flags.config, environment, "TLSRPT_CONFIG");
    if (path && path->empty()) return Error{Slug::Misconfigured, "--config: the name of the file is empty"};
    return path.value_or("");
}

Expected<Config> overridden(Config config, const CommonFlags& flags, const Environment& environment) {
    if (auto database = flag_or_variable(flags.database, environment, "TLSRPT_DATABASE")) config.store.database = *std::move(database);

    // SQLite would take each of these for a file or for memory, and a mail acknowledged into memory is lost.
    const std::string& database = config.store.database;
    if (database.empty()) return Error{Slug::Misconfigured, "the name of the database is empty"};
    if (database == ":memory:") return Error{Slug::Misconfigured, "a database in memory would forget every mail: name a file"};
    if (const std::size_t scheme = database.find("://"); scheme != std::string::npos && !is_postgresql(database))
        return Error{Slug::Misconfigured, "database \"" + database.substr(0, scheme) + "://…\": a store is an SQLite file, named by its path, or postgresql://…"};
    return config;
}

Expected<Config> settle(const CommonFlags& flags, const Environment& environment) {
    const auto path = config_path(flags, environment);
    if (!path) return path.error();
    auto config = load_config(*path);
    if (!config) return config.error();
    return overridden(*std::move(config), flags, environment);
}

}  // namespace tlsrpt
