#include "tlsrpt/domain.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "tlsrpt/text.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_name_octets = 253;   // RFC 1035 section 2.3.4, without the root label
constexpr std::size_t max_label_octets = 63;

// RFC 1123 section 2.1; "_" for service labels such as _smtp._tls and for hosts that ignore the rule.
enum class Octet : unsigned char { Other, Digit, Lower, Upper, Hyphen, Underscore };
constexpr std::array<Octet, 256> kinds = [] {
    std::array<Octet, 256> table{};
    for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = Octet::Digit;
    for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = Octet::Lower;
    for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = Octet::Upper;
    table['-'] = Octet::Hyphen;
    table['_'] = Octet::Underscore;
    return table;
}();
constexpr Octet kind_of(char c) { return kinds[static_cast<unsigned char>(c)]; }

struct Spelling {
    bool is_domain{false};
    bool is_canonical{false};
};

Spelling spelling_of(std::string_view text) {
    bool is_canonical = true;
    if (text.ends_with('.')) {
        text.remove_suffix(1);
        is_canonical = false;
    }
    if (text.empty() || text.size() > max_name_octets) return {};
    for (std::size_t start = 0;;) {    // label by label
        std::size_t at = start;
        bool is_number = true;
        bool has_underscore = false;
        for (; at < text.size() && text[at] != '.'; ++at) {
            const Octet kind = kind_of(text[at]);
            if (kind == Octet::Other) return {};
            if (kind == Octet::Upper) is_canonical = false;
            is_number = is_number && kind == Octet::Digit;
            has_underscore = has_underscore || kind == Octet::Underscore;
        }
        if (at == start || at - start > max_label_octets || text[start] == '-' || text[at - 1] == '-') return {};
        // A last label of digits only is an address (RFC 3696 section 2), and no top-level domain has an underscore.
        if (at == text.size()) return {.is_domain = !is_number && !has_underscore, .is_canonical = is_canonical};
        start = at + 1;
    }
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

// Surely an address in canonical form? Most are; of others inet_pton(3) knows better. Sums in place of branches: where the next dot stands nobody
// can foresee.

/// Dotted decimal without leading zeros.
bool is_plain_ipv4(std::string_view text) {
    bool good = text.size() <= std::string_view{"255.255.255.255"}.size();
    if (!good) return false;
    unsigned value = 0;
    unsigned digits = 0;
    unsigned dots = 0;
    for (const char c : text) {
        const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
        const bool is_dot = c == '.';
        const bool follows_zero = (digits > 0) & (value == 0);
        good &= is_dot ? digits > 0 : (digit <= 9) & !follows_zero;
        value = is_dot ? 0 : value * 10 + digit;
        digits = is_dot ? 0 : digits + 1;
        dots += is_dot ? 1 : 0;
        good &= value <= 255;
    }
    return good && digits > 0 && dots == 3;
}

/// Eight groups in lower case without leading zeros, of which no two neighbours are 0.
bool is_plain_ipv6(std::string_view text) {
    bool good = text.size() <= std::string_view{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}.size();
    if (!good) return false;
    unsigned digits = 0;
    unsigned colons = 0;
    bool is_zero = false;    // the group begins with a 0
    bool was_zero = false;
    for (const char c : text) {
        const bool is_colon = c == ':';
        const Octet kind = kind_of(c);
        const bool is_digit = (kind == Octet::Digit) | ((kind == Octet::Lower) & (c <= 'f'));
        good &= is_colon ? digits > 0 : is_digit & !is_zero & (digits < 4);
        good &= !(is_colon & is_zero & was_zero);
        was_zero = is_colon ? is_zero : was_zero;
        is_zero = is_colon ? false : is_zero | ((digits == 0) & (c == '0'));
        digits = is_colon ? 0 : digits + 1;
        colons += is_colon ? 1 : 0;
    }
    return good && digits > 0 && colons == 7 && !(is_zero && was_zero);
}

bool is_plain_ip(std::string_view text) { return is_plain_ipv4(text) || is_plain_ipv6(text); }

}  // namespace

bool is_domain(std::string_view text) { return spelling_of(text).is_domain; }

bool make_canonical_domain(std::string& text) {
    const Spelling spelling = spelling_of(text);
    if (spelling.is_domain && !spelling.is_canonical) {
        if (text.ends_with('.')) text.pop_back();
        text = lower_ascii(text);
    }
    return spelling.is_domain;
}

std::optional<std::string> canonical_domain(std::string_view text) {
    if (!is_domain(text)) return std::nullopt;
    if (text.ends_with('.')) text.remove_suffix(1);
    return lower_ascii(text);
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

bool is_ip(std::string_view text) { return is_plain_ip(text) || read_ip(text).has_value(); }

bool make_canonical_ip(std::string& text) {
    if (is_plain_ip(text)) return true;
    const auto ip = read_ip(text);
    if (!ip) return false;
    // inet_pton(3) takes dotted decimal without leading zeros only: there is one spelling
    if (ip->family == AF_INET6) text = text_of_ipv6(ip->address);
    return true;
}

std::optional<std::string> canonical_ip(std::string_view text) {
    std::string ip{text};
    if (!make_canonical_ip(ip)) return std::nullopt;
    return ip;
}

}  // namespace tlsrpt
