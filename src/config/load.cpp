#include <exception>
#include <filesystem>

#include "config/file.hpp"
#include "config/keys.hpp"
#include "tlsrpt/config.hpp"
#include "tlsrpt/file.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_config_bytes = 1u << 20;
constexpr std::size_t max_domain_list_bytes = 16u << 20;

/// Not there is not the same as not readable: only the first lets the defaults run.
bool is_missing(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::status(path, ignored).type() == std::filesystem::file_type::not_found;
}

Expected<Config> load(const std::string& path) {
    if (path.empty() && is_missing(default_config_path)) return Config{};
    const std::string file_name = path.empty() ? default_config_path : path;
    const auto text = read_file(file_name, max_config_bytes);
    if (!text) return text.error();
    return parse_config(*text, file_name, [](const std::string& list) { return read_file(list, max_domain_list_bytes); });
}

}  // namespace

Expected<Config> load_config(const std::string& path) {
    try {
        return load(path);
    } catch (const std::exception& e) {
        return Error{Slug::Internal, std::string{"reading the configuration: "} + e.what()};
    }
}

std::vector<std::string> config_keys() {
    std::vector<std::string> names;
    for (const Key& key : all_keys()) names.emplace_back(key.name);
    return names;
}

}  // namespace tlsrpt
