#include <fmt/format.h>

#include <array>
#include <cstring>
#include <iterator>

#include "dns/key_answer.hpp"
#include "tlsrpt/dns_records.hpp"

namespace tlsrpt {
namespace {

constexpr std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

/// A name as labels with their lengths (RFC 1035 section 3.1), nothing behind it. libunbound hands names out uncompressed.
std::optional<std::string> name_in(std::string_view wire) {
    std::string name;
    for (;;) {
        if (wire.empty()) return std::nullopt;
        const std::size_t length = octet(wire.front());
        wire.remove_prefix(1);
        if (length == 0) break;
        if (length > 63 || length > wire.size()) return std::nullopt;  // a compression pointer has the two high bits
        if (!name.empty()) name += '.';
        name.append(wire.substr(0, length));
        wire.remove_prefix(length);
    }
    if (!wire.empty()) return std::nullopt;
    return name;
}

}  // namespace

std::optional<std::string> text_in(std::string_view rdata) { return join_character_strings(rdata); }

std::optional<MxRecord> mx_in(std::string_view rdata) {
    if (rdata.size() < 3) return std::nullopt;
    MxRecord record;
    record.preference = static_cast<std::uint16_t>(octet(rdata[0]) << 8 | octet(rdata[1]));
    const auto name = name_in(rdata.substr(2));
    if (!name) return std::nullopt;
    if (name->empty()) return record;
    const auto exchange = canonical_domain(*name);
    if (!exchange) return std::nullopt;
    record.exchange = *exchange;
    return record;
}

std::optional<std::string> address_in(std::string_view rdata, DnsType type) {
    if (type == DnsType::A && rdata.size() == 4)
        return fmt::format("{}.{}.{}.{}", octet(rdata[0]), octet(rdata[1]), octet(rdata[2]), octet(rdata[3]));
    if (type != DnsType::Aaaa || rdata.size() != 16) return std::nullopt;
    std::string text;
    for (std::size_t i = 0; i < 16; i += 2)
        fmt::format_to(std::back_inserter(text), "{}{:02x}{:02x}", i == 0 ? "" : ":", octet(rdata[i]), octet(rdata[i + 1]));
    return canonical_ip(text);
}

std::optional<TlsaRecord> tlsa_in(std::string_view rdata) {
    if (rdata.size() < 3) return std::nullopt;
    return TlsaRecord{
        .usage = octet(rdata[0]), .selector = octet(rdata[1]), .matching_type = octet(rdata[2]), .data = std::string{rdata.substr(3)}};
}

std::string to_text(const TlsaRecord& record) {
    std::string text = fmt::format("{} {} {} ", record.usage, record.selector, record.matching_type);
    for (const char c : record.data) fmt::format_to(std::back_inserter(text), "{:02x}", octet(c));
    return text;
}

}  // namespace tlsrpt
