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

using Ipv6 = std::array<unsigned char, sizeof(in6_addr)>;

struct Ip {
    int family;
    Ipv6 address;    // the first four octets for AF_INET
};

std::optional<Ip> read_ip(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.empty() || text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
    text.copy(terminated.data(), text.size());
    Ip ip{text.find(':') == std::string_view::npos ? AF_INET : AF_INET6, {}};
    if (inet_pton(ip.family, terminated.data(), ip.address.data()) != 1) return std::nullopt;
    return ip;
}

// RFC 5952 section 4. What inet_ntop(3) does, but for its sprintf(): a large report has 40,000 addresses.
std::string text_of_ipv6(const Ipv6& address) {
    constexpr std::size_t groups = 8;
    constexpr std::string_view digits = "0123456789abcdef";
    const auto group = [&](std::size_t i) { return static_cast<unsigned>(address[2 * i] << 8 | address[2 * i + 1]); };
    // The longest run of zeros, of two groups or more; the first of several (sections 4.2.2 and 4.2.3).
    std::size_t zeros = 0;
    std::size_t zeros_end = 0;
    for (std::size_t i = 0; i < groups;) {
        std::size_t end = i;
        while (end < groups && group(end) == 0) ++end;
        if (end - i > 1 && end - i > zeros_end - zeros) zeros = i, zeros_end = end;
        i = end + 1;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (zeros == 0 && zeros_end >= groups - 3) {    // an IPv4 address may be in it (section 5): rare
        inet_ntop(AF_INET6, address.data(), text.data(), text.size());
        return text.data();
    }
    std::size_t size = 0;
    for (std::size_t i = 0; i < groups; ++i) {
        if (i == zeros && zeros_end > zeros) {
            text[size++] = ':';
            if (zeros_end == groups) text[size++] = ':';
            i = zeros_end - 1;
            continue;
        }
        if (i != 0) text[size++] = ':';
        const unsigned value = group(i);
        for (int shift = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0; shift >= 0; shift -= 4) text[size++] = digits[value >> shift & 0xf];
    }
    return {text.data(), size};
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

bool is_ip(std::string_view text) { return read_ip(text).has_value(); }

std::optional<std::string> canonical_ip(std::string_view text) {
    const auto ip = read_ip(text);
    if (!ip) return std::nullopt;
    if (ip->family == AF_INET) return std::string{text};    // inet_pton(3) takes dotted decimal without leading zeros only: there is one spelling
    return text_of_ipv6(ip->address);
}

}  // namespace tlsrpt
