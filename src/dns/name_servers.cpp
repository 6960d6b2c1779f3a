#include "dns/name_servers.hpp"

#include <algorithm>

#include "tlsrpt/domain.hpp"
#include "tlsrpt/file.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_resolv_conf_bytes = 64u << 10;
constexpr std::size_t most_name_servers = 3;  // MAXNS of resolv.conf(5)
constexpr std::string_view blanks = " \t\r";

/// An address; an IPv6 one may name its interface after "%" (RFC 4007 section 11), which a link-local resolver needs.
bool is_name_server(std::string_view text) {
    const std::size_t percent = text.find('%');
    if (percent == std::string_view::npos) return canonical_ip(text).has_value();
    const std::string_view address = text.substr(0, percent);
    const std::string_view zone = text.substr(percent + 1);
    return address.find(':') != std::string_view::npos && canonical_ip(address) && !zone.empty() &&
           zone.find_first_of("@#%") == std::string_view::npos;
}

}  // namespace

std::vector<std::string> name_servers_in(std::string_view resolv_conf) {
    constexpr std::string_view keyword = "nameserver";
    std::vector<std::string> servers;
    while (!resolv_conf.empty() && servers.size() < most_name_servers) {
        const std::size_t end = std::min(resolv_conf.find('\n'), resolv_conf.size());
        std::string_view line = resolv_conf.substr(0, end);
        resolv_conf.remove_prefix(std::min(end + 1, resolv_conf.size()));

        if (!line.starts_with(keyword)) continue;
        line.remove_prefix(keyword.size());
        const std::size_t start = line.find_first_not_of(blanks);
        if (start == 0 || start == std::string_view::npos) continue;  // "nameservers", or nothing behind it
        line.remove_prefix(start);
        const std::string_view address = line.substr(0, line.find_first_of(" \t\r#;"));
        if (is_name_server(address)) servers.emplace_back(address);
    }
    if (servers.empty()) servers.emplace_back("127.0.0.1");  // resolv.conf(5): "the name server on the local machine"
    return servers;
}

Expected<std::vector<std::string>> servers_of(const ResolverOptions& options) {
    if (!options.forwarders.empty()) return options.forwarders;
    const auto text = read_file(options.resolv_conf, max_resolv_conf_bytes);
    if (!text) return text.error();
    return name_servers_in(*text);
}

}  // namespace tlsrpt
