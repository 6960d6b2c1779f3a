#include "dkim/rsa_key.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <optional>

namespace tlsrpt::dkim {

namespace {

// RFC 8301 section 3.2 asks verifiers for 1024 to 4096 bits. Beyond 8192 a verification costs milliseconds, at a sender's choice.
constexpr unsigned max_modulus_bits = 8192;
constexpr std::size_t max_exponent_bytes = 8;  // OpenSSL's limit for large moduli

constexpr unsigned char sequence_tag = 0x30;
constexpr unsigned char integer_tag = 0x02;
constexpr unsigned char bit_string_tag = 0x03;

// AlgorithmIdentifier of rsaEncryption 1.2.840.113549.1.1.1 with its NULL parameter (RFC 3279 section 2.3.1)
constexpr std::string_view rsa_encryption{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 13};

unsigned char octet(std::string_view octets, std::size_t at) { return static_cast<unsigned char>(octets[at]); }

/// Takes one element of that type off the front and returns its contents; none when it is not there or not DER (X.690 section 10.1).
std::optional<std::string_view> take(std::string_view& der, unsigned char tag) {
    if (der.size() < 2 || octet(der, 0) != tag) return std::nullopt;
    std::size_t length = octet(der, 1);
    std::size_t header = 2;
    if (length >= 0x80) {
        const std::size_t length_octets = length - 0x80;
        if (length_octets == 0 || length_octets > 2 || der.size() < 2 + length_octets) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < length_octets; ++i) length = length << 8 | octet(der, 2 + i);
        header += length_octets;
        if (length < (length_octets == 1 ? 0x80u : 0x100u)) return std::nullopt;  // not the shortest form
    }
    if (der.size() - header < length) return std::nullopt;
    const std::string_view contents = der.substr(header, length);
    der.remove_prefix(header + length);
    return contents;
}

/// A positive INTEGER in its shortest form, without the zero octet that keeps it positive.
std::optional<std::string_view> take_positive(std::string_view& der) {
    auto contents = take(der, integer_tag);
    if (!contents || contents->empty() || octet(*contents, 0) >= 0x80) return std::nullopt;
    if (octet(*contents, 0) == 0) {
        if (contents->size() < 2 || octet(*contents, 1) < 0x80) return std::nullopt;  // zero, or not the shortest form
        contents->remove_prefix(1);
    }
    return contents;
}

/// The RSAPublicKey inside a SubjectPublicKeyInfo; the octets themselves when they are none.
std::string_view unwrap(std::string_view der) {
    std::string_view rest = der;
    auto info = take(rest, sequence_tag);
    if (!info || !rest.empty()) return der;
    const auto algorithm = take(*info, sequence_tag);
    if (!algorithm || *algorithm != rsa_encryption) return der;
    const auto bits = take(*info, bit_string_tag);
    if (!bits || !info->empty() || bits->empty() || octet(*bits, 0) != 0) return der;
    return bits->substr(1);
}

Error malformed(std::string detail) { return Error{Slug::SignatureFailed, "malformed RSA key: " + std::move(detail)}; }

}  // namespace

Expected<RsaKey> parse_rsa_key(std::string_view der) {
    std::string_view rest = unwrap(der);
    auto numbers = take(rest, sequence_tag);
    if (!numbers || !rest.empty()) return malformed("neither SubjectPublicKeyInfo nor RSAPublicKey");
    const auto modulus = take_positive(*numbers);
    const auto exponent = modulus ? take_positive(*numbers) : std::nullopt;
    if (!modulus || !exponent || !numbers->empty()) return malformed("neither SubjectPublicKeyInfo nor RSAPublicKey");

    const unsigned bits = static_cast<unsigned>(modulus->size() * 8) - static_cast<unsigned>(std::countl_zero(octet(*modulus, 0)));
    if (bits > max_modulus_bits) return Error{Slug::AlgorithmRefused, fmt::format("RSA key of {} bits, over {}", bits, max_modulus_bits)};
    const bool odd = (octet(*exponent, exponent->size() - 1) & 1) != 0;
    const bool one = exponent->size() == 1 && octet(*exponent, 0) == 1;  // every block would be its own signature
    if (!odd || one || exponent->size() > max_exponent_bytes) return malformed("unusable exponent");
    if ((octet(*modulus, modulus->size() - 1) & 1) == 0) return malformed("even modulus");
    return RsaKey{std::string(*modulus), std::string(*exponent), bits};
}

}  // namespace tlsrpt::dkim
