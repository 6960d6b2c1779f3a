#include "support/signer.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <stdexcept>

namespace tlsrpt::test {

namespace {

struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// Runs of blanks become one, those at the end go (RFC 6376 section 3.4.4, and 3.4.2 after unfolding).
std::string squeezed(std::string_view line) {
    std::string result;
    for (const char c : line) {
        if (!is_blank(c))
            result += c;
        else if (result.empty() || result.back() != ' ')
            result += ' ';
    }
    while (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

std::string digest(std::string_view octets, const EVP_MD* hash) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> result{};
    unsigned length = 0;
    if (EVP_Digest(octets.data(), octets.size(), result.data(), &length, hash, nullptr) != 1) throw std::runtime_error("digest failed");
    return {result.begin(), result.begin() + length};
}

/// Decoded once: OpenSSL takes longer for that than for signing, and a fuzzer signs all day.
EVP_PKEY* private_key(KeyKind kind) {
    thread_local std::map<KeyKind, std::unique_ptr<EVP_PKEY, FreeKey>> keys;
    auto& key = keys[kind];
    if (!key) {
        const std::string_view pem = private_key_pem(kind);
        BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        key.reset(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr));
        BIO_free(bio);
    }
    return key.get();
}

std::string signature_of(std::string_view data, KeyKind kind, const EVP_MD* hash) {
    EVP_PKEY* key = private_key(kind);
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    // RFC 8463 section 3: PureEdDSA over the SHA-256 hash.
    const bool pure = kind == KeyKind::Ed25519;
    const std::string input = pure ? digest(data, hash) : std::string(data);
    std::size_t length = 0;
    const auto* octets = reinterpret_cast<const unsigned char*>(input.data());
    if (!key || EVP_DigestSignInit(context.get(), nullptr, pure ? nullptr : hash, nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &length, octets, input.size()) != 1)
        throw std::runtime_error("signing failed");
    std::string signature(length, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, octets, input.size()) != 1)
        throw std::runtime_error("signing failed");
    signature.resize(length);
    return signature;
}

/// Header fields without their final CRLF, top to bottom, and the body.
struct Parts {
    std::vector<std::string> fields;
    std::string body;
};
Parts split(std::string_view mail) {
    Parts parts;
    std::size_t at = 0;
    while (at < mail.size()) {
        if (mail.substr(at, 2) == "\r\n") {
            parts.body = mail.substr(at + 2);
            break;
        }
        std::size_t end = mail.find("\r\n", at);
        while (end != std::string_view::npos && end + 2 < mail.size() && is_blank(mail[end + 2])) end = mail.find("\r\n", end + 2);
        if (end == std::string_view::npos) end = mail.size();
        parts.fields.emplace_back(mail.substr(at, end - at));
        at = end + 2;
    }
    return parts;
}

std::string field_name(std::string_view field) { return lower(trimmed(field.substr(0, field.find(':')))); }

/// RFC 6376 section 5.4.2: each name takes the lowest instance that is left.
std::string canonical_header(const Parts& parts, const std::vector<std::string>& names, bool relaxed) {
    std::vector<bool> used(parts.fields.size());
    std::string header;
    for (const std::string& name : names) {
        for (std::size_t i = parts.fields.size(); i-- > 0;) {
            if (used[i] || field_name(parts.fields[i]) != lower(name)) continue;
            used[i] = true;
            header += canonical_field(parts.fields[i], relaxed) + "\r\n";
            break;
        }
    }
    return header;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ":") + name;
    return text;
}

std::string render(const SignOptions& options, const SignatureTags& tags, std::string_view signature) {
    std::string field = options.field_name + ": ";
    for (std::size_t i = 0; i < tags.size(); ++i) {
        field += (i == 0 ? "" : options.separator) + tags[i].name + "=" + tags[i].value;
        if (trimmed(tags[i].name) == "b") field += signature;
    }
    return field;
}

std::string folded(std::string_view base64) {
    std::string text;
    for (std::size_t at = 0; at < base64.size(); at += 72) text += (at == 0 ? "" : "\r\n\t ") + std::string(base64.substr(at, 72));
    return text;
}

SignatureTags tags_of(const SignOptions& options, const std::string& algorithm, const std::string& body_hash) {
    SignatureTags tags{{"v", "1"}, {"a", algorithm}, {"c", options.canonicalization}, {"d", options.domain}, {"s", options.selector}};
    if (options.signed_at) tags.push_back({"t", std::to_string(*options.signed_at)});
    if (options.expires_at) tags.push_back({"x", std::to_string(*options.expires_at)});
    if (options.length) tags.push_back({"l", std::to_string(*options.length)});
    tags.push_back({"h", joined(options.signed_fields)});
    tags.push_back({"bh", body_hash});
    tags.push_back({"b", ""});
    return tags;
}

}  // namespace

SignatureTag& tag(SignatureTags& tags, std::string_view name) {
    const auto found = std::find_if(tags.begin(), tags.end(), [name](const SignatureTag& each) { return each.name == name; });
    if (found == tags.end()) throw std::logic_error("no such tag");
    return *found;
}

void remove_tag(SignatureTags& tags, std::string_view name) {
    std::erase_if(tags, [name](const SignatureTag& each) { return each.name == name; });
}

std::string canonical_field(std::string_view field, bool relaxed) {
    if (!relaxed) return std::string(field);
    const std::size_t colon = field.find(':');
    std::string value(field.substr(colon + 1));
    std::erase_if(value, [](char c) { return c == '\r' || c == '\n'; });
    value = squeezed(value);
    if (!value.empty() && value.front() == ' ') value.erase(0, 1);
    return field_name(field) + ":" + value;
}

std::string canonical_body(std::string_view body, bool relaxed) {
    std::string result;
    for (std::size_t at = 0; at < body.size();) {
        std::size_t end = body.find("\r\n", at);
        if (end == std::string_view::npos) end = body.size();
        const std::string_view line = body.substr(at, end - at);
        result += (relaxed ? squeezed(line) : std::string(line)) + "\r\n";
        at = end + 2;
    }
    while (result.ends_with("\r\n\r\n")) result.erase(result.size() - 2);
    if (result == "\r\n") result.clear();
    if (result.empty() && !relaxed) result = "\r\n";
    return result;
}

std::string sign(std::string mail, const SignOptions& options) {
    const std::size_t slash = options.canonicalization.find('/');
    const bool relaxed_header = options.canonicalization.starts_with("relaxed");
    const bool relaxed_body = slash != std::string::npos && options.canonicalization.substr(slash + 1) == "relaxed";
    const std::string algorithm = !options.algorithm.empty()        ? options.algorithm
                                  : options.key == KeyKind::Ed25519 ? "ed25519-sha256"
                                                                    : "rsa-sha256";
    const EVP_MD* hash = algorithm.ends_with("sha1") ? EVP_sha1() : EVP_sha256();

    const Parts parts = split(mail);
    std::string body = canonical_body(parts.body, relaxed_body);
    if (options.length) body.resize(std::min(body.size(), *options.length));

    SignatureTags tags = tags_of(options, algorithm, encode_base64(digest(body, hash)));
    if (options.bend) options.bend(tags);
    const std::string header =
        canonical_header(parts, options.signed_fields, relaxed_header) + canonical_field(render(options, tags, ""), relaxed_header);
    return render(options, tags, folded(encode_base64(signature_of(header, options.key, hash)))) + "\r\n" + mail;
}

}  // namespace tlsrpt::test
