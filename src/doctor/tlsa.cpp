#include "doctor/tlsa.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "doctor/characters.hpp"
#include "tlsrpt/text.hpp"

namespace tlsrpt::doctor {
namespace {

constexpr std::size_t max_text_bytes = 16u << 10;

std::string digest_of(std::string_view octets, const EVP_MD* algorithm) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(octets.data(), octets.size(), digest.data(), &length, algorithm, nullptr) != 1) return {};
    return {digest.begin(), digest.begin() + length};
}

}  // namespace

std::optional<Unusable> unusable(const TlsaRecord& record) {
    if (record.usage == 0 || record.usage == 1)
        return Unusable{fmt::format("certificate usage {} is not for SMTP: senders know no list of authorities to go by", record.usage),
                        "RFC 7672 section 3.1.3"};
    if (record.usage > 3) return Unusable{fmt::format("certificate usage {} does not exist", record.usage), "RFC 6698 section 2.1.1"};
    if (record.selector > 1) return Unusable{fmt::format("selector {} does not exist", record.selector), "RFC 6698 section 2.1.2"};
    if (record.matching_type > 2)
        return Unusable{fmt::format("matching type {} does not exist", record.matching_type), "RFC 6698 section 2.1.3"};
    const std::size_t expected = record.matching_type == 1 ? 32 : record.matching_type == 2 ? 64 : 0;
    if (expected != 0 && record.data.size() != expected)
        return Unusable{fmt::format("{} octets of data, where {} has {}", record.data.size(),
                                    record.matching_type == 1 ? "SHA-256" : "SHA-512", expected),
                        "RFC 6698 section 2.1.3"};
    if (record.data.empty()) return Unusable{"no data", "RFC 6698 section 2.1.4"};
    return std::nullopt;
}

std::string unwise(const TlsaRecord& record) {
    if (record.matching_type == 0)
        return "holds a whole certificate or key: a digest (matching type 1) keeps the answer small";  // RFC 7671 section 10.1.2
    if (record.usage == 3 && record.selector == 0)
        return "names the certificate, so each renewal needs a new record; 3 1 1 lives as long as the key";  // RFC 7671 section 5.1
    return {};
}

bool matches(const TlsaRecord& record, const CertificateOctets& certificate) {
    if (record.selector > 1 || record.data.empty()) return false;
    const std::string& octets = record.selector == 0 ? certificate.whole : certificate.public_key;
    switch (record.matching_type) {
        case 0:
            return octets == record.data;
        case 1:
            return digest_of(octets, EVP_sha256()) == record.data;
        case 2:
            return digest_of(octets, EVP_sha512()) == record.data;
        default:
            return false;
    }
}

std::optional<TlsaRecord> read_tlsa_text(std::string_view text) {
    if (text.size() > max_text_bytes) return std::nullopt;
    std::array<std::uint8_t, 3> numbers{};
    for (std::uint8_t& number : numbers) {
        text = trim(text);
        const std::string_view digits = text.substr(0, text.find_first_of(" \t"));
        const auto value = digits.size() <= 3 ? parse_count(digits) : std::nullopt;
        if (!value || *value > 255) return std::nullopt;
        number = static_cast<std::uint8_t>(*value);
        text.remove_prefix(digits.size());
    }
    TlsaRecord record{.usage = numbers[0], .selector = numbers[1], .matching_type = numbers[2], .data = {}};
    std::optional<int> high;
    for (const char c : text) {
        if (is_blank(c)) continue;
        if (!is_hex_digit(c)) return std::nullopt;
        if (high) record.data += static_cast<char>(*high * 16 + hex_value(c));
        high = high ? std::nullopt : std::optional{hex_value(c)};
    }
    if (high || record.data.empty()) return std::nullopt;
    return record;
}

}  // namespace tlsrpt::doctor
