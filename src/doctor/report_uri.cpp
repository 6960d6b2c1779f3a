#include "doctor/report_uri.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "doctor/characters.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_uri_bytes = 2000;
constexpr std::size_t max_address_bytes = 320;  // RFC 5321 section 4.5.3.1: 64 + "@" + 255

// RFC 3986 section 2, without those that RFC 8460 section 3 wants encoded.
bool is_uri_octet(char c) { return is_letter_or_digit(c) || std::string_view{"-._~:/?#[]@$&'()*+=%"}.find(c) != std::string_view::npos; }

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    while (!text.empty()) {
        if (text.front() != '%') {
            decoded += text.front();
            text.remove_prefix(1);
            continue;
        }
        if (text.size() < 3 || !is_hex_digit(text[1]) || !is_hex_digit(text[2])) return std::nullopt;
        decoded += static_cast<char>(hex_value(text[1]) * 16 + hex_value(text[2]));
        text.remove_prefix(3);
    }
    return decoded;
}

// Local part as it is, domain canonical. Quoted local parts are legal and nobody has one: refused.
std::optional<std::string> address_in(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (text.size() > max_address_bytes || at == std::string_view::npos || at == 0) return std::nullopt;
    const auto domain = canonical_domain(text.substr(at + 1));
    const std::string_view local = text.substr(0, at);
    const auto is_atom_octet = [](char c) {
        return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(c) != std::string_view::npos;
    };
    if (!domain || !std::ranges::all_of(local, is_atom_octet) || local.front() == '.' || local.back() == '.' ||
        local.find("..") != std::string_view::npos)
        return std::nullopt;
    return std::string{local} + "@" + *domain;
}

std::optional<std::string> host_in(std::string_view rest) {
    if (!rest.starts_with("//")) return std::nullopt;
    rest.remove_prefix(2);
    std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.find('@') != std::string_view::npos) return std::nullopt;  // RFC 9110 section 4.2.4: no user in it
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos || !canonical_ip(authority.substr(1, end - 1))) return std::nullopt;
        port = authority.substr(end + 1);
        authority = authority.substr(0, end + 1);
    } else if (const std::size_t colon = authority.find(':'); colon != std::string_view::npos) {
        port = authority.substr(colon);
        authority = authority.substr(0, colon);
    }
    if (!port.empty()) {
        const auto number = parse_count(port.substr(1));
        if (port.front() != ':' || !number || *number == 0 || *number > 65535) return std::nullopt;
    }
    if (authority.starts_with('[') || canonical_ip(authority)) return std::string{authority};
    return canonical_domain(authority);
}

ReportUri with_problem(ReportUri uri, std::string problem) {
    uri.kind = ReportUri::Kind::Unusable;
    uri.problem = std::move(problem);
    return uri;
}

}  // namespace

ReportUri read_report_uri(std::string_view text) {
    ReportUri uri;
    uri.text = cut_text(text, max_uri_bytes);
    if (text.empty()) return with_problem(uri, "is empty");
    if (text.size() > max_uri_bytes) return with_problem(uri, fmt::format("is longer than {} octets", max_uri_bytes));
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        if (text.find('@') != std::string_view::npos) return with_problem(uri, "has no scheme: an address begins with \"mailto:\"");
        return with_problem(uri, "is no URI");
    }
    const std::string scheme = lower_ascii(text.substr(0, colon));
    const std::string_view rest = text.substr(colon + 1);
    if (scheme != "mailto" && scheme != "https") return with_problem(uri, "is neither mailto nor https");
    if (text.find('!') != std::string_view::npos)
        return with_problem(uri, "has a \"!\", which must be written %21; TLSRPT knows no size limit as DMARC does");
    if (!std::ranges::all_of(text, is_uri_octet)) return with_problem(uri, "has a character that no URI may have unless percent-encoded");

    if (scheme == "mailto") {
        const auto decoded = percent_decoded(rest.substr(0, rest.find_first_of("?#")));
        if (!decoded) return with_problem(uri, "has a \"%\" without two hex digits");
        const auto address = address_in(*decoded);
        if (!address) return with_problem(uri, "names no mail address");
        uri.address = *address;
        uri.kind = ReportUri::Kind::Mailto;
        return uri;
    }
    const auto host = host_in(rest);
    if (!host) return with_problem(uri, "names no host");
    uri.host = *host;
    uri.kind = ReportUri::Kind::Https;
    return uri;
}

bool is_same_address(std::string_view a, std::string_view b) {
    const std::size_t at = a.rfind('@');
    return at != std::string_view::npos && at == b.rfind('@') && a.substr(0, at) == b.substr(0, at) &&
           equal_ignoring_case(a.substr(at), b.substr(at));
}

}  // namespace tlsrpt::doctor
