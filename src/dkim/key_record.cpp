#include "dkim/key_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dkim/base64.hpp"
#include "dkim/characters.hpp"
#include "dkim/tag_list.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::dkim {

namespace {

Error malformed(std::string detail) { return Error{Slug::SignatureFailed, "malformed key record: " + std::move(detail)}; }

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// hyphenated-word (RFC 6376 section 2.10), or "*" in s=.
bool is_word(std::string_view word) {
    if (word == "*") return true;
    return !word.empty() && is_alpha(word.front()) && is_alnum(word.back()) &&
           std::all_of(word.begin(), word.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

/// The words of h=, s= or t=, lower case; empty when the tag is absent.
Expected<std::vector<std::string>> words_of(const TagList& tags, std::string_view name) {
    std::vector<std::string> words;
    const auto value = tags.find(name);
    if (!value) return words;
    for (const std::string_view word : split_colons(*value)) {
        if (!is_word(word)) return malformed(fmt::format("{}= is no list of words", name));
        words.push_back(lower_ascii(word));
    }
    return words;
}

}  // namespace

bool KeyRecord::names_service(std::string_view word) const { return contains(services, word); }

bool KeyRecord::allows_service(std::string_view word) const { return services.empty() || contains(services, "*") || names_service(word); }

Expected<KeyRecord> parse_key_record(std::string_view text, const Limits& limits) {
    if (text.size() > limits.max_key_record_bytes) return malformed(fmt::format("over {} bytes", limits.max_key_record_bytes));
    const auto tags = TagList::parse(text);
    if (!tags) return malformed(tags.error().detail);

    // RFC 6376 section 3.6.1: v= "MUST be the first tag in the record"; another value than DKIM1 "MUST be discarded".
    if (const auto version = tags->find("v")) {
        if (tags->tags().front().name != "v") return malformed("v= is not first");
        if (*version != "DKIM1") return malformed("v= is not DKIM1");
    }

    KeyRecord record;
    record.key_type = lower_ascii(tags->find("k").value_or("rsa"));
    if (!is_word(record.key_type)) return malformed("k= is no word");

    const auto hashes = words_of(*tags, "h");
    if (!hashes) return hashes.error();
    record.allows_sha256 = hashes->empty() || contains(*hashes, "sha256");

    auto services = words_of(*tags, "s");
    if (!services) return services.error();
    record.services = std::move(*services);

    const auto flags = words_of(*tags, "t");
    if (!flags) return flags.error();
    record.testing = contains(*flags, "y");
    record.strict_subdomain = contains(*flags, "s");

    const auto encoded = tags->find("p");
    if (!encoded) return malformed("p= is missing");
    auto public_key = decode_base64(*encoded);
    if (!public_key) return malformed("p= is no base64");
    record.public_key = std::move(*public_key);
    return record;
}

}  // namespace tlsrpt::dkim
