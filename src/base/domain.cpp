#include "tlsrpt/domain.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_name_octets = 253;   // RFC 1035 section 2.3.4, without the root label
constexpr std::size_t max_label_octets = 63;

constexpr bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// RFC 1123 section 2.1; "_" for service labels such as _smtp._tls and for hosts that ignore the rule.
bool is_label(std::string_view label) {
    if (label.empty() || label.size() > max_label_octets || label.front() == '-' || label.back() == '-') return false;
    for (const char c : label)
        if (!is_letter_or_digit(c) && c != '-' && c != '_') return false;
    return true;
}

bool is_number(std::string_view label) {
    for (const char c : label)
        if (c < '0' || c > '9') return false;
    return true;
}

}  // namespace

std::optional<std::string> canonical_domain(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.empty() || text.size() > max_name_octets) return std::nullopt;
    std::string name = lower_ascii(text);
    std::string_view rest = name;
    std::string_view label;
    for (;;) {
        const std::size_t dot = rest.find('.');
        label = rest.substr(0, dot);
        if (!is_label(label)) return std::nullopt;
        if (dot == std::string_view::npos) break;
        rest.remove_prefix(dot + 1);
    }
    // A last label of digits only is an address (RFC 3696 section 2), and no top-level domain has an underscore.
    if (is_number(label) || label.find('_') != std::string_view::npos) return std::nullopt;
    return name;
}

bool domain_matches(std::string_view pattern, std::string_view domain) {
    if (!pattern.starts_with("*.")) return pattern == domain;
    const std::string_view below = pattern.substr(1);    // ".example.com"
    return domain.size() > below.size() && domain.ends_with(below);
}

bool mx_matches(std::string_view pattern, std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    if (host.empty() || host.front() == '.') return false;
    if (!pattern.starts_with("*.")) return equal_ignoring_case(pattern, host);
    return equal_ignoring_case(pattern.substr(1), host.substr(std::min(host.find('.'), host.size())));
}

std::optional<std::string> canonical_ip(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (text.empty() || text.size() >= buffer.size()) return std::nullopt;
    const std::string terminated{text};
    if (terminated.find('\0') != std::string::npos) return std::nullopt;
    const int family = text.find(':') == std::string_view::npos ? AF_INET : AF_INET6;
    std::array<unsigned char, sizeof(in6_addr)> address{};
    if (inet_pton(family, terminated.c_str(), address.data()) != 1) return std::nullopt;
    if (family == AF_INET) return terminated;    // inet_pton(3) takes dotted decimal without leading zeros only: there is one spelling
    if (inet_ntop(family, address.data(), buffer.data(), buffer.size()) == nullptr) return std::nullopt;
    return std::string{buffer.data()};
}

}  // namespace tlsrpt
