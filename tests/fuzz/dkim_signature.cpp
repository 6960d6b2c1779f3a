// DKIM-Signature and From fields: what our strict parsers let through is what libopendkim may see.
#include <string>

#include "dkim/base64.hpp"
#include "dkim/from_field.hpp"
#include "dkim/signature_field.hpp"
#include "dkim/tag_list.hpp"
#include "target.hpp"
#include "tlsrpt/domain.hpp"
#include "tlsrpt/text.hpp"

using namespace tlsrpt;
using fuzz::require;

namespace {

void check_tags(std::string_view text) {
    const auto list = dkim::TagList::parse(text);
    if (!list) return;
    require(list->tags().size() <= dkim::TagList::max_tags, "no more tags than the limit");
    for (const dkim::Tag& tag : list->tags()) {
        require(list->find(tag.name) == tag.value, "each tag is there once");
        require(text.find(tag.name) != std::string_view::npos, "a tag's name stands in the text");
    }
}

void check_signature(std::string_view text, const Limits& limits) {
    const auto field = dkim::parse_signature_field(text, limits);
    if (!field) {
        require(field.error().slug == Slug::SignatureFailed, "a malformed signature has failed");
        return;
    }
    require(dkim::TagList::parse(text).has_value(), "a signature is a tag-list");
    require(text.size() <= limits.max_signature_field_bytes, "no signature is longer than the limit");
    require(field->auid.size() <= limits.max_auid_bytes && field->auid.find('=') == std::string::npos, "i= is one that libopendkim can take");
    require(!field->signed_fields.empty() && field->signed_fields.size() <= limits.max_signed_field_names, "h= has no more names than the limit");
    require(field->auid_domain == field->sdid || field->auid_domain.ends_with("." + field->sdid), "i= is d= or below it");
    require(field->sdid == lower_ascii(field->sdid) && field->selector == lower_ascii(field->selector), "names are in lower case");
    require(!field->signature.empty() && !field->body_hash.empty(), "there are two hashes");
    require(field->canonicalization.find('/') != std::string::npos, "c= has both halves");
    for (const std::string& name : field->signed_fields) require(field->signs(name), "h= names what it signs");
}

void check_author(std::string_view text) {
    const auto author = dkim::parse_from_field(text);
    if (!author) {
        require(author.error().slug == Slug::SignerNotAligned, "nobody is aligned with an unusable author");
        return;
    }
    require(canonical_domain(author->domain) == author->domain, "the author's domain is a domain");
    require(author->address.ends_with("@" + author->domain), "the address ends with its domain");
    require(author->address.size() <= text.size(), "the address stands in the field");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input{data, size};
    const std::uint8_t kind = input.octet();
    const Limits limits = kind % 2 == 0 ? Limits{} : fuzz::small_limits();
    const std::string_view text = input.rest();
    if (kind % 4 < 2) {
        check_tags(text);
        check_signature(text, limits);
    } else {
        check_author(text);
        if (const auto octets = dkim::decode_base64(text)) require(octets->size() <= text.size() / 4 * 3 + 3, "four characters are three octets at most");
    }
    return 0;
}
