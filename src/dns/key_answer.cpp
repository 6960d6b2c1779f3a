#include "dns/key_answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tlsrpt/limits.hpp"

namespace tlsrpt {
namespace {

constexpr std::size_t max_name_octets = 253;  // RFC 1035 section 2.3.4: 255 on the wire, with the first length and the root's
constexpr std::size_t max_label_octets = 63;

bool is_name_octet(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

}  // namespace

bool is_key_name(std::string_view name) {
    if (name.size() > max_name_octets) return false;
    bool selector_seen = false;  // a label in front of "_domainkey"
    bool domainkey_seen = false;
    bool domain_seen = false;  // a label after it
    for (std::size_t start = 0; start <= name.size();) {
        const std::size_t end = std::min(name.find('.', start), name.size());
        const std::string_view label = name.substr(start, end - start);
        if (label.empty() || label.size() > max_label_octets || !std::ranges::all_of(label, is_name_octet)) return false;
        if (domainkey_seen)
            domain_seen = true;
        else if (selector_seen && label == "_domainkey")
            domainkey_seen = true;
        else
            selector_seen = true;
        start = end + 1;
    }
    return domain_seen;
}

std::optional<std::string> join_character_strings(std::string_view rdata) {
    std::string text;
    text.reserve(rdata.size());
    while (!rdata.empty()) {
        const std::size_t length = static_cast<unsigned char>(rdata.front());
        rdata.remove_prefix(1);
        if (length > rdata.size()) return std::nullopt;
        text.append(rdata.substr(0, length));
        rdata.remove_prefix(length);
    }
    return text;
}

KeyAnswer answer_from_texts(std::span<const std::string> texts) {
    constexpr std::size_t most = Limits{}.max_key_record_bytes;
    if (texts.empty()) return no_key("no TXT record");
    if (texts.size() > 1) return {.kind = KeyAnswer::Kind::Multiple, .text = {}, .detail = fmt::format("{} TXT records", texts.size())};
    if (texts.front().size() > most) return no_key(fmt::format("a TXT record of {} octets, over {}", texts.front().size(), most));
    return {.kind = KeyAnswer::Kind::Found, .text = texts.front(), .detail = {}};
}

KeyAnswer no_key(std::string detail) { return {.kind = KeyAnswer::Kind::None, .text = {}, .detail = std::move(detail)}; }

KeyAnswer key_unavailable(std::string detail) { return {.kind = KeyAnswer::Kind::Unavailable, .text = {}, .detail = std::move(detail)}; }

}  // namespace tlsrpt
