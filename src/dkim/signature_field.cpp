#include "dkim/signature_field.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dkim/base64.hpp"
#include "dkim/characters.hpp"
#include "dkim/tag_list.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::dkim {

namespace {

constexpr std::size_t max_domain_bytes = 253;         // RFC 1035 section 2.3.4, as text
constexpr std::size_t max_signed_names_bytes = 4000;  // libopendkim's buffer for h= is 4,096 bytes
constexpr std::size_t sha256_bytes = 32;
constexpr std::chrono::sys_seconds earliest_signing{std::chrono::seconds{1'000'000'000}};  // 2001-09-09; DKIM is of 2007

Error malformed(std::string detail) { return Error{Slug::SignatureFailed, "malformed DKIM-Signature: " + std::move(detail)}; }

/// domain-name without its final dot and with two labels or more; d= and i= name no host of a root zone.
std::optional<std::string> signing_domain(std::string_view text) {
    if (text.empty() || text.size() > max_domain_bytes || text.back() == '.' || text.find('.') == std::string_view::npos)
        return std::nullopt;
    return canonical_domain(text);
}

/// selector = sub-domain *( "." sub-domain ). Deviation: underscores, seen in selectors of mailing services.
bool is_selector(std::string_view text) {
    if (text.empty() || text.size() > max_domain_bytes) return false;
    std::size_t label = 0;
    char previous = '.';
    for (const char c : text) {
        if (c == '.') {
            if (label == 0 || previous == '-') return false;
            label = 0;
        } else {
            if (!is_alnum(c) && c != '_' && (c != '-' || label == 0)) return false;
            if (++label > 63) return false;
        }
        previous = c;
    }
    return label != 0 && previous != '-';
}

/// t= and x=: 1*12DIGIT (RFC 6376 section 3.5).
std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text) {
    if (text.empty() || text.size() > 12) return std::nullopt;
    const auto count = parse_count(text);
    if (!count) return std::nullopt;
    return std::chrono::sys_seconds{std::chrono::seconds{static_cast<std::int64_t>(*count)}};
}

/// "relaxed" is "relaxed/simple", absent is "simple/simple" (RFC 6376 section 3.5); empty when we do not have it.
std::string parse_canonicalization(std::string_view value) {
    const std::string text = lower_ascii(value);
    const std::size_t slash = text.find('/');
    const std::string header = text.substr(0, slash);
    const std::string body = slash == std::string::npos ? "simple" : text.substr(slash + 1);
    const auto known = [](const std::string& name) { return name == "simple" || name == "relaxed"; };
    if (!known(header) || !known(body)) return {};
    return header + "/" + body;
}

/// field-name = 1*ftext (RFC 5322 section 3.6.8), and no semicolon, which would end the tag.
bool is_field_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return is_visible(c) && c != ':' && c != ';'; });
}

/// libopendkim takes for b= whatever has a "b" right before its first "=", and leaves that value out of the header hash.
Expected<void> refuse_what_hides_b(const TagList& tags) {
    for (const Tag& tag : tags.tags()) {
        if (tag.name == "b" && tag.spaced) return malformed("white space between b and \"=\"");
        if (tag.name != "b" && tag.name.back() == 'b' && !tag.spaced)
            return malformed(fmt::format("tag {} would be taken for b=", tag.name));
    }
    return {};
}

Expected<std::vector<std::string>> parse_signed_fields(std::string_view value, const Limits& limits) {
    if (value.size() > max_signed_names_bytes) return malformed(fmt::format("h= is over {} bytes", max_signed_names_bytes));
    std::vector<std::string> names;
    const auto elements = split_colons(value);
    names.reserve(std::min(elements.size(), limits.max_signed_field_names));
    for (const std::string_view name : elements) {
        if (!is_field_name(name)) return malformed("h= lists something that is no field name");
        if (names.size() == limits.max_signed_field_names)
            return malformed(fmt::format("over {} names in h=", limits.max_signed_field_names));
        names.push_back(lower_ascii(name));
    }
    return names;
}

/// i= = [ Local-part ] "@" domain-name, at or below d= (RFC 6376 section 3.5).
Expected<void> read_auid(std::optional<std::string_view> value, const Limits& limits, SignatureField& field) {
    field.auid = value ? std::string(*value) : "@" + field.sdid;
    field.auid_domain = field.sdid;
    if (!value) return {};
    if (value->size() > limits.max_auid_bytes) return malformed(fmt::format("i= is over {} bytes", limits.max_auid_bytes));
    if (value->find('=') != std::string_view::npos) return malformed("i= is quoted-printable, which libopendkim does not decode safely");
    const std::size_t at = value->find('@');
    if (at == std::string_view::npos || value->find('@', at + 1) != std::string_view::npos) return malformed("i= needs one \"@\"");
    const auto domain = signing_domain(value->substr(at + 1));
    if (!domain) return malformed("i= has no domain");
    if (*domain != field.sdid && !domain->ends_with("." + field.sdid)) return malformed("i= is not within d=");
    field.auid_domain = *domain;
    return {};
}

Expected<void> read_times(const TagList& tags, SignatureField& field) {
    if (const auto value = tags.find("t")) {
        field.signed_at = parse_timestamp(*value);
        if (!field.signed_at) return malformed("t= is no time");
        if (*field.signed_at < earliest_signing) return malformed("t= is before DKIM existed");
    }
    if (const auto value = tags.find("x")) {
        field.expires_at = parse_timestamp(*value);
        if (!field.expires_at) return malformed("x= is no time");
        // RFC 6376 section 3.5: "The value of the "x=" tag MUST be greater than the value of the "t=" tag".
        if (field.signed_at && *field.expires_at <= *field.signed_at) return malformed("x= is not after t=");
    }
    return {};
}

Expected<void> read_octets(const TagList& tags, SignatureField& field) {
    auto signature = decode_base64(*tags.find("b"));
    if (!signature || signature->empty()) return malformed("b= is no base64");
    field.signature = std::move(*signature);
    auto body_hash = decode_base64(*tags.find("bh"));
    if (!body_hash || body_hash->empty()) return malformed("bh= is no base64");
    if (field.algorithm != SignatureField::Algorithm::Other && body_hash->size() != sha256_bytes)
        return malformed("bh= is no SHA-256 hash");
    field.body_hash = std::move(*body_hash);
    return {};
}

/// q= lists ways to get the key; ours is DNS TXT, the only one there is (RFC 6376 section 3.5).
bool asks_dns(std::string_view value) {
    const auto methods = split_colons(value);
    return std::any_of(methods.begin(), methods.end(), [](std::string_view method) { return equal_ignoring_case(method, "dns/txt"); });
}

}  // namespace

SignatureField::Algorithm algorithm_named(std::string_view name) {
    if (name == "rsa-sha256") return SignatureField::Algorithm::RsaSha256;
    if (name == "ed25519-sha256") return SignatureField::Algorithm::Ed25519Sha256;  // RFC 8463 section 3
    return SignatureField::Algorithm::Other;
}

bool SignatureField::signs(std::string_view lower_case_name) const {
    return std::find(signed_fields.begin(), signed_fields.end(), lower_case_name) != signed_fields.end();
}

Expected<SignatureField> parse_signature_field(std::string_view value, const Limits& limits) {
    if (value.size() > limits.max_signature_field_bytes) return malformed(fmt::format("over {} bytes", limits.max_signature_field_bytes));
    const auto tags = TagList::parse(value);
    if (!tags) return malformed(tags.error().detail);

    for (const std::string_view required : {"v", "a", "b", "bh", "d", "h", "s"})
        if (!tags->find(required)) return malformed(fmt::format("{}= is missing", required));
    if (*tags->find("v") != "1") return malformed("v= is not 1");
    if (auto read = refuse_what_hides_b(*tags); !read) return read.error();

    SignatureField field;
    field.has_length = tags->find("l").has_value();
    // RFC 5234 section 2.3: literals of an ABNF are case-insensitive; RFC 6376 demands more only of tag names.
    field.algorithm_name = lower_ascii(*tags->find("a"));
    field.algorithm = algorithm_named(field.algorithm_name);

    auto sdid = signing_domain(*tags->find("d"));
    if (!sdid) return malformed("d= is no domain");
    field.sdid = std::move(*sdid);
    if (!is_selector(*tags->find("s"))) return malformed("s= is no selector");
    field.selector = lower_ascii(*tags->find("s"));
    if (field.key_name().size() > max_domain_bytes) return malformed("s= and d= together are too long for a domain name");

    field.canonicalization = parse_canonicalization(tags->find("c").value_or("simple/simple"));
    if (field.canonicalization.empty()) return malformed("c= names an unknown canonicalization");
    if (const auto methods = tags->find("q"); methods && !asks_dns(*methods)) return malformed("q= does not list dns/txt");

    auto names = parse_signed_fields(*tags->find("h"), limits);
    if (!names) return names.error();
    field.signed_fields = std::move(*names);

    if (auto read = read_auid(tags->find("i"), limits, field); !read) return read.error();
    if (auto read = read_times(*tags, field); !read) return read.error();
    if (auto read = read_octets(*tags, field); !read) return read.error();
    return field;
}

}  // namespace tlsrpt::dkim
